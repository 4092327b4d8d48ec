"""Who may see a post: every visibility, seen by everyone there can be, through every door."""

from typing import Any, NamedTuple

import pytest

from tests.conformance.entities import check
from tests.support.moot import Member, Moot
from tests.support.ties import block, follow, mute

PEOPLE = ("author", "follower", "mentioned", "stranger", "blocked", "blocker", "guest")
EVERYONE = {"author", "follower", "mentioned", "stranger", "blocker", "guest"}
SEES = {
    "public": EVERYONE,
    "unlisted": EVERYONE,
    "private": {"author", "follower", "mentioned"},
    "direct": {"author", "mentioned"},
}
VISIBILITIES = tuple(SEES)


class Scene(NamedTuple):
    moot: Moot
    cast: dict[str, Member | None]
    author: Member

    async def post(self, visibility: str, text: str = "between us #secret @mentioned", **fields: Any) -> str:
        found: str = (await self.moot.post(self.author, text, visibility=visibility, **fields))["id"]
        return found

    async def ids(self, path: str, by: str, **params: Any) -> list[str]:
        body = await self.moot.ok("GET", path, self.cast[by], params=params)
        assert [problem for status in body for problem in check(status, "Status")] == []
        return [status["id"] for status in body]


@pytest.fixture
async def scene(a_moot: Moot) -> Scene:
    members = {name: await a_moot.member(name) for name in PEOPLE[:-1]}
    author = members["author"]
    for name in ("follower", "mentioned", "blocked"):
        await follow(a_moot, members[name], author)
    await block(a_moot, author, members["blocked"])
    await block(a_moot, members["blocker"], author)
    return Scene(a_moot, {**members, "guest": None}, author)


@pytest.mark.parametrize("visibility", VISIBILITIES)
async def test_a_post_is_read_by_whom_it_is_for(scene: Scene, visibility: str) -> None:
    post_id = await scene.post(visibility)
    for name, member in scene.cast.items():
        wanted = 200 if name in SEES[visibility] else 404
        for path in ("", "/context", "/history", "/favourited_by", "/reblogged_by"):
            answer = await scene.moot.call("GET", f"/api/v1/statuses/{post_id}{path}", member)
            assert answer.status_code == wanted, (name, path, answer.text)
            if wanted == 404:
                assert answer.json() == {"error": "Record not found"}
        many = await scene.ids("/api/v1/statuses", name, **{"id[]": [post_id]})
        assert many == ([post_id] if wanted == 200 else [])


@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("verb", ["favourite", "bookmark", "mute", "reblog", "pin"])
async def test_nobody_touches_what_they_cannot_see(scene: Scene, visibility: str, verb: str) -> None:
    post_id = await scene.post(visibility)
    for name, member in scene.cast.items():
        if member is None or name in SEES[visibility]:
            continue
        answer = await scene.moot.call("POST", f"/api/v1/statuses/{post_id}/{verb}", member)
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"}), name
        reply = {"status": "hello", "in_reply_to_id": post_id}
        assert (await scene.moot.call("POST", "/api/v1/statuses", member, json=reply)).status_code == 404, name
    seen = await scene.moot.ok("GET", f"/api/v1/statuses/{post_id}", scene.author)
    assert (seen["favourites_count"], seen["reblogs_count"], seen["replies_count"]) == (0, 0, 0)


@pytest.mark.parametrize("visibility", VISIBILITIES)
async def test_only_open_posts_are_boosted_and_by_whom(scene: Scene, visibility: str) -> None:
    post_id = await scene.post(visibility)
    for name in SEES[visibility] - {"guest", "blocker"}:
        answer = await scene.moot.call("POST", f"/api/v1/statuses/{post_id}/reblog", scene.cast[name])
        may = visibility in ("public", "unlisted") or (visibility == "private" and name == "author")
        assert answer.status_code == (200 if may else 422), (name, answer.text)


