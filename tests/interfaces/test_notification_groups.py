"""Grouped notifications through the client API: what is shown as one, page by page, and put away as one."""

from typing import Any

import pytest

from folkmoot.infra.clock import HOUR
from tests.conformance.entities import check
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.ties import block, follow

PATH = "/api/v2/notifications"


async def told(moot: Moot, member: Member, **params: Any) -> dict[str, Any]:
    """Carry out what is due and return the member's groups, held against the documentation."""
    await moot.run_jobs()
    found: dict[str, Any] = await moot.ok("GET", PATH, member, params=params)
    assert check(found, "GroupedNotificationsResults") == []
    return found


async def do(moot: Moot, by: Member, act: str, post: dict[str, Any]) -> None:
    await moot.ok("POST", f"/api/v1/statuses/{post['id']}/{act}", by)


async def everyone_likes(moot: Moot, author: Member, *others: Member, text: str = "mine") -> dict[str, Any]:
    posted = await moot.post(author, text)
    for other in others:
        await do(moot, other, "favourite", posted)
        await moot.run_jobs()
    return posted


async def people(moot: Moot, *names: str) -> list[Member]:
    return [await moot.member(name) for name in names]


def summary(found: dict[str, Any]) -> list[tuple[str, int]]:
    return [(group["type"], group["notifications_count"]) for group in found["notification_groups"]]


async def test_favourites_of_one_post_are_one_group(a_moot: Moot) -> None:
    anna, berta, carl = await people(a_moot, "anna", "berta", "carl")
    posted = await everyone_likes(a_moot, anna, berta, carl)
    found = await told(a_moot, anna)
    (group,) = found["notification_groups"]
    assert (group["type"], group["notifications_count"], group["status_id"]) == ("favourite", 2, posted["id"])
    assert group["sample_account_ids"] == [str(carl.id), str(berta.id)]
    assert [account["id"] for account in found["accounts"]] == [str(carl.id), str(berta.id)]
    assert [status["id"] for status in found["statuses"]] == [posted["id"]]
    plain = await a_moot.ok("GET", "/api/v1/notifications", anna)
    assert {item["group_key"] for item in plain} == {group["group_key"]}
    assert group["most_recent_notification_id"] == group["page_max_id"] == plain[0]["id"]


async def test_different_things_are_different_groups_and_share_accounts(a_moot: Moot) -> None:
    anna, berta, carl = await people(a_moot, "anna", "berta", "carl")
    posted = await everyone_likes(a_moot, anna, berta, carl)
    for other in (berta, carl):
        await do(a_moot, other, "reblog", posted)
        await follow(a_moot, other, anna)
        await a_moot.run_jobs()
    await a_moot.post(berta, "@anna one")
    await a_moot.post(berta, "@anna two")
    found = await told(a_moot, anna)
    assert sorted(summary(found)) == [("favourite", 2), ("follow", 2), ("mention", 1), ("mention", 1), ("reblog", 2)]
    assert sorted(account["acct"] for account in found["accounts"]) == ["berta", "carl"]
    assert len(found["statuses"]) == 3
    alone = [group for group in found["notification_groups"] if group["type"] == "mention"]
    assert all(group["group_key"] == f"ungrouped-{group['page_max_id']}" for group in alone)


async def test_a_group_takes_in_what_happens_within_hours(a_moot: Moot) -> None:
    anna, berta, carl, dora = await people(a_moot, "anna", "berta", "carl", "dora")
    posted = await everyone_likes(a_moot, anna, berta)
    a_moot.clock.advance(5 * HOUR)
    await do(a_moot, carl, "favourite", posted)
    assert summary(await told(a_moot, anna)) == [("favourite", 2)]
    a_moot.clock.advance(8 * HOUR)
    await do(a_moot, dora, "favourite", posted)
    assert summary(await told(a_moot, anna)) == [("favourite", 1), ("favourite", 2)]


