"""Filters through the client API: made, changed and ended in both versions, and what they say of what is shown."""

from typing import Any
from urllib.parse import urlencode

import pytest

from folkmoot.features import filters, media
from folkmoot.features.filters import rules
from folkmoot.features.media import store as media_store
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support.counting import counting
from tests.support.moot import Member, Moot

V1, V2 = "/api/v1/filters", "/api/v2/filters"
HOUR = 3_600


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    return await a_moot.member("anna")


@pytest.fixture
async def berta(a_moot: Moot) -> Member:
    return await a_moot.member("berta")


async def _made(moot: Moot, by: Member, *keywords: str, **fields: Any) -> dict[str, Any]:
    wanted = {
        "title": "Spiders", "context": ["home"],
        "keywords_attributes": [{"keyword": word, "whole_word": False} for word in keywords], **fields,
    }  # fmt: skip
    made: dict[str, Any] = await moot.ok("POST", V2, by, json=wanted)
    assert check(made, "Filter") == []
    return made


async def _filtered(moot: Moot, by: Member, status: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a member's filters say of a status."""
    shown = await moot.ok("GET", f"/api/v1/statuses/{status['id']}", by)
    assert check(shown, "Status") == []
    found: list[dict[str, Any]] = shown["filtered"]
    return found


def _words(made: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(item["keyword"], item["whole_word"]) for item in made["keywords"]]


async def test_a_filter_lives_and_ends(a_moot: Moot, anna: Member) -> None:
    made = await _made(a_moot, anna, "spider", filter_action="blur", expires_in=HOUR)
    assert (made["title"], made["context"], made["filter_action"]) == ("Spiders", ["home"], "blur")
    assert made["expires_at"] is not None
    path = f"{V2}/{made['id']}"
    assert await a_moot.ok("GET", V2, anna) == [made]
    assert await a_moot.ok("GET", path, anna) == made
    renamed = await a_moot.ok("PUT", path, anna, json={"title": "Legs"})
    assert renamed == {**made, "title": "Legs"}
    changed = await a_moot.ok("PUT", path, anna, json={"context": ["public", "home"], "filter_action": "hide"})
    assert (changed["context"], changed["filter_action"]) == (["public", "home"], "hide")
    for never in ({"json": {"expires_in": None}}, {"data": {"expires_in": ""}}):
        later = await a_moot.ok("PUT", path, anna, json={"expires_in": HOUR})
        assert later["expires_at"] > made["expires_at"]
        assert (await a_moot.ok("PUT", path, anna, **never))["expires_at"] is None
    assert await a_moot.ok("DELETE", path, anna) == {}
    assert (await a_moot.call("GET", path, anna)).status_code == 404
    assert await a_moot.ok("GET", V2, anna) == []


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FORMS: list[dict[str, Any]] = [
    {"json": {"keywords_attributes": [{"keyword": "foo", "whole_word": False}, {"keyword": "bar"}]}},
    {"json": {"keywords_attributes": {"0": {"keyword": "foo", "whole_word": "false"}, "1": {"keyword": "bar"}}}},
    {"data": {
        "keywords_attributes[0][keyword]": "foo", "keywords_attributes[0][whole_word]": "0",
        "keywords_attributes[1][keyword]": "bar", "keywords_attributes[1][whole_word]": "true",
    }},
    {"pairs": [
        ("keywords_attributes[][keyword]", "foo"), ("keywords_attributes[][whole_word]", "false"),
        ("keywords_attributes[][keyword]", "bar"), ("keywords_attributes[][whole_word]", "true"),
    ]},
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=["list", "hash", "indexed", "in a row"])
async def test_keywords_come_in_every_form(a_moot: Moot, anna: Member, form: dict[str, Any]) -> None:
    if "json" in form:
        form = {"json": {"title": "test", "context": ["public"], **form["json"]}}
    elif "data" in form:
        form = {"data": {"title": "test", "context[]": "public", **form["data"]}}
    else:
        form = {"content": urlencode([("title", "test"), ("context[]", "public"), *form["pairs"]]), "headers": FORM}
    made = await a_moot.ok("POST", V2, anna, **form)
    assert check(made, "Filter") == []
    assert _words(made) == [("foo", False), ("bar", True)]


async def test_keywords_are_changed_and_destroyed_with_their_filter(a_moot: Moot, anna: Member) -> None:
    made = await _made(a_moot, anna, "foo", "bar")
    foo, bar = (item["id"] for item in made["keywords"])
    asked = [
        ("keywords_attributes[][id]", foo), ("keywords_attributes[][_destroy]", "true"),
        ("keywords_attributes[][id]", bar), ("keywords_attributes[][keyword]", "baz"),
        ("keywords_attributes[][keyword]", "new"),
    ]  # fmt: skip
    changed = await a_moot.ok("PUT", f"{V2}/{made['id']}", anna, content=urlencode(asked), headers=FORM)
    assert _words(changed) == [("baz", False), ("new", True)]
    assert changed["keywords"][0]["id"] == bar
    unknown = [{"id": foo, "keyword": "gone"}]
    for method, path in (("PUT", f"{V2}/{made['id']}"), ("POST", V2)):
        wanted = {"title": "x", "context": ["home"], "keywords_attributes": unknown}
        assert (await a_moot.call(method, path, anna, json=wanted)).status_code == 404
    assert await a_moot.ok("GET", V2, anna) == [changed], "nothing of a refused change is stored"


async def test_keywords_one_by_one(a_moot: Moot, anna: Member) -> None:
    made = await _made(a_moot, anna)
    path = f"{V2}/{made['id']}/keywords"
    first = await a_moot.ok("POST", path, anna, data={"keyword": "some", "whole_word": "false"})
    assert check(first, "FilterKeyword") == []
    assert (first["keyword"], first["whole_word"]) == ("some", False)
    one = f"{V2}/keywords/{first['id']}"
    other = await a_moot.ok("PUT", one, anna, data={"keyword": "other", "whole_word": "true"})
    assert other == {"id": first["id"], "keyword": "other", "whole_word": True}
    assert await a_moot.ok("GET", one, anna) == other
    assert await a_moot.ok("GET", path, anna) == [other]
    for refused in ("", "   ", "x" * (rules.KEYWORD_LENGTH + 1)):
        for method, where in (("POST", path), ("PUT", one)):
            answer = await a_moot.call(method, where, anna, json={"keyword": refused})
            assert answer.status_code == 422, answer.text
    blank = await a_moot.call("POST", path, anna)
    assert blank.json() == {"error": "Validation failed: Keyword can't be blank"}
    assert await a_moot.ok("DELETE", one, anna) == {}
    assert (await a_moot.call("GET", one, anna)).status_code == 404
    assert await a_moot.ok("GET", path, anna) == []


async def test_posts_are_put_into_a_filter(a_moot: Moot, anna: Member, berta: Member) -> None:
    post, boosted = await a_moot.post(berta, "Dull"), await a_moot.post(berta, "Duller")
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{boosted['id']}/reblog", berta)
    secret = await a_moot.post(berta, "for nobody", visibility="direct")
    made = await _made(a_moot, anna)
    path = f"{V2}/{made['id']}/statuses"
    mark = await a_moot.ok("POST", path, anna, data={"status_id": post["id"]})
    assert check(mark, "FilterStatus") == []
    assert await a_moot.ok("POST", path, anna, data={"status_id": post["id"]}) == mark
    await a_moot.ok("POST", path, anna, json={"status_id": boosted["id"]})
    for unseen in (secret["id"], a_moot.never(), "x", ""):
        assert (await a_moot.call("POST", path, anna, json={"status_id": unseen})).status_code == 404
    [result] = await _filtered(a_moot, anna, post)
    assert (result["keyword_matches"], result["status_matches"]) == (None, [post["id"]])
    assert [item["status_matches"] for item in await _filtered(a_moot, anna, boost)] == [[boosted["id"]]]
    one = f"{V2}/statuses/{mark['id']}"
    assert await a_moot.ok("GET", one, anna) == mark
    assert len(await a_moot.ok("GET", path, anna)) == 2
    assert await a_moot.ok("DELETE", one, anna) == {}
    assert (await a_moot.call("GET", one, anna)).status_code == 404
    assert await _filtered(a_moot, anna, post) == []
    await a_moot.ok("DELETE", f"/api/v1/statuses/{boosted['id']}", berta)
    assert await a_moot.ok("GET", path, anna) == [], "a deleted post is in no filter"


async def test_matches_name_the_filter_and_the_keywords(a_moot: Moot, anna: Member, berta: Member) -> None:
    post = await a_moot.post(berta, "A SPIDER on a web", spoiler_text="eight legs")
    made = await _made(a_moot, anna, "spider", "legs", "ant")
    [result] = await _filtered(a_moot, anna, post)
    assert result == {
        "filter": {name: made[name] for name in ("id", "title", "context", "expires_at", "filter_action")},
        "keyword_matches": ["spider", "legs"],
        "status_matches": None,
    }
    assert await _filtered(a_moot, berta, post) == []
    assert "filtered" not in await a_moot.ok("GET", f"/api/v1/statuses/{post['id']}")


async def test_a_boost_and_a_description_of_a_picture_match_too(a_moot: Moot, anna: Member, berta: Member) -> None:
    async with a_moot.ground.work() as work:
        item = media.Media(
            work.new_id(), berta.id, None, 0, media.READY, "image", "a.png", "b.png", {}, "", "A tarantula",
            None, None, "", work.now,
        )  # fmt: skip
        await media_store.insert(work.db, item)
        await media_store.finish(work.db, item, 16)
    pictured = await a_moot.post(berta, "Look!", media_ids=[str(item.id)])
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{pictured['id']}/reblog", berta)
    await _made(a_moot, anna, "tarantula")
    shown = await a_moot.ok("GET", f"/api/v1/statuses/{boost['id']}", anna)
    assert check(shown, "Status") == []
    for each in (shown, shown["reblog"]):
        assert [item["keyword_matches"] for item in each["filtered"]] == [["tarantula"]]
    page = await a_moot.ok("GET", "/api/v1/timelines/public", anna)
    assert [bool(item["filtered"]) for item in page] == [True]


async def test_what_was_shown_follows_every_change(a_moot: Moot, anna: Member, berta: Member) -> None:
    post = await a_moot.post(berta, "spider")
    assert await _filtered(a_moot, anna, post) == []
    made = await _made(a_moot, anna, "spider")
    assert len(await _filtered(a_moot, anna, post)) == 1
    keyword = made["keywords"][0]["id"]
    for method, path, fields, expected in (
        ("PUT", f"{V2}/keywords/{keyword}", {"keyword": "ant"}, 0),
        ("POST", f"{V2}/{made['id']}/keywords", {"keyword": "spider"}, 1),
        ("PUT", f"{V2}/{made['id']}", {"expires_in": 60}, 1),
    ):
        await a_moot.ok(method, path, anna, json=fields)
        assert len(await _filtered(a_moot, anna, post)) == expected
    await a_moot.ok("PUT", f"/api/v1/statuses/{post['id']}", berta, json={"status": "moth"})
    assert await _filtered(a_moot, anna, post) == []
    await a_moot.ok("PUT", f"/api/v1/statuses/{post['id']}", berta, json={"status": "spider again"})
    assert len(await _filtered(a_moot, anna, post)) == 1
    a_moot.clock.advance(61_000)
    assert await _filtered(a_moot, anna, post) == []
    assert len(await a_moot.ok("GET", V2, anna)) == 1, "an expired filter stays, to be used again"
    await a_moot.ok("PUT", f"{V2}/{made['id']}", anna, json={"expires_in": None})
    assert len(await _filtered(a_moot, anna, post)) == 1
    await a_moot.ok("DELETE", f"{V2}/{made['id']}", anna)
    assert await _filtered(a_moot, anna, post) == []


async def test_notifications_carry_filters_as_they_are_now(a_moot: Moot, anna: Member, berta: Member) -> None:
    await a_moot.post(berta, "@anna a spider!")
    await a_moot.run_jobs()

    async def told() -> list[int]:
        return [len(item["status"]["filtered"]) for item in await a_moot.ok("GET", "/api/v1/notifications", anna)]

    assert await told() == [0]
    made = await _made(a_moot, anna, "spider", expires_in=60)
    assert await told() == [1]
    a_moot.clock.advance(61_000)
    assert await told() == [0]
    await a_moot.ok("PUT", f"{V2}/{made['id']}", anna, json={"expires_in": ""})
    assert await told() == [1]


async def test_nobody_reaches_the_filters_of_another(a_moot: Moot, anna: Member, berta: Member) -> None:
    post = await a_moot.post(berta, "x")
    made = await _made(a_moot, anna, "spider")
    mark = await a_moot.ok("POST", f"{V2}/{made['id']}/statuses", anna, json={"status_id": post["id"]})
    one, keyword = f"{V2}/{made['id']}", made["keywords"][0]["id"]
    before = await a_moot.ok("GET", one, anna)
    body = {"title": "x", "context": ["home"], "keyword": "x", "phrase": "x", "status_id": post["id"]}
    for path, methods in {
        one: ("GET", "PUT", "DELETE"), f"{one}/keywords": ("GET", "POST"), f"{one}/statuses": ("GET", "POST"),
        f"{V2}/keywords/{keyword}": ("GET", "PUT", "DELETE"), f"{V2}/statuses/{mark['id']}": ("GET", "DELETE"),
        f"{V1}/{keyword}": ("GET", "PUT", "DELETE"),
    }.items():  # fmt: skip
        for method in methods:
            answer = await a_moot.call(method, path, berta, **({"json": body} if method in {"PUT", "POST"} else {}))
            assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"}), (method, path)
    assert await a_moot.ok("GET", V1, berta) == await a_moot.ok("GET", V2, berta) == []
    assert await a_moot.ok("GET", one, anna) == before


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "Title can't be blank, Context can't be blank, Context None or invalid context supplied"),
    ({"title": "x", "context": ["moon"]}, "Context None or invalid context supplied"),
    ({"title": "x", "context": ["home"], "filter_action": "explode"}, "Action is not included in the list"),
    ({"title": "x" * (rules.TITLE_LENGTH + 1), "context": ["home"]}, "Title is too long"),
    ({"title": "x", "context": ["home"], "expires_in": -1}, "Expiry is out of range"),
    ({"title": "x", "context": ["home"], "expires_in": 10**15}, "Expiry is out of range"),
    ({"title": "x", "context": ["home"], "keywords_attributes": [{"whole_word": True}]}, "Keyword can't be blank"),
    ({"title": "x", "context": ["home"], "keywords_attributes": ["x"]}, "Keywords attributes must each be an object"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "sentence"), WRONG)
