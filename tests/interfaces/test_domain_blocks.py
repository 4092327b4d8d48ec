"""Blocking domains through the client API: what of a domain is hidden, who ceases to follow, and who is heard still."""

from typing import Any

import pytest

from folkmoot.features import relations
from folkmoot.features.relations import domains
from folkmoot.infra.db import Sql
from tests.support.moot import Member, Moot
from tests.support.ties import follow

PATH = "/api/v1/domain_blocks"
FAR = "far.example"


async def far(moot: Moot, name: str, domain: str = FAR) -> Member:
    """Make an account of another server, whose posts and acts come in like anybody's.

    They come by our own API, which gives them no addresses elsewhere: here answers are not held to have them.
    """
    moot.http.event_hooks = {}
    member = await moot.member(name)
    async with moot.ground.work() as work:
        await work.db.run(Sql("update account set domain = $1 where id = $2"), domain, member.id)
        work.touch("account", member.id)
    return member


async def block(moot: Moot, member: Member, domain: str = FAR) -> None:
    assert await moot.ok("POST", PATH, member, json={"domain": domain}) == {}
    await moot.run_jobs()


async def shown(moot: Moot, member: Member, path: str, **params: Any) -> list[str]:
    found = await moot.ok("GET", f"/api/v1/{path}", member, params=params)
    return [item["id"] for item in found]


