"""Reporting an account through the client API, and what staff are told of it."""

from typing import Any

import pytest

from folkmoot.features import site
from folkmoot.features.site import RuleText
from tests.conformance.entities import check
from tests.support.moot import Member, Moot

PATH = "/api/v1/reports"


async def report(moot: Moot, by: Member, **fields: Any) -> dict[str, Any]:
    """File a report; returns it, held against the documentation."""
    filed: dict[str, Any] = await moot.ok("POST", PATH, by, json=fields)
    assert check(filed, "Report") == []
    return filed


async def refused(moot: Moot, by: Member | None, **fields: Any) -> int:
    """File a report that must be refused; returns the status, after seeing that nothing was told."""
    answer = await moot.call("POST", PATH, by, json=fields)
    assert check(answer.json(), "Error") == []
    return answer.status_code


async def told(moot: Moot, staff: Member) -> list[dict[str, Any]]:
    await moot.run_jobs()
    params = {"types[]": "admin.report"}
    found: list[dict[str, Any]] = await moot.ok("GET", "/api/v1/notifications", staff, params=params)
    assert [fault for item in found for fault in check(item, "Notification")] == []
    return found


async def test_a_report_is_stored_and_told_to_staff(a_moot: Moot) -> None:
    mona = await a_moot.member("mona", role="moderator")
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    posted = await a_moot.post(berta, "buy now")
    filed = await report(
        a_moot, anna, account_id=str(berta.id), status_ids=[posted["id"]], comment=" spam! ", category="spam"
    )
    assert filed["target_account"]["acct"] == "berta"
    assert (filed["status_ids"], filed["rule_ids"]) == ([posted["id"]], None)
    assert (filed["comment"], filed["category"], filed["forwarded"]) == ("spam!", "spam", False)
    assert (filed["action_taken"], filed["action_taken_at"]) == (False, None)
    (item,) = await told(a_moot, mona)
    assert (item["account"]["acct"], item["report"]) == ("anna", filed)
    assert await told(a_moot, anna) == await told(a_moot, berta) == []


async def test_a_block_stands_not_between_staff_and_a_report(a_moot: Moot) -> None:
    mona = await a_moot.member("mona", role="moderator")
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/block", mona)
    await report(a_moot, anna, account_id=str(berta.id))
    assert len(await told(a_moot, mona)) == 1


async def test_staff_who_report_are_not_told_of_it(a_moot: Moot) -> None:
    mona, olga = await a_moot.member("mona", role="moderator"), await a_moot.member("olga", role="owner")
    berta = await a_moot.member("berta")
    await report(a_moot, mona, account_id=str(berta.id))
    assert await told(a_moot, mona) == []
    assert len(await told(a_moot, olga)) == 1


async def test_rules_make_it_a_violation(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with a_moot.ground.work() as work:
        rule = await site.add_rule(work, RuleText("Be kind", ""))
    filed = await report(a_moot, anna, account_id=str(berta.id), category="spam", rule_ids=[str(rule.id)], forward=True)
    assert (filed["category"], filed["rule_ids"], filed["forwarded"]) == ("violation", [str(rule.id)], False)


async def test_the_form_of_older_clients_is_understood(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    posted = await a_moot.post(berta, "hello")
    form = {"account_id": str(berta.id), "status_ids[]": posted["id"], "forward": "false"}
    filed = await a_moot.ok("POST", PATH, anna, data=form)
    assert (filed["category"], filed["status_ids"]) == ("other", [posted["id"]])


@pytest.mark.parametrize(
    "wrong",
    [
        {"comment": "x" * 1001},
        {"category": "boring"},
        {"category": "violation"},
        {"rule_ids": ["1"]},
        {"rule_ids": ["none of ours"]},
        {"status_ids": [str(number + 1) for number in range(101)]},
    ],
)
async def test_a_malformed_report_is_refused(a_moot: Moot, wrong: dict[str, Any]) -> None:
    mona = await a_moot.member("mona", role="moderator")
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    assert await refused(a_moot, anna, account_id=str(berta.id), **wrong) == 422
    assert await told(a_moot, mona) == []


async def test_one_cannot_report_oneself_or_nobody(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    assert await refused(a_moot, anna, account_id=str(anna.id)) == 422
    assert await refused(a_moot, anna, account_id=a_moot.never()) == 404
    assert await refused(a_moot, anna, account_id="x") == 404
    assert await refused(a_moot, anna) == 404
    assert await refused(a_moot, None, account_id=str(anna.id)) == 401


async def test_only_posts_of_the_account_that_the_reporter_sees_are_taken(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    own = await a_moot.post(anna, "mine")
    secret = await a_moot.post(berta, "for myself", visibility="private")
    direct = await a_moot.post(berta, "for @anna", visibility="direct")
    for post_id in (own["id"], secret["id"], a_moot.never(), "x"):
        assert await refused(a_moot, anna, account_id=str(berta.id), status_ids=[direct["id"], post_id]) == 404
    filed = await report(a_moot, anna, account_id=str(berta.id), status_ids=[direct["id"], direct["id"]])
    assert filed["status_ids"] == [direct["id"]]


async def test_a_boost_may_be_reported(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{(await a_moot.post(anna, 'mine'))['id']}/reblog", berta)
    filed = await report(a_moot, anna, account_id=str(berta.id), status_ids=[boost["id"]])
    assert filed["status_ids"] == [boost["id"]]


async def test_the_scope_is_demanded(a_moot: Moot) -> None:
    anna = await a_moot.member("anna", scopes="read write:statuses")
    assert await refused(a_moot, anna, account_id=a_moot.never()) == 403