async def test_what_cannot_be_is_refused(a_moot: Moot, anna: Member, wanted: dict[str, Any], sentence: str) -> None:
    answer = await a_moot.call("POST", V2, anna, json=wanted)
    assert (answer.status_code, answer.json()["error"]) == (422, f"Validation failed: {sentence}")
    assert await a_moot.ok("GET", V2, anna) == []


@pytest.mark.parametrize(
    "wanted",
    [{"expires_in": "soon"}, {"context": 7}, {"title": ["x"]}, {"keywords_attributes": [{"keyword": {"a": 1}}]}],
)
async def test_what_cannot_be_read_is_refused(a_moot: Moot, anna: Member, wanted: dict[str, Any]) -> None:
    answer = await a_moot.call("POST", V2, anna, json={"title": "x", "context": ["home"], **wanted})
    assert answer.status_code in {400, 422}
    assert await a_moot.ok("GET", V2, anna) == []


async def test_there_is_an_end_to_filters(a_moot: Moot, anna: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit in (("FILTERS", 3), ("KEYWORDS", 2), ("ALL_KEYWORDS", 3), ("STATUSES", 1)):
        monkeypatch.setattr(rules, f"{name}_LIMIT", limit)
    first, second = await _made(a_moot, anna, "a", "b"), await _made(a_moot, anna, "c")

    async def refused(path: str, body: dict[str, Any]) -> bool:
        return (await a_moot.call("POST", path, anna, json=body)).status_code == 422

    assert await refused(f"{V2}/{first['id']}/keywords", {"keyword": "too many here"})
    assert await refused(f"{V2}/{second['id']}/keywords", {"keyword": "too many in all"})
    assert await refused(V1, {"phrase": "too many in all", "context": ["home"]})
    await _made(a_moot, anna)
    assert await refused(V2, {"title": "one more", "context": ["home"]})
    posts = [await a_moot.post(anna, "x") for _ in range(2)]
    await a_moot.ok("POST", f"{V2}/{first['id']}/statuses", anna, json={"status_id": posts[0]["id"]})
    assert await refused(f"{V2}/{first['id']}/statuses", {"status_id": posts[1]["id"]})
    swapped = [{"id": first["keywords"][0]["id"], "_destroy": True}]
    changed = await a_moot.ok("PUT", f"{V2}/{first['id']}", anna, json={"keywords_attributes": swapped})
    assert _words(changed) == [("b", False)]
    assert len(await a_moot.ok("GET", V2, anna)) == 3


async def test_older_apps_see_each_keyword_as_a_filter(a_moot: Moot, anna: Member) -> None:
    made = await _made(a_moot, anna, "a", "b", filter_action="hide")
    fields = {"phrase": "moth", "context": ["home", "thread"], "irreversible": False, "expires_in": HOUR}
    phrase = await a_moot.ok("POST", V1, anna, json=fields)
    assert check(phrase, "V1::Filter") == []
    assert (phrase["phrase"], phrase["irreversible"], phrase["whole_word"]) == ("moth", False, False)
    listed = await a_moot.ok("GET", V1, anna)
    assert all(check(item, "V1::Filter") == [] for item in listed)
    assert [(item["phrase"], item["irreversible"]) for item in listed] == [("a", True), ("b", True), ("moth", False)]
    path = f"{V1}/{phrase['id']}"
    changes = {"phrase": "moths", "context": ["public"], "irreversible": True, "whole_word": True, "expires_in": ""}
    changed = await a_moot.ok("PUT", path, anna, data={**changes, "irreversible": "true", "whole_word": "1"})
    assert (changed["phrase"], changed["context"], changed["expires_at"]) == ("moths", ["public"], None)
    assert await a_moot.ok("GET", path, anna) == changed
    [_, group] = await a_moot.ok("GET", V2, anna)
    assert (group["title"], group["filter_action"], _words(group)) == ("moths", "hide", [("moths", True)])
    assert await a_moot.ok("DELETE", path, anna) == {}
    assert (await a_moot.call("GET", path, anna)).status_code == 404
    assert [len(item["keywords"]) for item in await a_moot.ok("GET", V2, anna)] == [2, 0]
    assert made["id"] in {item["id"] for item in await a_moot.ok("GET", V2, anna)}


async def test_older_apps_change_only_the_words_of_a_filter_of_several(a_moot: Moot, anna: Member) -> None:
    made = await _made(a_moot, anna, "a", "b")
    path = f"{V1}/{made['keywords'][0]['id']}"
    for wanted in ({"context": ["public"]}, {"irreversible": True}, {"expires_in": HOUR}):
        body = {"phrase": "c", "context": ["home"], **wanted}
        assert (await a_moot.call("PUT", path, anna, json=body)).status_code == 422
    assert await a_moot.ok("GET", V2, anna) == [made]
    same = {"phrase": "c", "context": ["home"], "irreversible": False, "expires_in": None, "whole_word": True}
    assert (await a_moot.ok("PUT", path, anna, json=same))["phrase"] == "c"
    [group] = await a_moot.ok("GET", V2, anna)
    assert (group["title"], _words(group)) == ("Spiders", [("c", True), ("b", False)])


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"context": ["home"]}, "Phrase can't be blank"),
        ({"phrase": "x"}, "Context can't be blank, Context None or invalid context supplied"),
    ],
)
async def test_older_apps_are_refused_alike(
    a_moot: Moot, anna: Member, wanted: dict[str, Any], sentence: str
) -> None:  # fmt: skip
    answer = await a_moot.call("POST", V1, anna, json=wanted)
    assert (answer.status_code, answer.json()["error"]) == (422, f"Validation failed: {sentence}")
    assert await a_moot.ok("GET", V1, anna) == []


