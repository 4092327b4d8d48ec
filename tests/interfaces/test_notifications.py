"""Notifications through the client API: what is told, to whom, and what takes it away again."""

from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from folkmoot.features import auth
from tests.conformance.entities import check
from tests.support.moot import Member, Moot

PATH = "/api/v1/notifications"


async def told(moot: Moot, member: Member, **params: Any) -> list[dict[str, Any]]:
    """Carry out what is due and return the member's notifications, held against the documentation."""
    await moot.run_jobs()
    found: list[dict[str, Any]] = await moot.ok("GET", PATH, member, params=params)
    assert [fault for item in found for fault in check(item, "Notification")] == []
    return found


def kinds(found: list[dict[str, Any]]) -> list[str]:
    return [item["type"] for item in found]


async def do(moot: Moot, by: Member, act: str, post: dict[str, Any], **fields: Any) -> Any:
    return await moot.ok("POST", f"/api/v1/statuses/{post['id']}/{act}", by, json=fields)


async def to(moot: Moot, by: Member, act: str, whom: Member, **fields: Any) -> None:
    await moot.ok("POST", f"/api/v1/accounts/{whom.id}/{act}", by, json=fields)


async def pair(moot: Moot) -> tuple[Member, Member]:
    return await moot.member("anna"), await moot.member("berta")


