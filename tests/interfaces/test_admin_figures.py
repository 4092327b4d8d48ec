"""Measures, dimensions and retention through the client API: real numbers of bounded spans of time."""

from typing import Any

import pytest

from folkmoot.features import auth, census
from folkmoot.infra.clock import DAY, MINUTE, iso_date
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support.moot import Member, Moot

ADMIN = "/api/v1/admin"
SERVER = "elsewhere.example"
ABOUT = {key: {"domain": SERVER} for key in census.MEASURES if key.startswith("instance_")}


@pytest.fixture
async def mona(a_moot: Moot) -> Member:
    return await a_moot.member("mona", role="moderator")


def span(moot: Moot, back: int = 6) -> dict[str, str]:
    now = moot.clock()
    return {"start_at": iso_date(now - back * DAY), "end_at": f"{iso_date(now)}T12:00:00Z"}


async def measured(moot: Moot, by: Member, keys: list[str], **fields: Any) -> dict[str, dict[str, Any]]:
    asked = {"keys": keys, **span(moot), **ABOUT, **fields}
    found = await moot.ok("POST", f"{ADMIN}/measures", by, json=asked)
    assert [fault for item in found for fault in check(item, "Admin::Measure")] == []
    assert [item["key"] for item in found] == keys
    return {item["key"]: item for item in found}


async def shares(moot: Moot, by: Member, key: str, **fields: Any) -> list[tuple[str, str]]:
    (found,) = await moot.ok("POST", f"{ADMIN}/dimensions", by, json={"keys": [key], **fields})
    assert check(found, "Admin::Dimension") == []
    return [(item["key"], item["value"]) for item in found["data"]]


async def stranger(moot: Moot, name: str = "rita") -> int:
    async with moot.ground.work() as work:
        account_id = work.new_id()
        await work.db.run(
            Sql("""
            insert into account (id, username, username_key, domain, uri, created_at) values ($1, $2, $3, $4, $5, 1)
            """),
            account_id, name, name, SERVER, f"https://{SERVER}/users/{name}",
        )  # fmt: skip
    return account_id


async def remote_post(moot: Moot, account_id: int, language: str = "eo") -> int:
    """A tagged post from elsewhere with a file of 2,048 bytes."""
    async with moot.ground.work() as work:
        post_id, file_id = work.new_id(), work.new_id()
        await work.db.run(
            Sql("""
            insert into post (id, account_id, visibility, language, thread_id, created_at)
            values ($1, $2, 0, $3, $4, 1)
            """),
            post_id, account_id, language, post_id,
        )  # fmt: skip
        await work.db.run(Sql("insert into post_tag (tag, post_id, name) values ('tea', $1, 'tea')"), post_id)
        await work.db.run(
            Sql("""
            insert into media (id, account_id, post_id, state, bytes, created_at) values ($1, $2, $3, 'ready', 2048, 1)
            """),
            file_id, account_id, post_id,
        )  # fmt: skip
    return post_id


async def test_what_members_do_is_measured(a_moot: Moot, mona: Member) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    said = (await a_moot.post(anna, "hello"))["id"]
    for act in ("favourite", "reblog"):
        await a_moot.ok("POST", f"/api/v1/statuses/{said}/{act}", berta)
    await a_moot.post(berta, "hi", in_reply_to_id=said)
    for _ in range(2):
        filed = await a_moot.ok("POST", "/api/v1/reports", anna, json={"account_id": str(berta.id)})
    await a_moot.ok("POST", f"{ADMIN}/reports/{filed['id']}/resolve", mona)
    keys = ["active_users", "new_users", "interactions", "opened_reports", "resolved_reports"]
    found = await measured(a_moot, mona, keys)
    assert [found[key]["total"] for key in keys] == ["3", "3", "3", "2", "1"]
    for item in found.values():
        values = [int(day["value"]) for day in item["data"]]
        assert (len(values), values[-1], item["previous_total"]) == (7, int(item["total"]), "0")


