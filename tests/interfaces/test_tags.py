"""Tags: looked at, followed into the home timeline, and shown on profiles."""

import sys
from typing import Any
from urllib.parse import quote

import pytest

from folkmoot.features import relations
from folkmoot.features.relations import tags as tag_rules
from folkmoot.features.timelines import heads
from tests.conformance.entities import check
from tests.support.counting import counting
from tests.support.moot import BASE, Member, Moot
from tests.support.standing import suspend
from tests.support.ties import block, follow, mute, unblock, unfollow, unmute


async def tag(moot: Moot, act: str, by: Member | None = None, name: str = "Moss") -> dict[str, Any]:
    method = "POST" if act else "GET"
    body: dict[str, Any] = await moot.ok(method, f"/api/v1/tags/{quote(name)}{act and '/' + act}", by)
    assert check(body, "Tag") == []
    return body


async def home(moot: Moot, by: Member, **params: Any) -> list[str]:
    return [item["id"] for item in await moot.ok("GET", "/api/v1/timelines/home", by, params=params)]


async def followed(moot: Moot, by: Member, **params: Any) -> list[str]:
    body = await moot.ok("GET", "/api/v1/followed_tags", by, params=params)
    assert all(check(item, "Tag") == [] and item["following"] for item in body)
    return [item["name"] for item in body]