async def test_a_mention_is_told_with_its_status(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    posted = await a_moot.post(anna, "Hello @berta and @anna")
    (item,) = await told(a_moot, berta)
    assert (item["type"], item["account"]["acct"], item["status"]["id"]) == ("mention", "anna", posted["id"])
    assert item["group_key"] == f"ungrouped-{item['id']}"
    assert await told(a_moot, anna) == []


@pytest.mark.parametrize(
    ("act", "back", "kind"), [("favourite", "unfavourite", "favourite"), ("reblog", "unreblog", "reblog")]
)
async def test_a_mark_is_told_until_it_is_taken_back(a_moot: Moot, act: str, back: str, kind: str) -> None:
    anna, berta = await pair(a_moot)
    posted = await a_moot.post(anna, "mine")
    await do(a_moot, berta, act, posted)
    (item,) = await told(a_moot, anna)
    assert (item["type"], item["account"]["acct"], item["status"]["id"]) == (kind, "berta", posted["id"])
    await do(a_moot, berta, back, posted)
    assert await told(a_moot, anna) == []
    assert (await a_moot.call("GET", f"{PATH}/{item['id']}", anna)).status_code == 404
    await do(a_moot, berta, act, posted)
    (again,) = await told(a_moot, anna)
    assert int(again["id"]) > int(item["id"])


async def test_a_mark_taken_back_before_it_was_told_is_not_told(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    posted = await a_moot.post(anna, "mine")
    await do(a_moot, berta, "favourite", posted)
    await do(a_moot, berta, "unfavourite", posted)
    assert await told(a_moot, anna) == []


async def test_a_deleted_boost_takes_its_notification_along(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    boost = await do(a_moot, berta, "reblog", await a_moot.post(anna, "mine"))
    assert kinds(await told(a_moot, anna)) == ["reblog"]
    await a_moot.ok("DELETE", f"/api/v1/statuses/{boost['id']}", berta)
    assert await told(a_moot, anna) == []


async def test_a_deleted_post_takes_its_notifications_along(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    posted = await a_moot.post(anna, "to @berta")
    await do(a_moot, berta, "favourite", posted)
    assert kinds(await told(a_moot, berta)) == ["mention"]
    assert kinds(await told(a_moot, anna)) == ["favourite"]
    await a_moot.ok("DELETE", f"/api/v1/statuses/{posted['id']}", anna)
    assert await told(a_moot, berta) == await told(a_moot, anna) == []


async def test_a_follow_is_told_until_it_ends(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await to(a_moot, berta, "follow", anna)
    assert kinds(await told(a_moot, anna)) == ["follow"]
    await to(a_moot, berta, "unfollow", anna)
    assert await told(a_moot, anna) == []


@pytest.mark.parametrize(("answer", "left"), [("authorize", ["follow"]), ("reject", [])])
async def test_an_answered_request_is_told_no_more(a_moot: Moot, answer: str, left: list[str]) -> None:
    anna, berta = await a_moot.member("anna", locked=True), await a_moot.member("berta")
    await to(a_moot, berta, "follow", anna)
    assert kinds(await told(a_moot, anna)) == ["follow_request"]
    await a_moot.ok("POST", f"/api/v1/follow_requests/{berta.id}/{answer}", anna)
    assert kinds(await told(a_moot, anna)) == left


async def test_followers_may_ask_to_be_told_of_each_post(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    carl = await a_moot.member("carl")
    await to(a_moot, berta, "follow", anna, notify=True)
    await to(a_moot, carl, "follow", anna)
    first = await a_moot.post(anna, "news")
    await a_moot.post(anna, "more", in_reply_to_id=first["id"])
    others = await a_moot.post(carl, "hers")
    await a_moot.post(anna, "an answer to somebody else", in_reply_to_id=others["id"])
    await do(a_moot, anna, "reblog", others)
    await a_moot.post(anna, "a secret for @carl", visibility="direct")
    await a_moot.post(anna, "a word for @berta")
    assert kinds(await told(a_moot, berta)) == ["mention", "status", "status"]
    assert sorted(kinds(await told(a_moot, carl))) == ["mention", "reblog"]


async def test_languages_that_a_follower_left_out_are_not_told(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await to(a_moot, berta, "follow", anna, notify=True, languages=["de"])
    await a_moot.post(anna, "hello", language="en")
    await a_moot.post(anna, "hallo", language="de")
    (item,) = await told(a_moot, berta)
    assert item["status"]["language"] == "de"


async def test_an_edit_is_told_to_boosters_and_to_those_newly_mentioned(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    carl = await a_moot.member("carl")
    posted = await a_moot.post(anna, "first @carl")
    await do(a_moot, berta, "reblog", posted)
    (mention,) = await told(a_moot, carl)
    await a_moot.ok("POST", f"{PATH}/{mention['id']}/dismiss", carl)
    edit = f"/api/v1/statuses/{posted['id']}"
    await a_moot.ok("PUT", edit, anna, json={"status": "second @carl @berta"})
    assert kinds(await told(a_moot, carl)) == []
    mention, update = sorted(await told(a_moot, berta), key=lambda item: str(item["type"]))
    assert (mention["type"], update["type"]) == ("mention", "update")
    await a_moot.ok("PUT", edit, anna, json={"status": "third @carl @berta"})
    newer, same = await told(a_moot, berta)
    assert newer["type"] == "update"
    assert int(newer["id"]) > int(update["id"])
    assert same["id"] == mention["id"]


@pytest.mark.parametrize("act", ["block", "mute"])
async def test_those_who_are_shut_out_are_not_heard(a_moot: Moot, act: str) -> None:
    anna, berta = await pair(a_moot)
    mine = await a_moot.post(anna, "mine")
    await a_moot.post(berta, "before @anna")
    assert kinds(await told(a_moot, anna)) == ["mention"]
    await to(a_moot, anna, act, berta)
    assert await told(a_moot, anna) == []
    assert await a_moot.ok("GET", f"{PATH}/unread_count", anna) == {"count": 0}
    await a_moot.post(berta, "after @anna")
    if act == "mute":
        await do(a_moot, berta, "favourite", mine)
    assert await told(a_moot, anna) == []
    await to(a_moot, anna, f"un{act}", berta)
    assert kinds(await told(a_moot, anna)) == ["mention"]


async def test_those_who_shut_the_recipient_out_are_not_heard(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await a_moot.post(berta, "before @anna")
    assert kinds(await told(a_moot, anna)) == ["mention"]
    await to(a_moot, berta, "block", anna)
    await a_moot.post(berta, "after @anna")
    assert await told(a_moot, anna) == []


async def test_a_mute_may_let_notifications_through(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await to(a_moot, anna, "mute", berta, notifications=False)
    await a_moot.post(berta, "still @anna")
    assert kinds(await told(a_moot, anna)) == ["mention"]


async def test_a_muted_thread_is_silent(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    posted = await a_moot.post(anna, "a thread")
    await do(a_moot, anna, "mute", posted)
    await a_moot.post(berta, "@anna hello", in_reply_to_id=posted["id"])
    await do(a_moot, berta, "favourite", posted)
    assert await told(a_moot, anna) == []
    await do(a_moot, anna, "unmute", posted)
    await a_moot.post(berta, "@anna hello again", in_reply_to_id=posted["id"])
    assert kinds(await told(a_moot, anna)) == ["mention"]


async def test_a_post_that_was_closed_to_the_reader_is_not_shown(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    await to(a_moot, berta, "follow", anna, notify=True)
    await a_moot.post(anna, "for followers", visibility="private")
    assert kinds(await told(a_moot, berta)) == ["status"]
    await to(a_moot, berta, "unfollow", anna)
    assert await told(a_moot, berta) == []


async def test_a_remembered_page_follows_what_it_shows(a_moot: Moot) -> None:
    anna, berta = await pair(a_moot)
    posted = await a_moot.post(berta, "hello @anna")
    (item,) = await told(a_moot, anna)
    assert item["status"]["favourited"] is False
    await do(a_moot, anna, "favourite", posted)
    await a_moot.ok("PATCH", "/api/v1/accounts/update_credentials", berta, json={"display_name": "Berta B."})
    (item,) = await told(a_moot, anna)
    assert (item["status"]["favourited"], item["status"]["favourites_count"]) == (True, 1)
    assert item["account"]["display_name"] == item["status"]["account"]["display_name"] == "Berta B."
    await a_moot.ok("PUT", f"/api/v1/statuses/{posted['id']}", berta, json={"status": "goodbye @anna"})
    (item,) = await told(a_moot, anna)
    assert "goodbye" in item["status"]["content"]


async def some(moot: Moot) -> tuple[Member, Member, list[str]]:
    """Let berta mention anna three times, favourite and follow her; returns the ids, newest first."""
    anna, berta = await pair(moot)
    mine = await moot.post(anna, "mine")
    for number in range(3):
        await moot.post(berta, f"{number} @anna")
        await moot.run_jobs()
        moot.clock.advance(2)
    await do(moot, berta, "favourite", mine)
    await moot.run_jobs()
    moot.clock.advance(2)
    await to(moot, berta, "follow", anna)
    found = await told(moot, anna)
    assert kinds(found) == ["follow", "favourite", "mention", "mention", "mention"]
    return anna, berta, [item["id"] for item in found]


def link(response: httpx2.Response, relation: str) -> str:
    parts = urlsplit(response.links[relation]["url"])
    return f"{parts.path}?{parts.query}"


async def test_pages_lead_to_each_other(a_moot: Moot) -> None:
    anna, _, ids = await some(a_moot)
    first = await a_moot.call("GET", PATH, anna, params={"limit": 2, "exclude_types[]": ["poll"]})
    assert [item["id"] for item in first.json()] == ids[:2]
    second = await a_moot.call("GET", link(first, "next"), anna)
    assert [item["id"] for item in second.json()] == ids[2:4]
    back = await a_moot.call("GET", link(second, "prev"), anna)
    assert [item["id"] for item in back.json()] == ids[:2]
    newer = await a_moot.ok("GET", PATH, anna, params={"since_id": ids[3], "limit": 2})
    assert [item["id"] for item in newer] == ids[:2]
    nearest = await a_moot.ok("GET", PATH, anna, params={"min_id": ids[3], "limit": 2})
    assert [item["id"] for item in nearest] == ids[1:3]


async def test_a_list_may_be_narrowed(a_moot: Moot) -> None:
    anna, berta, _ = await some(a_moot)
    assert kinds(await told(a_moot, anna, **{"types[]": ["follow", "favourite"]})) == ["follow", "favourite"]
    assert kinds(await told(a_moot, anna, **{"exclude_types[]": ["mention"]})) == ["follow", "favourite"]
    both = {"types[]": ["mention", "follow"], "exclude_types[]": ["mention", "no such type"]}
    assert kinds(await told(a_moot, anna, **both)) == ["follow"]
    assert await told(a_moot, anna, **{"types[]": ["no such type"]}) == []
    assert len(await told(a_moot, anna, account_id=str(berta.id))) == 5
    assert await told(a_moot, anna, account_id=str(anna.id)) == []
    assert await told(a_moot, anna, account_id="nobody") == []
    assert len(await told(a_moot, anna, limit=1, include_filtered=True)) == 1


async def test_one_is_had_by_its_id_and_only_by_its_owner(a_moot: Moot) -> None:
    anna, berta, ids = await some(a_moot)
    item = await a_moot.ok("GET", f"{PATH}/{ids[0]}", anna)
    assert check(item, "Notification") == []
    assert item["type"] == "follow"
    for wrong in (ids[0], a_moot.never(), "x"):
        assert (await a_moot.call("GET", f"{PATH}/{wrong}", berta)).status_code == 404


async def test_notifications_are_put_away(a_moot: Moot) -> None:
    anna, berta, ids = await some(a_moot)
    assert (await a_moot.call("POST", f"{PATH}/{ids[0]}/dismiss", berta)).status_code == 404
    assert await a_moot.ok("POST", f"{PATH}/{ids[0]}/dismiss", anna) == {}
    assert (await a_moot.call("POST", f"{PATH}/{ids[0]}/dismiss", anna)).status_code == 404
    assert await a_moot.ok("POST", f"{PATH}/dismiss", anna, data={"id": ids[1]}) == {}
    assert [item["id"] for item in await told(a_moot, anna)] == ids[2:]
    assert await a_moot.ok("POST", f"{PATH}/clear", anna) == {}
    assert await told(a_moot, anna) == []


async def test_unread_is_what_is_newer_than_the_marker(a_moot: Moot) -> None:
    anna, _, ids = await some(a_moot)
    count = f"{PATH}/unread_count"
    assert await a_moot.ok("GET", count, anna) == {"count": 5}
    assert await a_moot.ok("GET", count, anna, params={"limit": 3}) == {"count": 3}
    assert await a_moot.ok("GET", count, anna, params={"types[]": "mention"}) == {"count": 3}
    await a_moot.ok("POST", "/api/v1/markers", anna, json={"notifications": {"last_read_id": ids[2]}})
    assert await a_moot.ok("GET", count, anna) == {"count": 2}


async def test_staff_are_told_of_sign_ups_while_they_are_staff(a_moot: Moot) -> None:
    mona, anna = await a_moot.member("mona", role="moderator"), await a_moot.member("anna")
    await a_moot.run_jobs()
    (item,) = await told(a_moot, mona)
    assert (item["type"], item["account"]["acct"]) == ("admin.sign_up", "anna")
    assert await told(a_moot, anna) == []
    async with a_moot.ground.work() as work:
        await auth.grant_role(work, mona.id, "", by=None)
    assert await told(a_moot, mona) == []


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [("GET", "", "read:statuses"), ("GET", "/unread_count", "read:statuses"), ("POST", "/clear", "read")],
)
async def test_scopes_are_demanded(a_moot: Moot, method: str, path: str, scope: str) -> None:
    anna = await a_moot.member("anna", scopes=scope)
    assert (await a_moot.call(method, PATH + path, anna)).status_code == 403
    assert (await a_moot.call(method, PATH + path)).status_code == 401