async def test_a_page_costs_the_same_however_many_filters_there_are(
    a_moot: Moot, anna: Member, berta: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        await a_moot.post(berta, f"spider {number}")

    async def asked() -> int:
        async with counting(a_moot.ground) as counter:
            await a_moot.ok("GET", "/api/v1/timelines/public", anna)
            first = counter.asked
            await a_moot.ok("GET", "/api/v1/timelines/public", anna)
            assert counter.asked - first <= 1, "filters are remembered"
        return first

    without = await asked()
    for number in range(3):
        await _made(a_moot, anna, "spider", f"x{number}")
    assert await asked() == without + 2, "one question for each of filters, keywords and posts"
    for path in await a_moot.ok("GET", V2, anna):
        await a_moot.ok("DELETE", f"{V2}/{path['id']}", anna)

    def never(*_: object) -> None:
        raise AssertionError("who has no filter has nothing matched")

    monkeypatch.setattr(filters.Active, "matches", never)
    assert len(await a_moot.ok("GET", "/api/v1/timelines/public", anna)) == 4


async def test_filters_go_with_the_member(a_moot: Moot, anna: Member, berta: Member) -> None:
    post = await a_moot.post(berta, "x")
    made = await _made(a_moot, anna, "spider")
    await a_moot.ok("POST", f"{V2}/{made['id']}/statuses", anna, json={"status_id": post["id"]})
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("delete from account where id = $1"), anna.id)
    for table in ("content_filter", "filter_keyword", "filter_status"):
        assert not await a_moot.ground.db.reader.all(Sql(f"select * from {table}"))