async def test_what_was_taken_back_is_not_counted(a_moot: Moot) -> None:
    anna, berta, carl = await people(a_moot, "anna", "berta", "carl")
    posted = await everyone_likes(a_moot, anna, berta, carl)
    await do(a_moot, carl, "unfavourite", posted)
    found = await told(a_moot, anna)
    assert summary(found) == [("favourite", 1)]
    assert found["notification_groups"][0]["sample_account_ids"] == [str(berta.id)]
    await block(a_moot, anna, berta)
    assert summary(await told(a_moot, anna)) == []


async def test_pages_hold_each_group_once(a_moot: Moot) -> None:
    anna, berta, carl = await people(a_moot, "anna", "berta", "carl")
    first = await everyone_likes(a_moot, anna, berta, text="first")
    second = await everyone_likes(a_moot, anna, berta, text="second")
    await everyone_likes(a_moot, anna, berta, carl, text="third")
    await do(a_moot, carl, "favourite", first)
    await a_moot.run_jobs()
    whole = (await told(a_moot, anna))["notification_groups"]
    assert [group["notifications_count"] for group in whole] == [2, 2, 1]
    assert [whole[0]["status_id"], whole[2]["status_id"]] == [first["id"], second["id"]]
    assert int(whole[0]["page_min_id"]) == int(whole[0]["page_max_id"]), "its older part is older than the page"
    seen: list[str] = []
    address: str | None = f"{PATH}?limit=1"
    while address:
        answer = await a_moot.call("GET", address, anna)
        page = answer.json()["notification_groups"]
        seen += [group["group_key"] for group in page]
        address = answer.links.get("next", {}).get("url") if page else None
    assert seen == [group["group_key"] for group in whole]
    newer = await told(a_moot, anna, min_id=whole[2]["page_max_id"], limit=1)
    assert [group["group_key"] for group in newer["notification_groups"]] == [whole[1]["group_key"]]
    fresh = await told(a_moot, anna, since_id=whole[1]["page_max_id"])
    assert [group["group_key"] for group in fresh["notification_groups"]] == [whole[0]["group_key"]]


async def test_clients_say_what_they_can_group(a_moot: Moot) -> None:
    anna, berta, carl = await people(a_moot, "anna", "berta", "carl")
    posted = await everyone_likes(a_moot, anna, berta, carl)
    for other in (berta, carl):
        await do(a_moot, other, "reblog", posted)
    found = await told(a_moot, anna, **{"grouped_types[]": "reblog"})
    assert summary(found) == [("reblog", 2), ("favourite", 1), ("favourite", 1)]
    keys = [group["group_key"] for group in found["notification_groups"]]
    assert [key.startswith("ungrouped-") for key in keys] == [False, True, True]
    single = await a_moot.ok("GET", f"{PATH}/{keys[1]}", anna)
    assert summary(single) == [("favourite", 1)]
    assert summary(await told(a_moot, anna, **{"exclude_types[]": "reblog"})) == [("favourite", 2)]
    assert summary(await told(a_moot, anna, account_id=str(berta.id))) == [("reblog", 1), ("favourite", 1)]


async def test_others_may_be_shown_in_part(a_moot: Moot) -> None:
    anna, berta, carl = await people(a_moot, "anna", "berta", "carl")
    await everyone_likes(a_moot, anna, berta, carl)
    found = await told(a_moot, anna, expand_accounts="partial_avatars")
    assert [account["acct"] for account in found["accounts"]] == ["carl"]
    assert [account["acct"] for account in found["partial_accounts"]] == ["berta"]
    assert "followers_count" not in found["partial_accounts"][0]
    answer = await a_moot.call("GET", PATH, anna, params={"expand_accounts": "none"})
    assert answer.status_code == 422


