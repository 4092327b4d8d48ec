"""The staff's view of accounts, and acting on them, through the client API."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from folkmoot.features import auth, moderation
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support.moot import Member, Moot
from tests.support.standing import unapproved

V1, V2 = "/api/v1/admin/accounts", "/api/v2/admin/accounts"
ACTIONS = ("none", "disable", "sensitive", "silence", "suspend")
UNDOING = ("enable", "unsensitive", "unsilence", "unsuspend")


@pytest.fixture
async def mona(a_moot: Moot) -> Member:
    return await a_moot.member("mona", role="moderator")


@pytest.fixture
async def olga(a_moot: Moot) -> Member:
    return await a_moot.member("olga", role="owner")


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    return await a_moot.member("anna")


async def remote(moot: Moot, name: str = "rita", domain: str = "elsewhere.example") -> int:
    """Have an account of another server known here; returns its id."""
    async with moot.ground.work() as work:
        account_id = work.new_id()
        await work.db.run(
            Sql("""
            insert into account (id, username, username_key, domain, uri, url, created_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            """),
            account_id, name, name, domain, f"https://{domain}/users/{name}", f"https://{domain}/@{name}", work.now,
        )  # fmt: skip
    return account_id


async def view(moot: Moot, by: Member, account_id: int) -> dict[str, Any]:
    found: dict[str, Any] = await moot.ok("GET", f"{V1}/{account_id}", by)
    assert check(found, "Admin::Account") == []
    return found


async def names(moot: Moot, by: Member, path: str = V2, **params: Any) -> list[str]:
    """The names of those who are found, held against the documentation."""
    found = await moot.ok("GET", path, by, params=params)
    assert [fault for item in found for fault in check(item, "Admin::Account")] == []
    return [item["username"] for item in found]


async def act(moot: Moot, by: Member, whom: int, kind: str, **fields: Any) -> None:
    assert await moot.ok("POST", f"{V1}/{whom}/action", by, json={"type": kind, **fields}) == {}


async def change(moot: Moot, by: Member, whom: int, verb: str) -> dict[str, Any]:
    changed: dict[str, Any] = await moot.ok("POST", f"{V1}/{whom}/{verb}", by)
    assert check(changed, "Admin::Account") == []
    return changed


async def log(moot: Moot) -> list[tuple[int | None, str, str]]:
    lines = await auth.acts(await moot.ground.read(), 2**63 - 1, 100)
    return [(line.account_id, line.act, line.target) for line in lines if not line.act.startswith("role:")]


async def warnings(moot: Moot, who: Member) -> list[dict[str, Any]]:
    await moot.run_jobs()
    found = await moot.ok("GET", "/api/v1/notifications", who, params={"types[]": "moderation_warning"})
    assert [fault for item in found for fault in check(item, "Notification")] == []
    return [item["moderation_warning"] for item in found]


def letters(moot: Moot) -> list[str]:
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in _outbox(moot)]
    return [f"{letter['To']}\n{letter['Subject']}\n{letter.get_content()}" for letter in found]


def _outbox(moot: Moot) -> list[Path]:
    return [path for path in (moot.ground.folder / moot.ground.config.mail.outbox).rglob("*") if path.is_file()]


async def test_staff_see_what_a_member_said_at_the_door(a_moot: Moot, mona: Member, anna: Member) -> None:
    async with a_moot.ground.work() as work:
        await auth.open_session(work, anna.id, address="198.51.100.7")
    found = await view(a_moot, mona, anna.id)
    assert (found["email"], found["ip"], found["role"]["id"]) == ("anna@example.org", "198.51.100.7", "-99")
    assert (found["confirmed"], found["approved"], found["disabled"]) == (True, True, False)
    assert [item["ip"] for item in found["ips"]] == ["198.51.100.7"]
    other = await view(a_moot, mona, await remote(a_moot))
    assert (other["domain"], other["email"], other["ips"]) == ("elsewhere.example", "", [])
    assert (await a_moot.call("GET", f"{V1}/{a_moot.never()}", mona)).status_code == 404


async def test_accounts_are_found_by_what_they_are(a_moot: Moot, mona: Member, olga: Member, anna: Member) -> None:
    await unapproved(a_moot, "wanda")
    await remote(a_moot)
    for name, kind in (("dora", "disable"), ("sina", "silence"), ("susi", "suspend"), ("cora", "sensitive")):
        await act(a_moot, olga, (await a_moot.member(name)).id, kind)
    everybody = await names(a_moot, mona)
    assert everybody == await names(a_moot, mona, V1)
    assert set(everybody) == {"mona", "olga", anna.name, "wanda", "rita", "dora", "sina", "susi", "cora"}
    for status, expected in (("pending", ["wanda"]), ("disabled", ["dora"]), ("silenced", ["sina"])):
        assert await names(a_moot, mona, status=status) == expected
        assert await names(a_moot, mona, V1, **{status: "true"}) == expected
    assert await names(a_moot, mona, status="suspended") == ["susi"]
    assert await names(a_moot, mona, V1, sensitized="true") == ["cora"]
    assert set(await names(a_moot, mona, status="active")) == {"cora", "sina", "rita", "anna", "olga", "mona"}
    assert await names(a_moot, mona, origin="remote") == ["rita"] == await names(a_moot, mona, V1, remote="true")
    assert set(await names(a_moot, mona, V1, local="true", staff="true")) == {"olga", "mona"}
    assert set(await names(a_moot, mona, permissions="staff")) == {"olga", "mona"}
    assert await names(a_moot, mona, **{"role_ids[]": "1"}) == ["mona"]


async def test_accounts_are_found_by_name_address_and_inviter(a_moot: Moot, mona: Member, anna: Member) -> None:
    await remote(a_moot, "anna_o")
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", anna, json={"display_name": "100% Anna"})
    async with a_moot.ground.work() as work:
        await auth.open_session(work, anna.id, address="2001:db8::1")
        await work.db.run(
            Sql("insert into invite (id, code_hash, account_id, created_at) values (5, $1, $2, 1)"), b"x", mona.id
        )
        await work.db.run(Sql("update local_user set invite_id = 5 where account_id = $1"), anna.id)
    assert set(await names(a_moot, mona, username="ANN")) == {"anna", "anna_o"}
    assert await names(a_moot, mona, username="anna_") == ["anna_o"]
    assert await names(a_moot, mona, display_name="100%") == ["anna"]
    assert await names(a_moot, mona, display_name="1%") == []
    assert await names(a_moot, mona, by_domain="Elsewhere.example") == ["anna_o"]
    assert await names(a_moot, mona, email="Anna@example.org") == ["anna"]
    assert await names(a_moot, mona, ip="2001:db8::1") == ["anna"]
    assert await names(a_moot, mona, invited_by=str(mona.id)) == ["anna"]
    assert await names(a_moot, mona, invited_by="x") == []
    assert (await view(a_moot, mona, anna.id))["invited_by_account_id"] == str(mona.id)


async def test_the_list_is_paged(a_moot: Moot, mona: Member, anna: Member) -> None:
    first = await a_moot.call("GET", V2, mona, params={"limit": "1"})
    assert [item["username"] for item in first.json()] == [anna.name]
    older = await a_moot.http.get(first.links["next"]["url"], headers=mona.headers)
    assert [item["username"] for item in older.json()] == ["mona"]
    assert await names(a_moot, mona, min_id=str(mona.id), limit="1") == [anna.name]


async def test_a_disabled_member_is_stopped_at_once_and_let_in_again(a_moot: Moot, mona: Member, anna: Member) -> None:
    home = "/api/v1/timelines/home"
    await a_moot.ok("GET", home, anna)
    async with a_moot.ground.work() as work:
        _, secret = await auth.open_session(work, anna.id)
    await act(a_moot, mona, anna.id, "disable")
    assert (await a_moot.call("GET", home, anna)).status_code == 403
    assert await auth.session_of(await a_moot.ground.read(), secret, a_moot.clock()) is None
    assert (await view(a_moot, mona, anna.id))["disabled"]
    assert not (await change(a_moot, mona, anna.id, "enable"))["disabled"]
    await a_moot.ok("GET", home, anna)
    other = await remote(a_moot)
    assert (await a_moot.call("POST", f"{V1}/{other}/action", mona, json={"type": "disable"})).status_code == 422
    assert (await a_moot.call("POST", f"{V1}/{other}/enable", mona)).status_code == 403


async def test_posts_of_a_sensitive_account_are_covered(a_moot: Moot, mona: Member, anna: Member) -> None:
    path = f"/api/v1/statuses/{(await a_moot.post(anna, 'hello'))['id']}"
    assert not (await a_moot.ok("GET", path, mona))["sensitive"]
    await act(a_moot, mona, anna.id, "sensitive")
    assert (await a_moot.ok("GET", path, mona))["sensitive"]
    assert (await a_moot.post(anna, "later"))["sensitive"]
    assert not (await change(a_moot, mona, anna.id, "unsensitive"))["sensitized"]
    assert not (await a_moot.ok("GET", path, mona))["sensitive"]


async def test_a_silenced_account_is_kept_from_strangers(a_moot: Moot, mona: Member, anna: Member) -> None:
    await a_moot.post(anna, "hello")
    public = "/api/v1/timelines/public"
    assert len(await a_moot.ok("GET", public, mona)) == 1
    await act(a_moot, mona, anna.id, "silence")
    assert await a_moot.ok("GET", public, mona) == []
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}"))["limited"]
    assert not (await change(a_moot, mona, anna.id, "unsilence"))["silenced"]
    assert len(await a_moot.ok("GET", public, mona)) == 1


async def test_a_suspended_account_is_gone_until_it_comes_back(a_moot: Moot, mona: Member, anna: Member) -> None:
    berta = await a_moot.member("berta")
    path = f"/api/v1/statuses/{(await a_moot.post(anna, 'hello'))['id']}"
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", berta)
    assert len(await a_moot.ok("GET", "/api/v1/timelines/home", berta)) == 1
    await act(a_moot, mona, anna.id, "suspend")
    assert (await a_moot.call("GET", path, berta)).status_code == 404
    assert await a_moot.ok("GET", "/api/v1/timelines/home", berta) == []
    assert (await a_moot.call("GET", "/api/v1/timelines/home", anna)).status_code == 403
    assert (await view(a_moot, mona, anna.id))["suspended"]
    assert not (await change(a_moot, mona, anna.id, "unsuspend"))["suspended"]
    assert (await a_moot.ok("GET", path, berta))["content"] == "<p>hello</p>"
    assert len(await a_moot.ok("GET", "/api/v1/timelines/home", berta)) == 1
    await a_moot.ok("GET", "/api/v1/timelines/home", anna)
    assert (await a_moot.call("POST", f"{V1}/{anna.id}/unsuspend", mona)).status_code == 403


async def test_its_owner_is_told_of_each_decision(a_moot: Moot, mona: Member, anna: Member) -> None:
    async with a_moot.ground.work() as work:
        await auth.change_locale(work, anna.id, "de")
    await act(a_moot, mona, anna.id, "none", text="Please be kind")
    await act(a_moot, mona, anna.id, "silence", send_email_notification=False)
    told = await warnings(a_moot, anna)
    assert sorted((item["action"], item["text"], item["status_ids"]) for item in told) == [
        ("none", "Please be kind", None), ("silence", "", None),
    ]  # fmt: skip
    assert told[0]["target_account"]["acct"] == "anna"
    (letter,) = letters(a_moot)
    assert letter.startswith("anna@example.org\nEine Nachricht der Moderation")
    assert "Please be kind" in letter
    assert "mona" not in letter + str(told)
    assert await warnings(a_moot, mona) == []


@pytest.mark.parametrize("action", ACTIONS)
async def test_there_is_a_letter_for_each_decision(a_moot: Moot, mona: Member, anna: Member, action: str) -> None:
    await act(a_moot, mona, anna.id, action)
    await a_moot.run_jobs()
    (letter,) = letters(a_moot)
    assert "@anna" in letter
    assert "{" not in letter


async def test_a_decision_answers_reports_and_stands_in_the_log(a_moot: Moot, mona: Member, anna: Member) -> None:
    berta = await a_moot.member("berta")
    said = await a_moot.post(anna, "buy")
    fields = {"account_id": str(anna.id), "status_ids": [said["id"]]}
    first, second = [await a_moot.ok("POST", "/api/v1/reports", berta, json=fields) for _ in range(2)]
    await act(a_moot, mona, anna.id, "none", report_id=first["id"], text="No advertising")
    (warning,) = await warnings(a_moot, anna)
    assert warning["status_ids"] == [said["id"]]
    waiting = await a_moot.ok("GET", "/api/v1/admin/reports", mona)
    assert [item["id"] for item in waiting] == [second["id"]]
    await act(a_moot, mona, anna.id, "suspend")
    assert await a_moot.ok("GET", "/api/v1/admin/reports", mona) == []
    target = f"account:{anna.id}"
    assert await log(a_moot) == [(mona.id, "suspend", target), (mona.id, "none", target)]
    other = {"type": "none", "report_id": second["id"]}
    assert (await a_moot.call("POST", f"{V1}/{berta.id}/action", mona, json=other)).status_code == 404
    strikes = await moderation.strikes_of(await a_moot.ground.read(), anna.id, (2**63 - 1, 0, 10, False))
    assert [(strike.action, strike.report_ids) for strike in strikes] == [("suspend", []), ("none", [int(first["id"])])]


@pytest.mark.parametrize(
    ("status", "fields"),
    [
        (422, {}),
        (422, {"type": "banish"}),
        (422, {"type": "none", "text": "x" * 5_001}),
        (404, {"type": "none", "report_id": "1"}),
        (404, {"type": "none", "warning_preset_id": "1"}),
    ],
)
async def test_what_cannot_be_done_is_refused(
    a_moot: Moot, mona: Member, anna: Member, status: int, fields: dict[str, str]
) -> None:
    answer = await a_moot.call("POST", f"{V1}/{anna.id}/action", mona, json=fields)
    assert (answer.status_code, check(answer.json(), "Error")) == (status, [])
    assert (await a_moot.call("POST", f"{V1}/{a_moot.never()}/action", mona, json={"type": "none"})).status_code == 404
    assert await warnings(a_moot, anna) == []
    assert await log(a_moot) == []


async def test_applications_are_accepted_or_refused(a_moot: Moot, mona: Member, anna: Member) -> None:
    wanda, wim = await unapproved(a_moot, "wanda"), await unapproved(a_moot, "wim")
    assert (await change(a_moot, mona, wanda, "approve"))["approved"]
    assert (await change(a_moot, mona, wim, "reject"))["username"] == "wim"
    await a_moot.run_jobs()
    assert (await a_moot.call("GET", f"{V1}/{wim}", mona)).status_code == 404
    for verb in ("approve", "reject"):
        assert (await a_moot.call("POST", f"{V1}/{anna.id}/{verb}", mona)).status_code == 403
        assert (await a_moot.call("POST", f"{V1}/{wim}/{verb}", mona)).status_code == 404
    assert await log(a_moot) == [(mona.id, "reject", f"account:{wim}"), (mona.id, "approve", f"account:{wanda}")]


async def test_only_what_is_suspended_is_erased(a_moot: Moot, mona: Member, olga: Member, anna: Member) -> None:
    path = f"{V1}/{anna.id}"
    assert (await a_moot.call("DELETE", path, olga)).status_code == 403
    await act(a_moot, mona, anna.id, "suspend", text="spam")
    assert (await a_moot.call("DELETE", path, mona)).status_code == 403
    erased = await a_moot.ok("DELETE", path, olga)
    assert (erased["username"], check(erased, "Admin::Account")) == ("anna", [])
    assert (await a_moot.call("POST", f"{path}/unsuspend", olga)).status_code == 403
    assert (await a_moot.call("DELETE", path, olga)).status_code == 403
    await a_moot.run_jobs()
    assert (await a_moot.call("GET", path, olga)).status_code == 404
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from strike")) == 0


async def _attempts(moot: Moot, by: Member, whom: int) -> set[int]:
    """Try everything on an account; returns the statuses."""
    answers = [await moot.call("POST", f"{V1}/{whom}/action", by, json={"type": kind}) for kind in ACTIONS]
    answers += [await moot.call("POST", f"{V1}/{whom}/{verb}", by) for verb in (*UNDOING, "approve", "reject")]
    return {answer.status_code for answer in [*answers, await moot.call("DELETE", f"{V1}/{whom}", by)]}


async def test_nobody_acts_on_their_equals_their_betters_or_themselves(
    a_moot: Moot, mona: Member, olga: Member
) -> None:
    other = await a_moot.member("moritz", role="moderator")
    for whom in (mona, other, olga):
        assert await _attempts(a_moot, mona, whom.id) == {403}
    assert await _attempts(a_moot, olga, olga.id) == {403}
    assert await log(a_moot) == []
    await act(a_moot, olga, mona.id, "disable")
    assert (await a_moot.call("GET", V2, mona)).status_code == 403


async def test_it_takes_the_permission_and_the_scope(a_moot: Moot, anna: Member) -> None:
    async with a_moot.ground.work() as work:
        await work.db.run(
            Sql("insert into role (id, name, permissions, position) values (77, 'reader', $1, 50)"),
            int(auth.Permission.MANAGE_REPORTS),
        )
    reader = await a_moot.member("rea", role="reader")
    berta = await a_moot.member("berta")
    for by in (berta, reader):
        for path in (V1, V2, f"{V1}/{anna.id}"):
            assert (await a_moot.call("GET", path, by)).status_code == 403
        assert await _attempts(a_moot, by, anna.id) == {403}
    narrow = await a_moot.member("nora", role="owner", scopes="read write admin:read:accounts admin:write:reports")
    assert await names(a_moot, narrow, username="anna") == ["anna"]
    assert await _attempts(a_moot, narrow, anna.id) == {403}
