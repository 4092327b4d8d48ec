"""Dealing with reports through the client API."""

from typing import Any

import pytest

from folkmoot.features import auth, site
from folkmoot.features.site import RuleText
from tests.conformance.entities import check
from tests.support.moot import Member, Moot

PATH = "/api/v1/admin/reports"
VERBS = ("assign_to_self", "unassign", "resolve", "reopen")


@pytest.fixture
async def mona(a_moot: Moot) -> Member:
    return await a_moot.member("mona", role="moderator")


async def report(moot: Moot, by: Member, about: Member, **fields: Any) -> str:
    filed = await moot.ok("POST", "/api/v1/reports", by, json={"account_id": str(about.id), **fields})
    return str(filed["id"])


async def listed(moot: Moot, by: Member, **params: str) -> list[str]:
    found = await moot.ok("GET", PATH, by, params=params)
    assert [fault for item in found for fault in check(item, "Admin::Report")] == []
    return [item["id"] for item in found]


async def change(moot: Moot, by: Member, report_id: str, verb: str) -> dict[str, Any]:
    changed: dict[str, Any] = await moot.ok("POST", f"{PATH}/{report_id}/{verb}", by)
    assert check(changed, "Admin::Report") == []
    return changed


async def acts(moot: Moot) -> list[str]:
    lines = await auth.acts(await moot.ground.read(), 2**63 - 1, 100)
    return [f"{line.act} {line.target} {line.detail}".strip() for line in lines if not line.act.startswith("role:")]


async def test_a_report_is_shown_with_all_it_is_about(a_moot: Moot, mona: Member) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with a_moot.ground.work() as work:
        rule = await site.add_rule(work, RuleText("Be kind", ""))
    direct = await a_moot.post(berta, "for @anna alone", visibility="direct")
    filed = await report(a_moot, anna, berta, status_ids=[direct["id"]], rule_ids=[str(rule.id)], comment="Look")
    found = await a_moot.ok("GET", f"{PATH}/{filed}", mona)
    assert check(found, "Admin::Report") == []
    assert (found["account"]["username"], found["target_account"]["email"]) == ("anna", "berta@example.org")
    assert [item["id"] for item in found["statuses"]] == [direct["id"]]
    assert (found["rules"][0]["text"], found["comment"]) == ("Be kind", "Look")
    assert (found["assigned_account"], found["action_taken_by_account"]) == (None, None)


async def test_looking_at_private_posts_is_written_down_once_a_day(a_moot: Moot, mona: Member) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    direct, public = await a_moot.post(berta, "for @anna", visibility="direct"), await a_moot.post(berta, "for all")
    filed = await report(a_moot, anna, berta, status_ids=[direct["id"], public["id"]])
    for _ in range(2):
        await a_moot.ok("GET", f"{PATH}/{filed}", mona)
        await listed(a_moot, mona)
    assert await acts(a_moot) == [f"look report:{filed} {direct['id']}"]
    assert (await a_moot.call("GET", f"/api/v1/statuses/{direct['id']}", mona)).status_code == 404
    await a_moot.ok("DELETE", f"/api/v1/statuses/{direct['id']}", berta)
    shown = await a_moot.ok("GET", f"{PATH}/{filed}", mona)
    assert [status["id"] for status in shown["statuses"]] == [public["id"]]


async def test_a_reported_boost_is_shown_with_what_it_boosts(a_moot: Moot, mona: Member) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    said = await a_moot.post(anna, "mine")
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{said['id']}/reblog", berta)
    filed = await report(a_moot, anna, berta, status_ids=[boost["id"]])
    await a_moot.ok("POST", f"/api/v1/admin/accounts/{anna.id}/action", mona, json={"type": "suspend"})
    (shown,) = (await a_moot.ok("GET", f"{PATH}/{filed}", mona))["statuses"]
    assert shown["reblog"]["id"] == said["id"]


async def test_reports_are_listed_by_state_and_people(a_moot: Moot, mona: Member) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    first, second = await report(a_moot, anna, berta), await report(a_moot, berta, anna)
    assert await listed(a_moot, mona) == [second, first]
    assert await listed(a_moot, mona, account_id=str(anna.id)) == [first]
    assert await listed(a_moot, mona, target_account_id=str(anna.id)) == [second]
    assert await listed(a_moot, mona, target_account_id="x") == []
    await change(a_moot, mona, first, "resolve")
    assert await listed(a_moot, mona) == [second]
    assert await listed(a_moot, mona, resolved="true") == [first]
    page = await a_moot.call("GET", PATH, mona, params={"limit": "1"})
    assert f"max_id={second}" in page.headers["link"]