@pytest.mark.parametrize("visibility", VISIBILITIES)
async def test_timelines_show_it_to_whom_it_is_for(scene: Scene, visibility: str) -> None:
    post_id = await scene.post(visibility)
    at_home = SEES[visibility] & {"author", "follower", "mentioned"}
    for name in scene.cast:
        if name != "guest":
            assert (post_id in await scene.ids("/api/v1/timelines/home", name)) == (name in at_home), name
        listed = visibility == "public" and name not in ("blocked", "blocker")
        for path in ("/api/v1/timelines/public", "/api/v1/timelines/tag/secret"):
            assert (post_id in await scene.ids(path, name)) == listed, (name, path)


@pytest.mark.parametrize("visibility", VISIBILITIES)
async def test_threads_show_only_what_each_reader_may_see(scene: Scene, visibility: str) -> None:
    """A public root, an answer of the given visibility, and a public answer to that."""
    root = await scene.post("public", "root")
    middle = await scene.post(visibility, "middle @mentioned", in_reply_to_id=root)
    leaf = await scene.post("public", "leaf", in_reply_to_id=middle)
    for name, member in scene.cast.items():
        if name == "blocked":
            continue
        hears = name != "blocker"
        sees = name in SEES[visibility] and hears
        below = await scene.moot.ok("GET", f"/api/v1/statuses/{root}/context", member)
        above = await scene.moot.ok("GET", f"/api/v1/statuses/{leaf}/context", member)
        assert check(below, "Context") == check(above, "Context") == []
        shown = [status["id"] for status in below["descendants"]]
        assert shown == ([middle] if sees else []) + ([leaf] if hears else []), name
        shown = [status["id"] for status in above["ancestors"]]
        assert shown == ([root] if hears else []) + ([middle] if sees else []), name


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private"])
async def test_a_quote_carries_nothing_to_those_who_may_not_see_it(scene: Scene, visibility: str) -> None:
    """The author quotes themselves, and somebody quotes that: each reader sees what they saw without the quotes."""
    quoted = await scene.post(visibility)
    told = "look @stranger @blocker @follower @mentioned"
    middle = await scene.post(visibility, told, quoted_status_id=quoted)
    listed = f"/api/v1/statuses/{quoted}/quotes"
    for name, member in scene.cast.items():
        sees_middle = name in SEES[visibility] or (name in {"stranger", "blocker"} and visibility == "private")
        answer = await scene.moot.call("GET", f"/api/v1/statuses/{middle}", member)
        assert answer.status_code == (200 if sees_middle else 404), name
        if sees_middle:
            assert check(answer.json(), "Status") == []
            _holds(answer.json(), quoted, seen=name in SEES[visibility], blocking=name == "blocker")
        for path in (
            f"/api/v1/statuses/{middle}/context",
            f"/api/v1/statuses/{middle}/history",
            "/api/v1/timelines/home",
        ):
            text = (await scene.moot.call("GET", path, member)).text
            assert name in SEES[visibility] or quoted not in text, (name, path)
        if name != "guest":
            code = (await scene.moot.call("GET", listed, member)).status_code
            assert code == (200 if name in SEES[visibility] else 404), name


def _holds(status: dict[str, Any], quoted: str, *, seen: bool, blocking: bool) -> None:
    if not seen:
        assert status["quote"] == {"state": "unauthorized", "quoted_status": None}
        assert quoted not in str(status)
        return
    assert status["quote"]["state"] == ("blocked_account" if blocking else "accepted")
    assert status["quote"]["quoted_status"]["id"] == quoted


async def test_a_quote_of_a_quote_tells_no_id_of_what_is_hidden(scene: Scene) -> None:
    """A member quotes the author, and another quotes that member: whom the author blocks sees both, and a gap."""
    follower, stranger = scene.cast["follower"], scene.cast["stranger"]
    assert follower is not None
    assert stranger is not None
    quoted = await scene.post("public")
    middle = (await scene.moot.post(follower, "so true", quoted_status_id=quoted))["id"]
    outer = (await scene.moot.post(stranger, "indeed", quoted_status_id=middle))["id"]
    boost = (await scene.moot.ok("POST", f"/api/v1/statuses/{outer}/reblog", follower))["id"]
    for name, member in scene.cast.items():
        for post_id in (middle, outer, boost):
            shown = await scene.moot.ok("GET", f"/api/v1/statuses/{post_id}", member)
            assert check(shown, "Status") == []
            assert (quoted in str(shown)) == (name != "blocked"), (name, post_id)
        if name == "blocked":
            shown = await scene.moot.ok("GET", f"/api/v1/statuses/{outer}", member)
            inner = shown["quote"]["quoted_status"]["quote"]
            assert inner == {"state": "unauthorized", "quoted_status_id": None}