async def test_a_tag_is_measured_by_its_id(a_moot: Moot, mona: Member) -> None:
    anna = await a_moot.member("anna")
    for text in ("#tea", "more #Tea", "#coffee"):
        await a_moot.post(anna, text)
    await remote_post(a_moot, await stranger(a_moot))
    tag = await a_moot.ok("GET", "/api/v1/tags/tea", anna)
    keys = ["tag_accounts", "tag_uses", "tag_servers"]
    for about in (tag["id"], "tea", int(tag["id"])):
        found = await measured(a_moot, mona, keys, **{key: {"id": about} for key in keys})
        assert [found[key]["total"] for key in keys] == ["2", "3", "1"]
    nothing = await measured(a_moot, mona, ["tag_uses"], tag_uses={"id": "12345"})
    assert nothing["tag_uses"]["total"] == "0"
    assert await shares(a_moot, mona, "tag_servers", tag_servers={"id": "tea"}) == [("moot.test", "2"), (SERVER, "1")]
    spoken = await shares(a_moot, mona, "tag_languages", tag_languages={"id": "tea"}, limit=9)
    assert sum(int(value) for _, value in spoken) == 3
    assert ("eo", "1") in spoken


async def test_a_server_is_measured_by_its_name(a_moot: Moot, mona: Member) -> None:
    anna, rita = await a_moot.member("anna"), await stranger(a_moot)
    await remote_post(a_moot, rita)
    await a_moot.ok("POST", f"/api/v1/accounts/{rita}/follow", anna)
    await a_moot.ok("POST", "/api/v1/reports", anna, json={"account_id": str(rita)})
    async with a_moot.ground.work() as work:
        await work.db.run(
            Sql("insert into follow (account_id, target_id, id) values ($1, $2, $3)"), rita, anna.id, work.new_id()
        )
    found = await measured(a_moot, mona, list(ABOUT))
    totals = {key: item["total"] for key, item in found.items()}
    assert totals.pop("instance_media_attachments") == "2048"
    assert totals == dict.fromkeys(totals, "1")
    media = found["instance_media_attachments"]
    assert (media["unit"], media["human_value"]) == ("bytes", "2 KB")
    other = await measured(a_moot, mona, ["instance_statuses"], instance_statuses={"domain": "x.example"})
    assert other["instance_statuses"]["total"] == "0"
    assert await shares(a_moot, mona, "servers") == [(SERVER, "1")]
    assert await shares(a_moot, mona, "instance_accounts", instance_accounts={"domain": SERVER}) == [("rita", "1")]
    assert await shares(a_moot, mona, "instance_languages", instance_languages={"domain": SERVER}) == [("eo", "1")]


async def test_what_there_is_most_of_comes_first(a_moot: Moot, mona: Member) -> None:
    anna = await a_moot.member("anna")
    for language in ("de", "en", "de"):
        await a_moot.post(anna, f"words in {language}", language=language)
    assert await shares(a_moot, mona, "languages", **span(a_moot)) == [("de", "2"), ("en", "1")]
    assert await shares(a_moot, mona, "languages", limit=1) == [("de", "2")]
    assert await shares(a_moot, mona, "languages", start_at="2001-01-01", end_at="2001-02-01") == []
    app = await a_moot.ok(
        "POST", "/api/v1/apps", json={"client_name": "Tusk", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}
    )
    async with a_moot.ground.work() as work:
        _, secret = await auth.issue_token(work, app_id=int(app["id"]), account_id=anna.id, scopes="write")
    await a_moot.post(anna._replace(token=secret), "through an app")
    (found,) = await a_moot.ok("POST", f"{ADMIN}/dimensions", mona, json={"keys": ["sources"]})
    assert found["data"] == [{"key": app["id"], "human_key": "Tusk", "value": "1"}]