async def test_a_report_is_taken_on_closed_and_opened_again(a_moot: Moot, mona: Member) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    filed = await report(a_moot, anna, berta)
    assert (await change(a_moot, mona, filed, "assign_to_self"))["assigned_account"]["username"] == "mona"
    await change(a_moot, mona, filed, "assign_to_self")
    assert (await change(a_moot, mona, filed, "unassign"))["assigned_account"] is None
    closed = await change(a_moot, mona, filed, "resolve")
    assert (closed["action_taken"], closed["action_taken_by_account"]["username"]) == (True, "mona")
    assert closed["updated_at"] > closed["created_at"]
    opened = await change(a_moot, mona, filed, "reopen")
    assert (opened["action_taken"], opened["action_taken_at"], opened["action_taken_by_account"]) == (False, None, None)
    assert await acts(a_moot) == [f"{act} report:{filed}" for act in ("reopen", "resolve", "unassign", "assign")]


async def test_a_report_is_sorted_anew(a_moot: Moot, mona: Member) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with a_moot.ground.work() as work:
        rule = str((await site.add_rule(work, RuleText("Be kind", ""))).id)
    path = f"{PATH}/{await report(a_moot, anna, berta)}"
    steps: list[tuple[dict[str, Any], str, list[str]]] = [
        ({"category": "spam"}, "spam", []), ({}, "spam", []), ({"rule_ids": [rule]}, "violation", [rule]),
        ({"category": "violation"}, "violation", [rule]), ({"category": "legal"}, "legal", []),
    ]  # fmt: skip
    for fields, category, rules in steps:
        changed = await a_moot.ok("PUT", path, mona, json=fields)
        assert (changed["category"], [item["id"] for item in changed["rules"]]) == (category, rules)
    for wrong in ({"category": "dull"}, {"category": "violation"}, {"rule_ids": ["1"]}):
        assert (await a_moot.call("PUT", path, mona, json=wrong)).status_code == 422
    assert (await a_moot.ok("GET", path, mona))["category"] == "legal"


async def _attempts(moot: Moot, by: Member, report_id: str) -> set[int]:
    answers = [await moot.call("POST", f"{PATH}/{report_id}/{verb}", by) for verb in VERBS]
    return {answer.status_code for answer in [*answers, await moot.call("PUT", f"{PATH}/{report_id}", by)]}


async def test_only_those_who_look_after_reports_may(a_moot: Moot, mona: Member) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    filed = await report(a_moot, anna, berta)
    narrow = await a_moot.member("nora", role="owner", scopes="admin:read:accounts admin:write:accounts")
    for by in (anna, narrow):
        assert (await a_moot.call("GET", PATH, by)).status_code == 403
        assert (await a_moot.call("GET", f"{PATH}/{filed}", by)).status_code == 403
        assert await _attempts(a_moot, by, filed) == {403}
    for unknown in (a_moot.never(), "x"):
        assert (await a_moot.call("GET", f"{PATH}/{unknown}", mona)).status_code == 404
        assert await _attempts(a_moot, mona, unknown) == {404}
    assert await acts(a_moot) == []


async def test_nobody_is_judge_in_their_own_cause(a_moot: Moot, mona: Member) -> None:
    filed = await report(a_moot, await a_moot.member("anna"), mona)
    assert await _attempts(a_moot, mona, filed) == {403}
    assert await listed(a_moot, await a_moot.member("olga", role="admin")) == [filed]


async def test_staff_do_not_learn_who_complains_about_them(a_moot: Moot, mona: Member) -> None:
    anna, olga = await a_moot.member("anna"), await a_moot.member("olga", role="admin")
    filed = await report(a_moot, anna, mona, comment="She bullies newcomers")
    await a_moot.run_jobs()
    assert (await listed(a_moot, olga), await listed(a_moot, mona)) == ([filed], [])
    assert await listed(a_moot, mona, target_account_id=str(mona.id)) == []
    assert (await a_moot.call("GET", f"{PATH}/{filed}", mona)).status_code == 404
    assert (await a_moot.call("GET", f"{PATH}/{filed}", olga)).status_code == 200
    told = {by.name: await a_moot.ok("GET", "/api/v1/notifications", by) for by in (mona, olga)}
    kinds = {name: [item["type"] for item in items if item["type"] == "admin.report"] for name, items in told.items()}
    assert kinds == {"mona": [], "olga": ["admin.report"]}