async def test_a_tag_as_anybody_and_as_a_member_sees_it(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    await a_moot.post(anna, "#Moss and #moss")
    await a_moot.post(berta, "#mOSS", visibility="unlisted")
    seen = await tag(a_moot, "")
    assert (seen["name"], seen["url"], seen["history"][0]["uses"]) == ("moss", f"{BASE}/tags/moss", "1")
    assert "following" not in seen
    assert "featuring" not in seen
    for act, following, featuring in (
        ("", False, False), ("follow", True, False), ("follow", True, False), ("feature", True, True),
        ("feature", True, True), ("unfollow", False, True), ("unfollow", False, True), ("unfeature", False, False),
        ("unfeature", False, False),
    ):  # fmt: skip
        seen = await tag(a_moot, act, anna)
        assert (seen["following"], seen["featuring"]) == (following, featuring), act
        assert (await tag(a_moot, "", berta))["following"] is False
    assert (await tag(a_moot, "", name="never"))["history"][0]["uses"] == "0"


@pytest.mark.parametrize("name", ["", "12345", "two words", "a-b", "@anna", "a" * 501, "\ufdfa" * 400, "#"])
async def test_what_cannot_be_a_tag_is_not_found(a_moot: Moot, name: str) -> None:
    anna = await a_moot.member()
    for method, act in (("GET", ""), ("POST", "/follow"), ("POST", "/feature")):
        answer = await a_moot.call(method, f"/api/v1/tags/{quote(name)}{act}", anna)
        assert answer.status_code in {404, 405, 414}, answer.text
    assert (await a_moot.call("POST", "/api/v1/featured_tags", anna, json={"name": name})).status_code == 422
    assert await followed(a_moot, anna) == []


async def test_every_spelling_is_the_same_tag(a_moot: Moot) -> None:
    anna = await a_moot.member()
    await tag(a_moot, "follow", anna, "ÄRGER")
    assert (await tag(a_moot, "", anna, "#ärger"))["following"] is True
    assert await followed(a_moot, anna) == ["ärger"]


async def test_followed_tags_are_paged(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    for name in ("one", "two", "three"):
        await tag(a_moot, "follow", anna, name)
    assert await followed(a_moot, anna) == ["three", "two", "one"]
    assert await followed(a_moot, berta) == []
    first = await a_moot.call("GET", "/api/v1/followed_tags?limit=2", anna)
    assert [item["name"] for item in first.json()] == ["three", "two"]
    rest = await a_moot.call("GET", first.links["next"]["url"], anna)
    assert [item["name"] for item in rest.json()] == ["one"]
    assert "next" not in rest.links
    back = await a_moot.call("GET", rest.links["prev"]["url"], anna)
    assert [item["name"] for item in back.json()] == ["three", "two"]
    async with counting(a_moot.ground) as few:
        await followed(a_moot, anna, limit=1)
    async with counting(a_moot.ground) as many:
        await followed(a_moot, anna)
    assert few.asked == many.asked


async def test_there_is_an_end_to_following(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tag_rules, "TAGS_LIMIT", 2)
    anna = await a_moot.member()
    for name in ("one", "two", "two"):
        await tag(a_moot, "follow", anna, name)
    assert (await a_moot.call("POST", "/api/v1/tags/three/follow", anna)).status_code == 422
    assert await followed(a_moot, anna) == ["two", "one"]


async def test_followed_tags_bring_public_posts_home(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    before = (await a_moot.post(berta, "green #moss"))["id"]
    assert await home(a_moot, anna) == []
    await tag(a_moot, "follow", anna)
    assert await home(a_moot, anna) == [before]
    for visibility in ("unlisted", "private", "direct"):
        await a_moot.post(berta, "hidden #moss", visibility=visibility)
    await a_moot.post(berta, "other #stones")
    reply = (await a_moot.post(berta, "soft #moss", in_reply_to_id=before))["id"]
    assert await home(a_moot, anna) == [reply, before]
    await a_moot.ok("PUT", f"/api/v1/statuses/{reply}", berta, json={"status": "no longer"})
    assert await home(a_moot, anna) == [before]
    await a_moot.ok("PUT", f"/api/v1/statuses/{reply}", berta, json={"status": "again #moss"})
    assert await home(a_moot, anna) == [reply, before]
    await a_moot.ok("DELETE", f"/api/v1/statuses/{before}", berta)
    assert await home(a_moot, anna) == [reply]
    await suspend(a_moot, berta)
    assert await home(a_moot, anna) == []
    await tag(a_moot, "unfollow", anna)
    await a_moot.post(anna, "mine, and that alone")
    assert len(await home(a_moot, anna)) == 1


async def test_whom_a_reader_shuns_no_tag_brings_back(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    await tag(a_moot, "follow", anna)
    said = [(await a_moot.post(berta, "#moss"))["id"]]
    for shun, relent in ((block, unblock), (mute, unmute)):
        assert await home(a_moot, anna) == said
        await shun(a_moot, anna, berta)
        assert await home(a_moot, anna) == []
        await relent(a_moot, anna, berta)
    await block(a_moot, berta, anna)
    assert await home(a_moot, anna) == []


async def test_what_comes_both_ways_comes_once(a_moot: Moot) -> None:
    anna, berta, carla = await a_moot.member(), await a_moot.member(), await a_moot.member()
    await follow(a_moot, anna, berta)
    await tag(a_moot, "follow", anna)
    await tag(a_moot, "follow", anna, "stones")
    both = (await a_moot.post(berta, "#moss on #stones"))["id"]
    mine = (await a_moot.post(anna, "my #moss"))["id"]
    theirs = (await a_moot.post(carla, "#stones"))["id"]
    await a_moot.ok("POST", f"/api/v1/statuses/{theirs}/reblog", berta)
    assert await home(a_moot, anna) == [theirs, mine, both]
    await unfollow(a_moot, anna, berta)
    assert await home(a_moot, anna) == [theirs, mine, both]


async def test_home_with_tags_pages_through_everything(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "TAIL", 4)
    monkeypatch.setattr(sys.modules["folkmoot.features.timelines.home"], "TAIL", 4)
    anna, berta, carla = await a_moot.member(), await a_moot.member(), await a_moot.member()
    await follow(a_moot, anna, berta)
    await tag(a_moot, "follow", anna)
    expected = []
    for number in range(5):
        expected.append((await a_moot.post(berta, f"{number} #moss" if number % 2 else str(number)))["id"])
        expected.append((await a_moot.post(carla, f"{number} #moss"))["id"])
        await a_moot.post(carla, "without")
    expected.reverse()
    assert await home(a_moot, anna) == expected
    for size in (1, 3, 7):
        down: list[str] = []
        while page := await home(a_moot, anna, limit=size, **({"max_id": down[-1]} if down else {})):
            down += page
        assert down == expected
        up: list[str] = []
        while page := await home(a_moot, anna, limit=size, min_id=up[0] if up else "1"):
            up = page + up
        assert up == expected
    assert await home(a_moot, anna, since_id=expected[3]) == expected[:3]


async def test_home_costs_those_without_tags_nothing(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    await tag(a_moot, "follow", berta)
    said = (await a_moot.post(anna, "#moss"))["id"]
    for reader in (anna, berta):
        assert await home(a_moot, reader) == [said]
    head = a_moot.ground.one(heads.Heads)
    audiences = [await relations.audience(a_moot.ground, member.id) for member in (anna, berta)]
    kept = [await head.of(audience, frozenset()) for audience in audiences]
    await a_moot.post(await a_moot.member(), "somewhere else")
    await a_moot.ground.read()
    assert await head.of(audiences[0], frozenset()) is kept[0]
    assert await head.of(audiences[1], frozenset()) is not kept[1]


async def test_search_says_which_tags_are_followed(a_moot: Moot) -> None:
    anna = await a_moot.member()
    await a_moot.post(anna, "#moss #mossy")
    await tag(a_moot, "follow", anna)
    found = await a_moot.ok("GET", "/api/v2/search", anna, params={"q": "moss", "type": "hashtags"})
    assert check(found, "Search") == []
    assert [(item["name"], item["following"]) for item in found["hashtags"]] == [("moss", True), ("mossy", False)]


async def test_featured_tags_count_open_posts(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    for visibility in ("public", "unlisted", "private", "direct"):
        await a_moot.post(anna, "#moss", visibility=visibility)
    await a_moot.post(berta, "#moss")
    made = await a_moot.ok("POST", "/api/v1/featured_tags", anna, data={"name": "#Moss"})
    assert check(made, "FeaturedTag") == []
    assert (made["name"], made["statuses_count"]) == ("moss", "2")
    assert made["url"] == f"{BASE}/@{anna.name}/tagged/moss"
    assert await a_moot.ok("POST", "/api/v1/featured_tags", anna, data={"name": "moss"}) == made
    other = await a_moot.ok("POST", "/api/v1/featured_tags", anna, data={"name": "stones"})
    assert check(other, "FeaturedTag") == []
    assert (other["statuses_count"], other["last_status_at"]) == ("0", None)
    assert await a_moot.ok("GET", "/api/v1/featured_tags", anna) == [made, other]
    for looker in (None, anna, berta):
        assert await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}/featured_tags", looker) == [made, other]
    assert (await a_moot.call("DELETE", f"/api/v1/featured_tags/{made['id']}", berta)).status_code == 404
    assert await a_moot.ok("DELETE", f"/api/v1/featured_tags/{made['id']}", anna) == {}
    assert (await a_moot.call("DELETE", f"/api/v1/featured_tags/{made['id']}", anna)).status_code == 404
    assert await a_moot.ok("GET", "/api/v1/featured_tags", anna) == [other]


async def test_featured_tags_are_kept_from_those_who_may_not_look(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    await tag(a_moot, "feature", anna)
    path = f"/api/v1/accounts/{anna.id}/featured_tags"
    await block(a_moot, anna, berta)
    assert await a_moot.ok("GET", path, berta) == []
    assert len(await a_moot.ok("GET", path)) == 1
    await suspend(a_moot, anna)
    assert await a_moot.ok("GET", path) == []
    assert (await a_moot.call("GET", f"/api/v1/accounts/{a_moot.never()}/featured_tags")).status_code == 404


async def test_there_is_an_end_to_featuring(a_moot: Moot) -> None:
    anna = await a_moot.member()
    limit = (await a_moot.ok("GET", "/api/v2/instance"))["configuration"]["accounts"]["max_featured_tags"]
    for number in range(limit):
        await tag(a_moot, "feature", anna, f"tag{number}")
    for path, body in (("/api/v1/tags/more/feature", {}), ("/api/v1/featured_tags", {"name": "more"})):
        assert (await a_moot.call("POST", path, anna, json=body)).status_code == 422
    assert len(await a_moot.ok("GET", "/api/v1/featured_tags", anna)) == limit


async def test_tags_used_of_late_are_suggested(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    await a_moot.post(berta, "#ferns")
    for words in ("#stones", "#moss #stones", "#bark"):
        await a_moot.post(anna, words)
    await a_moot.post(anna, "#secret", visibility="private")
    await tag(a_moot, "feature", anna)
    suggested = await a_moot.ok("GET", "/api/v1/featured_tags/suggestions", anna)
    assert all(check(item, "Tag") == [] for item in suggested)
    assert [item["name"] for item in suggested] == ["stones", "bark"]