async def test_the_machine_is_told_of(a_moot: Moot, mona: Member) -> None:
    kind = a_moot.ground.db.kind
    sizes = dict(await shares(a_moot, mona, "space_usage"))
    assert int(sizes[kind]) > 4_096
    assert sizes["media"] == "0"
    versions = dict(await shares(a_moot, mona, "software_versions"))
    assert set(versions) == {"folkmoot", "python", kind}
    assert all(versions.values())


async def retained(moot: Moot, by: Member, frequency: str, back: int) -> list[list[tuple[str, float]]]:
    asked = {**span(moot, back), "frequency": frequency}
    found = await moot.ok("POST", f"{ADMIN}/retention", by, json=asked)
    assert [fault for item in found for fault in check(item, "Admin::Cohort")] == []
    return [[(bucket["value"], bucket["rate"]) for bucket in cohort["data"]] for cohort in found]


async def test_who_joined_is_seen_again(a_moot: Moot) -> None:
    owner = await a_moot.member("olga", role="owner")
    anna = await a_moot.member("anna")
    a_moot.clock.advance(DAY)
    await a_moot.post(anna, "still here")
    a_moot.clock.advance(DAY)
    assert await retained(a_moot, owner, "day", 2) == [
        [("2", 1.0), ("1", 0.5), ("0", 0.0)], [("0", 0.0), ("0", 0.0)], [("0", 0.0)],
    ]  # fmt: skip
    a_moot.clock.advance(40 * DAY)
    await a_moot.post(anna, "and here")
    months = await retained(a_moot, owner, "month", 70)
    assert months[-1] == [("0", 0.0)]
    assert ("1", 0.5) in [cohort[-1] for cohort in months]
    assert await a_moot.ok("POST", f"{ADMIN}/retention", owner, json={"frequency": "day"}) == []


async def test_numbers_are_counted_anew_after_a_while(a_moot: Moot, mona: Member) -> None:
    assert (await measured(a_moot, mona, ["new_users"]))["new_users"]["total"] == "1"
    await a_moot.member("anna")
    a_moot.clock.advance(6 * MINUTE)
    assert (await measured(a_moot, mona, ["new_users"]))["new_users"]["total"] == "2"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("measures", {}), ("measures", {"start_at": "x", "end_at": "y"}),
        ("measures", {"start_at": "2020-01-01", "end_at": "2024-01-01"}),
        ("measures", {"start_at": "2024-01-02", "end_at": "2023-01-01"}),
        ("measures", {"start_at": "9999-01-01", "end_at": "9999-01-02"}),
        ("dimensions", {"start_at": "2020-01-01", "end_at": "2024-01-01"}),
        ("retention", {"start_at": "2020-01-01", "end_at": "2024-01-01", "frequency": "day"}),
        ("retention", {"start_at": "2020-01-01", "end_at": "2024-01-01", "frequency": "month"}),
    ],
)  # fmt: skip
async def test_only_spans_that_can_be_counted_are(
    a_moot: Moot, mona: Member, path: str, fields: dict[str, Any]
) -> None:
    answer = await a_moot.call("POST", f"{ADMIN}/{path}", mona, json={"keys": ["new_users", "languages"], **fields})
    assert (answer.status_code, check(answer.json(), "Error")) == (422, [])


async def test_it_takes_the_permission_and_the_scope(a_moot: Moot) -> None:
    narrow = await a_moot.member("nora", role="owner", scopes="read write admin:read:accounts admin:write")
    for by in (await a_moot.member("anna"), narrow):
        for path in ("measures", "dimensions", "retention"):
            assert (await a_moot.call("POST", f"{ADMIN}/{path}", by, json=span(a_moot))).status_code == 403
    mona = await a_moot.member("mona", role="moderator")
    for path in ("measures", "dimensions"):
        assert await a_moot.ok("POST", f"{ADMIN}/{path}", mona, json={"keys": ["nonsense"], **span(a_moot)}) == []