async def test_one_group_is_read_and_put_away_by_its_key(a_moot: Moot) -> None:
    anna, berta, carl = await people(a_moot, "anna", "berta", "carl")
    await everyone_likes(a_moot, anna, berta, carl)
    await a_moot.post(berta, "@anna")
    groups = (await told(a_moot, anna))["notification_groups"]
    for group, senders in zip(groups, (["berta"], ["carl", "berta"]), strict=True):
        path = f"{PATH}/{group['group_key']}"
        found = await a_moot.ok("GET", path, anna)
        assert check(found, "GroupedNotificationsResults") == []
        (shown,) = found["notification_groups"]
        assert shown["notifications_count"] == len(senders)
        assert "page_max_id" not in shown
        accounts = await a_moot.ok("GET", f"{path}/accounts", anna)
        assert [account["acct"] for account in accounts] == senders
        assert check(accounts[0], "Account") == []
        for method, rest in (("GET", ""), ("GET", "/accounts"), ("POST", "/dismiss")):
            assert (await a_moot.call(method, path + rest, berta)).status_code == 404
        assert await a_moot.ok("POST", f"{path}/dismiss", anna) == {}
        assert (await a_moot.call("GET", path, anna)).status_code == 404
        assert (await a_moot.call("POST", f"{path}/dismiss", anna)).status_code == 404
    assert summary(await told(a_moot, anna)) == []


@pytest.mark.parametrize("key", ["ungrouped-", "ungrouped-x", "nonsense", "ungrouped-99999999999999999999"])
async def test_keys_of_nothing_lead_nowhere(a_moot: Moot, key: str) -> None:
    anna = await a_moot.member("anna")
    for method, rest in (("GET", ""), ("GET", "/accounts"), ("POST", "/dismiss")):
        assert (await a_moot.call(method, f"{PATH}/{key}{rest}", anna)).status_code == 404


async def test_a_group_whose_post_is_hidden_is_not_shown(a_moot: Moot) -> None:
    anna, berta = await people(a_moot, "anna", "berta")
    await follow(a_moot, berta, anna)
    posted = await a_moot.post(anna, "for @berta", visibility="private")
    assert posted["visibility"] == "private"
    (group,) = (await told(a_moot, berta, **{"types[]": "mention"}))["notification_groups"]
    await a_moot.ok("DELETE", f"/api/v1/statuses/{posted['id']}", anna)
    assert (await a_moot.call("GET", f"{PATH}/{group['group_key']}", berta)).status_code == 404


async def test_unread_groups_are_counted_from_the_marker(a_moot: Moot) -> None:
    anna, berta, carl = await people(a_moot, "anna", "berta", "carl")
    first = await everyone_likes(a_moot, anna, berta, carl)
    await everyone_likes(a_moot, anna, berta, carl, text="more")
    count = f"{PATH}/unread_count"
    assert await a_moot.ok("GET", count, anna) == {"count": 2}
    assert await a_moot.ok("GET", count, anna, params={"limit": 1}) == {"count": 1}
    assert await a_moot.ok("GET", count, anna, params={"grouped_types[]": "follow"}) == {"count": 4}
    newest = (await told(a_moot, anna))["notification_groups"][0]["page_max_id"]
    await a_moot.ok("POST", "/api/v1/markers", anna, json={"notifications": {"last_read_id": newest}})
    assert await a_moot.ok("GET", count, anna) == {"count": 0}
    await do(a_moot, await a_moot.member("dora"), "favourite", first)
    await a_moot.run_jobs()
    assert await a_moot.ok("GET", count, anna) == {"count": 1}


async def test_a_page_costs_the_same_however_long_it_is(a_moot: Moot) -> None:
    anna, *others = await people(a_moot, "anna", "berta", "carl", "dora")
    costs = []
    for _ in range(2):
        for text in ("one", "two"):
            await everyone_likes(a_moot, anna, *others, text=text)
        async with counting(a_moot.ground) as counter:
            await a_moot.ok("GET", PATH, anna)
        costs.append(counter.asked)
    assert costs[0] == costs[1]


async def test_reading_asks_for_its_scope(a_moot: Moot) -> None:
    anna = await a_moot.member("anna", scopes="write:notifications")
    assert (await a_moot.call("GET", PATH, anna)).status_code == 403
    assert (await a_moot.call("GET", f"{PATH}/unread_count", anna)).status_code == 403
    assert (await a_moot.call("GET", PATH)).status_code == 401