async def test_a_boost_carries_nothing_to_those_whom_its_author_blocked(scene: Scene) -> None:
    booster = await scene.moot.member("booster")
    for name in ("follower", "blocked", "blocker"):
        who = scene.cast[name]
        assert who is not None
        await follow(scene.moot, who, booster)
    post_id = await scene.post("public")
    boost = await scene.moot.ok("POST", f"/api/v1/statuses/{post_id}/reblog", booster)
    assert check(boost, "Status") == []
    assert boost["id"] not in await scene.ids("/api/v1/timelines/home", "follower"), "the post itself stands there"
    for name in ("blocked", "blocker"):
        assert boost["id"] not in await scene.ids("/api/v1/timelines/home", name)
    assert (await scene.moot.call("GET", f"/api/v1/statuses/{boost['id']}", scene.cast["blocked"])).status_code == 404
    stranger = scene.cast["stranger"]
    assert stranger is not None
    await follow(scene.moot, stranger, booster)
    assert await scene.ids("/api/v1/timelines/home", "stranger") == [boost["id"]]


async def test_an_authors_own_boost_of_a_private_post_stays_private(scene: Scene) -> None:
    post_id = await scene.post("private", "for followers")
    boost = await scene.moot.ok("POST", f"/api/v1/statuses/{post_id}/reblog", scene.author)
    assert boost["visibility"] == "private"
    for name, member in scene.cast.items():
        wanted = 200 if name in ("author", "follower", "mentioned") else 404
        assert (await scene.moot.call("GET", f"/api/v1/statuses/{boost['id']}", member)).status_code == wanted, name
    people = await scene.moot.call("GET", f"/api/v1/statuses/{post_id}/reblogged_by", scene.cast["guest"])
    assert people.status_code == 404


async def test_a_boost_for_followers_only_names_nobody_to_others(scene: Scene) -> None:
    post_id = await scene.post("public")
    booster = await scene.moot.member("booster")
    path = f"/api/v1/statuses/{post_id}"
    boost = await scene.moot.ok("POST", f"{path}/reblog", booster, json={"visibility": "private"})
    assert (await scene.moot.call("GET", f"/api/v1/statuses/{boost['id']}", scene.author)).status_code == 404
    assert await scene.moot.ok("GET", f"{path}/reblogged_by", scene.author) == []


async def test_it_is_gone_for_a_follower_who_is_blocked_later(scene: Scene) -> None:
    post_id = await scene.post("private", "for followers")
    follower = scene.cast["follower"]
    assert follower is not None
    assert post_id in await scene.ids("/api/v1/timelines/home", "follower")
    await block(scene.moot, scene.author, follower)
    assert (await scene.moot.call("GET", f"/api/v1/statuses/{post_id}", follower)).status_code == 404
    assert await scene.ids("/api/v1/timelines/home", "follower") == []


async def test_one_who_mutes_can_still_read_by_id(scene: Scene) -> None:
    follower = scene.cast["follower"]
    assert follower is not None
    post_id = await scene.post("private", "for followers")
    await mute(scene.moot, follower, scene.author)
    assert await scene.ids("/api/v1/timelines/home", "follower") == []
    assert (await scene.moot.call("GET", f"/api/v1/statuses/{post_id}", follower)).status_code == 200


async def test_lists_of_marks_show_only_what_may_still_be_seen(scene: Scene) -> None:
    """Favourited and boosted while a follower, no longer visible after the follow ended."""
    follower = scene.cast["follower"]
    assert follower is not None
    post_id = await scene.post("private", "for followers")
    await scene.moot.ok("POST", f"/api/v1/statuses/{post_id}/favourite", follower)
    await block(scene.moot, scene.author, follower)
    listed = await scene.moot.call("GET", f"/api/v1/statuses/{post_id}/favourited_by", follower)
    assert listed.status_code == 404