async def test_the_list_holds_what_is_blocked(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    for domain in ("one.example", " TWO.Example. ", "bücher.example", "one.example"):
        await block(a_moot, anna, domain)
    assert await a_moot.ok("GET", PATH, anna) == ["xn--bcher-kva.example", "two.example", "one.example"]
    assert await a_moot.ok("GET", PATH, berta) == []
    first = await a_moot.call("GET", PATH, anna, params={"limit": 2})
    rest = await a_moot.call("GET", first.links["next"]["url"], anna)
    assert rest.json() == ["one.example"]
    assert await a_moot.ok("DELETE", PATH, anna, params={"domain": "TWO.example"}) == {}
    assert await a_moot.ok("DELETE", PATH, anna, json={"domain": "never.example"}) == {}
    assert await a_moot.ok("GET", PATH, anna) == ["xn--bcher-kva.example", "one.example"]


@pytest.mark.parametrize("domain", ["", "  ", "two words", "a/b", "a@b.example", "x" * 300, "ü" * 70 + ".example"])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_what_is_no_domain_is_refused(a_moot: Moot, method: str, domain: str) -> None:
    anna = await a_moot.member("anna")
    answer = await a_moot.call(method, PATH, anna, json={"domain": domain})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: Domain ")
    assert await a_moot.ok("GET", PATH, anna) == []


async def test_nobody_blocks_domains_without_end(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domains, "DOMAINS", 1)
    anna = await a_moot.member("anna")
    await block(a_moot, anna)
    await block(a_moot, anna)
    assert (await a_moot.call("POST", PATH, anna, json={"domain": "more.example"})).status_code == 422
    assert await a_moot.ok("GET", PATH, anna) == [FAR]


async def test_posts_of_the_domain_are_hidden(a_moot: Moot) -> None:
    anna, friend, stranger = await a_moot.member("anna"), await a_moot.member("friend"), await far(a_moot, "stranger")
    await follow(a_moot, anna, friend)
    await a_moot.ok("POST", "/api/v1/tags/leeks/follow", anna)
    asked = await a_moot.post(anna, "who grows leeks?")
    said = await a_moot.post(stranger, "I grow #leeks", in_reply_to_id=asked["id"])
    loud = await a_moot.post(stranger, "buy my #leeks")
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{loud['id']}/reblog", friend)
    places: list[tuple[str, dict[str, Any], set[str]]] = [
        ("timelines/public", {}, {loud["id"]}),
        ("timelines/tag/leeks", {}, {said["id"], loud["id"]}),
        ("timelines/home", {}, {said["id"], loud["id"]}),
        (f"accounts/{friend.id}/statuses", {}, {boost["id"]}),
    ]
    for path, params, hidden in places:
        assert hidden <= set(await shown(a_moot, anna, path, **params)), path
    await block(a_moot, anna)
    for path, params, hidden in [*places, ("timelines/home", {}, {boost["id"]})]:
        assert hidden.isdisjoint(await shown(a_moot, anna, path, **params)), path
    context = await a_moot.ok("GET", f"/api/v1/statuses/{asked['id']}/context", anna)
    assert context["descendants"] == []
    assert loud["id"] in await shown(a_moot, friend, "timelines/public")
    await a_moot.ok("DELETE", PATH, anna, json={"domain": FAR})
    for path, params, hidden in places:
        assert hidden <= set(await shown(a_moot, anna, path, **params)), path


async def test_search_does_not_find_them(a_moot: Moot) -> None:
    anna, stranger = await a_moot.member("anna"), await far(a_moot, "stranger")
    said = await a_moot.post(stranger, "rhubarb for @anna")
    await a_moot.run_jobs()
    query = {"q": "rhubarb", "type": "statuses"}
    found = await a_moot.ok("GET", "/api/v2/search", anna, params=query)
    assert [status["id"] for status in found["statuses"]] == [said["id"]]
    await block(a_moot, anna)
    assert (await a_moot.ok("GET", "/api/v2/search", anna, params=query))["statuses"] == []


async def test_notifications_are_neither_shown_nor_written(a_moot: Moot) -> None:
    anna, stranger = await a_moot.member("anna"), await far(a_moot, "stranger")
    await a_moot.post(stranger, "@anna one")
    await a_moot.post(stranger, "@anna in private", visibility="direct")
    await a_moot.run_jobs()
    assert len(await shown(a_moot, anna, "notifications")) == 2
    assert len(await shown(a_moot, anna, "conversations")) == 1
    await block(a_moot, anna)
    assert await shown(a_moot, anna, "notifications") == []
    assert await shown(a_moot, anna, "conversations") == []
    await a_moot.post(stranger, "@anna two")
    await a_moot.post(stranger, "@anna more in private", visibility="direct")
    await a_moot.run_jobs()
    await a_moot.ok("DELETE", PATH, anna, json={"domain": FAR})
    assert len(await shown(a_moot, anna, "notifications")) == 2


async def test_who_is_followed_is_heard_still(a_moot: Moot) -> None:
    anna, friend = await a_moot.member("anna"), await far(a_moot, "friend")
    await follow(a_moot, anna, friend)
    await block(a_moot, anna)
    said = await a_moot.post(friend, "@anna hello")
    await a_moot.run_jobs()
    for path in ("timelines/home", "timelines/public"):
        assert await shown(a_moot, anna, path) == [said["id"]]
    assert len(await shown(a_moot, anna, "notifications")) == 1


async def test_followers_of_the_domain_are_removed_and_stay_away(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.features.relations.jobs.REMOVED_AT_ONCE", 1)
    anna = await a_moot.member("anna")
    others = [await far(a_moot, f"far{number}") for number in range(3)]
    near = await far(a_moot, "near", "near.example")
    for follower in (*others[:2], near):
        await follow(a_moot, follower, anna)
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update account set locked = true where id = $1"), anna.id)
        work.touch("account", anna.id)
    await follow(a_moot, others[2], anna)
    await block(a_moot, anna)
    assert await shown(a_moot, anna, f"accounts/{anna.id}/followers") == [str(near.id)]
    assert await shown(a_moot, anna, "follow_requests") == []
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}"))["followers_count"] == 1
    for one, other in ((others[0], anna), (anna, others[0])):
        answer = await a_moot.call("POST", f"/api/v1/accounts/{other.id}/follow", one)
        assert answer.status_code == 403


async def test_a_block_ended_before_its_job_removes_nobody(a_moot: Moot) -> None:
    anna, follower = await a_moot.member("anna"), await far(a_moot, "follower")
    await follow(a_moot, follower, anna)
    for method in ("POST", "DELETE"):
        await a_moot.ok(method, PATH, anna, json={"domain": FAR})
    await a_moot.run_jobs()
    assert await shown(a_moot, anna, f"accounts/{anna.id}/followers") == [str(follower.id)]


async def test_relationships_say_so(a_moot: Moot) -> None:
    anna, stranger, berta = await a_moot.member("anna"), await far(a_moot, "stranger"), await a_moot.member("berta")
    await block(a_moot, anna)
    params = {"id[]": [str(stranger.id), str(berta.id)]}
    found = await a_moot.ok("GET", "/api/v1/accounts/relationships", anna, params=params)
    assert [item["domain_blocking"] for item in found] == [True, False]
    reader = await relations.audience(a_moot.ground, anna.id)
    assert await relations.of_blocked_domains(a_moot.ground, reader, [stranger.id, berta.id]) == {stranger.id}


async def test_scopes(a_moot: Moot) -> None:
    reader = await a_moot.member("reader", scopes="read:blocks")
    assert await a_moot.ok("GET", PATH, reader) == []
    for method in ("POST", "DELETE"):
        assert (await a_moot.call(method, PATH, reader, json={"domain": FAR})).status_code == 403
    assert (await a_moot.call("GET", PATH)).status_code == 401
