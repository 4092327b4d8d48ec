"""Policies for notifications and the requests they make: what is kept aside, dropped, accepted and dismissed."""

from typing import Any

import pytest

from folkmoot.features import notifications
from folkmoot.features.notifications import jobs
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support.moot import Member, Moot
from tests.support.ties import block, follow

POLICY = "/api/v2/notifications/policy"
REQUESTS = "/api/v1/notifications/requests"


async def let(moot: Moot, member: Member, **words: str) -> dict[str, Any]:
    """Change the member's policy; returns it, held against the documentation."""
    found: dict[str, Any] = await moot.ok("PATCH", POLICY, member, json=words)
    assert check(found, "NotificationPolicy") == []
    return found


async def kinds(moot: Moot, member: Member, **params: Any) -> list[str]:
    await moot.run_jobs()
    return [item["type"] for item in await moot.ok("GET", "/api/v1/notifications", member, params=params)]


async def waiting(moot: Moot, member: Member) -> list[dict[str, Any]]:
    """Return the member's requests, held against the documentation."""
    await moot.run_jobs()
    found: list[dict[str, Any]] = await moot.ok("GET", REQUESTS, member)
    assert [fault for item in found for fault in check(item, "NotificationRequest")] == []
    return found


async def pair(moot: Moot) -> tuple[Member, Member]:
    return await moot.member("anna"), await moot.member("berta")


