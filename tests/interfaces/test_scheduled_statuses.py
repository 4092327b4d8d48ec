"""/api/v1/scheduled_statuses, as clients use it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.infra.clock import DAY, HOUR, MINUTE, SECOND, iso
from folkmoot.infra.db import Sql
from folkmoot.interfaces.mastodon.scheduled_statuses import moment
from tests.conformance.entities import check
from tests.features.test_erasure_jobs import every, some_media
from tests.support.moot import Member, Moot
from tests.support.ties import block

Json = dict[str, Any]

STATUSES = "/api/v1/statuses"
SCHEDULED = "/api/v1/scheduled_statuses"


def at(moot: Moot, ahead: int) -> str:
    return iso(moot.clock() + ahead)


async def schedule(moot: Moot, by: Member, text: str = "later", *, ahead: int = HOUR, **fields: Any) -> Json:
    found = await moot.post(by, text, scheduled_at=at(moot, ahead), **fields)
    assert check(found, "ScheduledStatus") == []
    return found


async def said_by(moot: Moot, who: Member, by: Member | None = None) -> list[Json]:
    found: list[Json] = await moot.ok("GET", f"/api/v1/accounts/{who.id}/statuses", by)
    return found


async def test_it_is_published_once_at_its_time(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    parent = await a_moot.post(berta, "what then?")
    waiting = await schedule(
        a_moot, anna, "@berta #then", spoiler_text="careful", visibility="unlisted", language="de",
        in_reply_to_id=parent["id"],
    )  # fmt: skip
    given = waiting["params"]
    assert (given["text"], given["visibility"], given["language"]) == ("@berta #then", "unlisted", "de")
    assert (given["in_reply_to_id"], given["sensitive"]) == (int(parent["id"]), True)
    await every(a_moot, HOUR - MINUTE)
    assert await said_by(a_moot, anna) == []
    await every(a_moot, 2 * MINUTE)
    await every(a_moot, MINUTE)
    [status] = await said_by(a_moot, anna)
    assert check(status, "Status") == []
    assert (status["spoiler_text"], status["visibility"], status["language"]) == ("careful", "unlisted", "de")
    assert (status["in_reply_to_id"], [tag["name"] for tag in status["tags"]]) == (parent["id"], ["then"])
    assert (await a_moot.call("GET", f"{SCHEDULED}/{waiting['id']}", anna)).status_code == 404
    [told] = await a_moot.ok("GET", "/api/v1/notifications", berta)
    assert (told["type"], told["status"]["id"]) == ("mention", status["id"])


@pytest.mark.parametrize("ahead", [-DAY, 0, 5 * MINUTE - SECOND])
async def test_what_is_nearly_now_is_published_now(a_moot: Moot, ahead: int) -> None:
    anna = await a_moot.member()
    status = await a_moot.post(anna, "now", scheduled_at=at(a_moot, ahead))
    assert check(status, "Status") == []
    assert await a_moot.ok("GET", SCHEDULED, anna) == []


@pytest.mark.parametrize("when", ["tomorrow", "2030-13-01", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
async def test_what_is_no_time_is_refused(a_moot: Moot, when: str) -> None:
    anna = await a_moot.member()
    refused = await a_moot.call("POST", STATUSES, anna, json={"status": "x", "scheduled_at": when})
    assert refused.status_code == 422
    waiting = await schedule(a_moot, anna)
    for wrong in (when, at(a_moot, 4 * MINUTE), at(a_moot, -DAY)):
        moved = await a_moot.call("PUT", f"{SCHEDULED}/{waiting['id']}", anna, json={"scheduled_at": wrong})
        assert moved.status_code == 422
    assert await a_moot.ok("GET", SCHEDULED, anna) == [waiting]
    assert await said_by(a_moot, anna) == []


@pytest.mark.parametrize("when", ["2080-01-02", "2080-01-02T00:00", "2080-01-02T01:00:00.000+01:00"])
async def test_times_are_read_in_every_way_of_iso_8601(a_moot: Moot, when: str) -> None:
    anna = await a_moot.member()
    waiting = await a_moot.ok("POST", STATUSES, anna, data={"status": "x", "scheduled_at": when})
    assert waiting["scheduled_at"] == "2080-01-02T00:00:00.000Z"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": ""}, 422),
        ({"status": "x" * 501}, 422),
        ({"status": " ".join(f"#t{number}" for number in range(61))}, 422),
        ({"status": " ".join(f"@a{number}" for number in range(61))}, 422),
        ({"status": "x", "media_ids": ["7"]}, 422),
        ({"status": "x", "media_ids": ["1", "2", "3", "4", "5"]}, 422),
        ({"status": "x", "in_reply_to_id": "7"}, 404),
    ],
)
async def test_what_no_post_may_be_is_refused_at_once(a_moot: Moot, fields: Json, status: int) -> None:
    anna = await a_moot.member()
    body = {**fields, "scheduled_at": at(a_moot, HOUR)}
    assert (await a_moot.call("POST", STATUSES, anna, json=body)).status_code == status
    assert await a_moot.ok("GET", SCHEDULED, anna) == []


@given(when=st.integers(0, 250_000_000_000_000))
def test_a_time_is_read_as_it_is_written(when: int) -> None:
    assert moment(iso(when)) == when


async def test_it_is_moved_and_called_off_by_its_author_alone(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    first, second = await schedule(a_moot, anna, "first"), await schedule(a_moot, anna, "second")
    path = f"{SCHEDULED}/{first['id']}"
    for method in ("GET", "PUT", "DELETE"):
        body = {"scheduled_at": at(a_moot, HOUR)} if method == "PUT" else None
        assert (await a_moot.call(method, path, berta, json=body)).status_code == 404
        assert (await a_moot.call(method, f"{SCHEDULED}/{a_moot.never()}", anna, json=body)).status_code == 404
        assert (await a_moot.call(method, path, json=body)).status_code == 401
    assert await a_moot.ok("PUT", path, anna) == first
    later = at(a_moot, 2 * DAY)
    moved = await a_moot.ok("PUT", path, anna, data={"scheduled_at": later})
    assert check(moved, "ScheduledStatus") == []
    assert moved == {**first, "scheduled_at": later}
    assert await a_moot.ok("DELETE", f"{SCHEDULED}/{second['id']}", anna) == {}
    await every(a_moot, DAY)
    assert await said_by(a_moot, anna) == []
    assert await a_moot.ok("GET", path, anna) == moved
    await every(a_moot, DAY + MINUTE)
    assert [status["content"] for status in await said_by(a_moot, anna)] == ["<p>first</p>"]


async def test_they_are_listed_in_pages(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    made = [(await schedule(a_moot, anna, str(number)))["id"] for number in range(5)][::-1]
    await schedule(a_moot, berta)
    page = await a_moot.call("GET", f"{SCHEDULED}?limit=2", anna)
    assert [check(item, "ScheduledStatus") for item in page.json()] == [[], []]
    seen = [item["id"] for item in page.json()]
    while "next" in page.links:
        page = await a_moot.call("GET", page.links["next"]["url"], anna)
        seen += [item["id"] for item in page.json()]
    assert seen == made
    newer = await a_moot.ok("GET", SCHEDULED, anna, params={"min_id": made[3], "limit": 2})
    assert [item["id"] for item in newer] == made[1:3]


async def test_its_files_wait_with_it(a_moot: Moot, tmp_path: Path) -> None:
    anna = await a_moot.member()
    ids: list[str] = []
    paths: list[Path] = []
    for _ in range(2):
        media_id, stored = await some_media(a_moot, anna, tmp_path)
        ids, paths = [str(media_id), *ids], paths + stored
    waiting = await schedule(a_moot, anna, "look", ahead=3 * DAY, media_ids=ids)
    assert [item["id"] for item in waiting["media_attachments"]] == waiting["params"]["media_ids"] == ids
    for other in ({"media_ids": ids[:1]}, {"media_ids": ids[:1], "scheduled_at": at(a_moot, DAY)}):
        assert (await a_moot.call("POST", STATUSES, anna, json={"status": "x", **other})).status_code == 422
    assert (await a_moot.call("DELETE", f"/api/v1/media/{ids[0]}", anna)).status_code == 422
    await every(a_moot, 2 * DAY)
    assert all(path.exists() for path in paths)
    await every(a_moot, DAY + MINUTE)
    [status] = await said_by(a_moot, anna)
    assert [item["id"] for item in status["media_attachments"]] == ids


async def test_what_is_called_off_frees_its_files(a_moot: Moot, tmp_path: Path) -> None:
    anna = await a_moot.member()
    (used, kept), (left, gone) = [await some_media(a_moot, anna, tmp_path) for _ in range(2)]
    waiting = await schedule(a_moot, anna, ahead=9 * DAY, media_ids=[str(used), str(left)])
    await every(a_moot, 2 * DAY)
    await a_moot.ok("DELETE", f"{SCHEDULED}/{waiting['id']}", anna)
    await every(a_moot, HOUR)
    await a_moot.post(anna, "look", media_ids=[str(used)])
    assert all(path.exists() for path in gone)
    await every(a_moot, DAY + HOUR)
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in kept)


async def keyed(moot: Moot, by: Member, when: str) -> Json:
    body, headers = {"status": "x", "scheduled_at": when}, {"Idempotency-Key": "the same"}
    found: Json = await moot.ok("POST", STATUSES, by, json=body, headers=headers)
    return found


async def test_a_repeated_call_finds_what_the_first_one_made(a_moot: Moot) -> None:
    anna = await a_moot.member()
    when = at(a_moot, 20 * MINUTE)
    first = await keyed(a_moot, anna, when)
    assert await keyed(a_moot, anna, when) == await keyed(a_moot, anna, "") == first
    assert first["params"]["idempotency"] == "the same"
    await every(a_moot, 21 * MINUTE)
    [status] = await said_by(a_moot, anna)
    for again in (when, at(a_moot, HOUR)):
        assert (await keyed(a_moot, anna, again))["id"] == status["id"]
    assert await a_moot.ok("GET", SCHEDULED, anna) == []
    await a_moot.ok("DELETE", f"{STATUSES}/{status['id']}", anna)
    anew = await keyed(a_moot, anna, at(a_moot, HOUR))
    await a_moot.ok("DELETE", f"{SCHEDULED}/{anew['id']}", anna)
    assert check(await keyed(a_moot, anna, ""), "Status") == []


async def test_a_key_used_anew_swallows_no_post(a_moot: Moot) -> None:
    anna = await a_moot.member()
    await keyed(a_moot, anna, at(a_moot, 3 * HOUR))
    await every(a_moot, 2 * HOUR + 30 * MINUTE)
    await keyed(a_moot, anna, "")
    await every(a_moot, 31 * MINUTE)
    assert len(await said_by(a_moot, anna)) == 2


@pytest.mark.parametrize("lost", ["deleted", "blocked"])
async def test_an_answer_to_what_is_gone_answers_nothing(a_moot: Moot, lost: str) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    parent = await a_moot.post(berta, "what then?")
    await schedule(a_moot, anna, "well", in_reply_to_id=parent["id"])
    if lost == "deleted":
        await a_moot.ok("DELETE", f"{STATUSES}/{parent['id']}", berta)
    else:
        await block(a_moot, berta, anna)
    await every(a_moot, HOUR + MINUTE)
    [status] = await said_by(a_moot, anna)
    assert (status["content"], status["in_reply_to_id"]) == ("<p>well</p>", None)
    assert status["in_reply_to_account_id"] is None


async def test_who_may_not_post_by_then_posts_nothing(a_moot: Moot, tmp_path: Path) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    media_id, paths = await some_media(a_moot, anna, tmp_path)
    await schedule(a_moot, anna, media_ids=[str(media_id)])
    await schedule(a_moot, berta)
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set disabled_at = $1 where account_id = $2"), work.now, anna.id)
    await every(a_moot, HOUR + MINUTE)
    assert await said_by(a_moot, anna) == []
    assert len(await said_by(a_moot, berta)) == 1
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from scheduled_post")) == 0
    await every(a_moot, DAY + HOUR)
    assert not any(path.exists() for path in paths)