async def test_a_policy_is_what_was_said_last(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    untouched = await a_moot.ok("GET", POLICY, anna)
    assert check(untouched, "NotificationPolicy") == []
    assert untouched["for_not_following"] == "accept"
    changed = await let(a_moot, anna, for_not_following="filter", for_limited_accounts="drop")
    assert {name for name in changed if changed[name] != untouched[name]} == {
        "for_not_following",
        "for_limited_accounts",
    }
    await let(a_moot, anna, for_new_accounts="drop")
    assert (await a_moot.ok("GET", POLICY, anna))["for_not_following"] == "filter"
    assert await a_moot.ok("GET", POLICY, berta) == untouched
    answer = await a_moot.call("PATCH", POLICY, anna, json={"for_new_accounts": "maybe"})
    assert answer.status_code == 422
    assert (await a_moot.ok("GET", POLICY, anna))["for_new_accounts"] == "drop"


async def test_strangers_are_kept_aside_as_requests(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    friend = await a_moot.member("carl")
    await follow(a_moot, anna, friend)
    await let(a_moot, anna, for_not_following="filter")
    await a_moot.post(berta, "@anna one")
    last = await a_moot.post(berta, "@anna two")
    await a_moot.post(friend, "@anna three")
    assert await kinds(a_moot, anna) == ["mention"]
    assert await kinds(a_moot, anna, include_filtered=True) == ["mention"] * 3
    (request,) = await waiting(a_moot, anna)
    assert (request["account"]["acct"], request["notifications_count"]) == ("berta", "2")
    assert request["last_status"]["id"] == last["id"]
    assert await a_moot.ok("GET", f"{REQUESTS}/{request['id']}", anna) == request
    summary = (await a_moot.ok("GET", POLICY, anna))["summary"]
    assert summary == {"pending_requests_count": 1, "pending_notifications_count": 2}
    assert await a_moot.ok("GET", "/api/v1/notifications/unread_count", anna) == {"count": 1}
    assert await a_moot.ok("GET", "/api/v2/notifications/unread_count", anna) == {"count": 1}
    grouped = await a_moot.ok("GET", "/api/v2/notifications", anna)
    assert len(grouped["notification_groups"]) == 1
    grouped = await a_moot.ok("GET", "/api/v2/notifications", anna, params={"include_filtered": "true"})
    assert len(grouped["notification_groups"]) == 3


async def test_what_is_dropped_never_is(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await let(a_moot, anna, for_not_following="drop", for_not_followers="filter")
    await a_moot.post(berta, "@anna")
    assert await kinds(a_moot, anna, include_filtered=True) == []
    assert await waiting(a_moot, anna) == []


async def test_each_word_judges_its_own(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await let(a_moot, anna, for_not_followers="filter")
    await a_moot.post(berta, "@anna a stranger")
    assert await kinds(a_moot, anna) == []
    await follow(a_moot, berta, anna)
    assert await kinds(a_moot, anna) == ["follow"]
    await a_moot.post(berta, "@anna a follower")
    assert await kinds(a_moot, anna) == ["mention", "follow"]
    await let(a_moot, anna, for_not_followers="accept", for_new_accounts="filter")
    await a_moot.post(berta, "@anna somebody new")
    assert len(await kinds(a_moot, anna)) == 2
    a_moot.clock.advance(31 * DAY)
    await a_moot.post(berta, "@anna no longer new")
    assert len(await kinds(a_moot, anna)) == 3


async def test_private_mentions_are_let_through_where_they_answer_the_member(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await let(a_moot, anna, for_private_mentions="filter")
    await a_moot.post(berta, "@anna out of nowhere", visibility="direct")
    await a_moot.post(berta, "@anna in public")
    assert await kinds(a_moot, anna) == ["mention"]
    asked = await a_moot.post(anna, "@berta well?", visibility="direct")
    answer = await a_moot.post(berta, "@anna well", visibility="direct", in_reply_to_id=asked["id"])
    await a_moot.post(berta, "@anna and more", visibility="direct", in_reply_to_id=answer["id"])
    assert await kinds(a_moot, anna) == ["mention"] * 3
    (request,) = await waiting(a_moot, anna)
    assert request["notifications_count"] == "1"


async def test_the_limited_are_kept_aside_unless_said_otherwise(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update account set silenced_at = $1 where id = $2"), work.now, berta.id)
        work.touch("account", berta.id)
    await a_moot.post(berta, "@anna")
    assert await kinds(a_moot, anna) == []
    assert len(await waiting(a_moot, anna)) == 1
    await let(a_moot, anna, for_limited_accounts="accept")
    await a_moot.post(berta, "@anna")
    assert await kinds(a_moot, anna) == ["mention"]


@pytest.mark.parametrize("many", [False, True])
async def test_accepting_merges_and_remembers(a_moot: Moot, many: bool) -> None:
    anna, berta = await pair(a_moot)
    await let(a_moot, anna, for_not_following="filter")
    await a_moot.post(berta, "@anna")
    (request,) = await waiting(a_moot, anna)
    assert await a_moot.ok("GET", f"{REQUESTS}/merged", anna) == {"merged": True}
    path = f"{REQUESTS}/accept" if many else f"{REQUESTS}/{request['id']}/accept"
    assert await a_moot.ok("POST", path, anna, json={"id": [request["id"]]} if many else None) == {}
    assert await a_moot.ok("GET", f"{REQUESTS}/merged", anna) == {"merged": False}
    assert await a_moot.ok("GET", REQUESTS, anna) == []
    assert await kinds(a_moot, anna) == ["mention"]
    assert await a_moot.ok("GET", f"{REQUESTS}/merged", anna) == {"merged": True}
    await let(a_moot, anna, for_not_following="drop")
    await a_moot.post(berta, "@anna again")
    assert await kinds(a_moot, anna) == ["mention", "mention"]
    assert (await a_moot.call("POST", f"{REQUESTS}/{request['id']}/accept", anna)).status_code == 404


@pytest.mark.parametrize("many", [False, True])
async def test_dismissing_removes_until_there_is_more(a_moot: Moot, many: bool) -> None:
    anna, berta = await pair(a_moot)
    await let(a_moot, anna, for_not_following="filter")
    await a_moot.post(berta, "@anna")
    (request,) = await waiting(a_moot, anna)
    path = f"{REQUESTS}/dismiss" if many else f"{REQUESTS}/{request['id']}/dismiss"
    assert await a_moot.ok("POST", path, anna, data={"id[]": [request["id"]]}) == {}
    assert await waiting(a_moot, anna) == []
    assert await kinds(a_moot, anna, include_filtered=True) == []
    await a_moot.post(berta, "@anna again")
    (newer,) = await waiting(a_moot, anna)
    assert (newer["notifications_count"], newer["id"] != request["id"]) == ("1", True)


async def test_requests_are_paged_and_belong_to_one_member(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await let(a_moot, anna, for_not_following="filter")
    for sender in (berta, await a_moot.member("carl"), await a_moot.member("dora")):
        await a_moot.post(sender, "@anna")
        await a_moot.run_jobs()
    whole = await waiting(a_moot, anna)
    assert [request["account"]["acct"] for request in whole] == ["dora", "carl", "berta"]
    answer = await a_moot.call("GET", REQUESTS, anna, params={"limit": 2})
    rest = await a_moot.call("GET", answer.links["next"]["url"], anna)
    assert answer.json() + rest.json() == whole
    newer = await a_moot.ok("GET", REQUESTS, anna, params={"min_id": whole[2]["id"], "limit": 1})
    assert newer == [whole[1]]
    path = f"{REQUESTS}/{whole[0]['id']}"
    for method, rest_of in (("GET", ""), ("POST", "/accept"), ("POST", "/dismiss")):
        assert (await a_moot.call(method, path + rest_of, berta)).status_code == 404
    assert await a_moot.ok("POST", f"{REQUESTS}/dismiss", berta, json={"id": [whole[0]["id"], "x"]}) == {}
    assert await waiting(a_moot, anna) == whole
    too_many = {"id": [str(number) for number in range(1, 300)]}
    for verb in ("accept", "dismiss"):
        assert (await a_moot.call("POST", f"{REQUESTS}/{verb}", anna, json=too_many)).status_code == 422


async def test_a_request_goes_with_what_it_holds(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await let(a_moot, anna, for_not_following="filter")
    posted = await a_moot.post(berta, "@anna")
    (request,) = await waiting(a_moot, anna)
    await a_moot.ok("DELETE", f"/api/v1/statuses/{posted['id']}", berta)
    assert await waiting(a_moot, anna) == []
    assert (await a_moot.call("GET", f"{REQUESTS}/{request['id']}", anna)).status_code == 404
    await a_moot.post(berta, "@anna")
    assert len(await waiting(a_moot, anna)) == 1
    await block(a_moot, anna, berta)
    assert await waiting(a_moot, anna) == []
    assert (await a_moot.ok("GET", POLICY, anna))["summary"]["pending_requests_count"] == 0


async def test_clearing_clears_requests_too(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await let(a_moot, anna, for_not_following="filter")
    await a_moot.post(berta, "@anna")
    await a_moot.run_jobs()
    await a_moot.ok("POST", "/api/v1/notifications/clear", anna)
    assert await waiting(a_moot, anna) == []


async def test_the_sweep_keeps_the_newest_of_each_sender(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "ASIDE_LIMIT", 2)
    anna, berta = await pair(a_moot)
    await let(a_moot, anna, for_not_following="filter")
    for text in ("@anna one", "@anna two", "@anna three"):
        await a_moot.post(berta, text)
    await a_moot.run_jobs()
    await jobs.sweep(a_moot.ground, None)
    (request,) = await waiting(a_moot, anna)
    assert request["notifications_count"] == "2"
    assert "three" in request["last_status"]["content"]


async def test_many_are_merged_in_several_transactions(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MERGED_AT_ONCE", 1)
    anna, berta = await pair(a_moot)
    await let(a_moot, anna, for_not_following="filter")
    for text in ("@anna one", "@anna two", "@anna three"):
        await a_moot.post(berta, text)
    (request,) = await waiting(a_moot, anna)
    await a_moot.ok("POST", f"{REQUESTS}/{request['id']}/accept", anna)
    assert await kinds(a_moot, anna) == ["mention"] * 3
    await jobs.merge(a_moot.ground, notifications.RequestAccepted(anna.id, berta.id))


async def test_scopes(a_moot: Moot) -> None:
    reader = await a_moot.member("reader", scopes="read:notifications")
    writer = await a_moot.member("writer", scopes="write:notifications")
    for path in (POLICY, REQUESTS, f"{REQUESTS}/merged"):
        assert (await a_moot.call("GET", path, writer)).status_code == 403
    assert (await a_moot.call("PATCH", POLICY, reader, json={})).status_code == 403
    assert (await a_moot.call("POST", f"{REQUESTS}/accept", reader, json={"id": []})).status_code == 403
