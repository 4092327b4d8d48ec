"""/api/v1/timelines, as clients use them."""

from typing import Any

import pytest

from tests.conformance.entities import check
from tests.support.moot import Member, Moot
from tests.support.ties import block, follow, mute

Json = dict[str, Any]


async def _ids(moot: Moot, path: str, by: Member | None = None, **params: Any) -> list[str]:
    body = await moot.ok("GET", f"/api/v1/timelines/{path}", by, params=params)
    assert [problem for status in body for problem in check(status, "Status")] == []
    return [status["id"] for status in body]


async def _boost(moot: Moot, status: Json, by: Member) -> str:
    made: Json = await moot.ok("POST", f"/api/v1/statuses/{status['id']}/reblog", by)
    return str(made["id"])


async def test_home_needs_a_member(a_moot: Moot) -> None:
    assert (await a_moot.call("GET", "/api/v1/timelines/home")).status_code == 401


async def test_answers_to_strangers_stay_away(a_moot: Moot) -> None:
    anna, berta, stranger = await a_moot.member(), await a_moot.member(), await a_moot.member()
    await follow(a_moot, anna, berta)
    theirs = await a_moot.post(stranger, "a question")
    await a_moot.post(berta, "to a stranger", in_reply_to_id=theirs["id"])
    own = await a_moot.post(berta, "a thought")
    more = await a_moot.post(berta, "to myself", in_reply_to_id=own["id"])
    mine = await a_moot.post(anna, "mine")
    to_me = await a_moot.post(berta, "to you", in_reply_to_id=mine["id"])
    assert await _ids(a_moot, "home", anna) == [to_me["id"], mine["id"], more["id"], own["id"]]
    await follow(a_moot, anna, stranger)
    assert len(await _ids(a_moot, "home", anna)) == 6


async def test_boosts_come_when_wanted(a_moot: Moot) -> None:
    anna, berta, stranger = await a_moot.member(), await a_moot.member(), await a_moot.member()
    status = await a_moot.post(stranger, "good")
    boost = await _boost(a_moot, status, berta)
    await follow(a_moot, anna, berta, show_reblogs=False)
    assert await _ids(a_moot, "home", anna) == []
    await follow(a_moot, anna, berta, show_reblogs=True)
    assert await _ids(a_moot, "home", anna) == [boost]
    await mute(a_moot, anna, stranger)
    assert await _ids(a_moot, "home", anna) == []


async def test_a_post_and_its_boosts_are_one_entry(a_moot: Moot) -> None:
    anna, berta, clara = await a_moot.member(), await a_moot.member(), await a_moot.member()
    for friend in (berta, clara):
        await follow(a_moot, anna, friend)
    status = await a_moot.post(berta, "good")
    await _boost(a_moot, status, clara)
    await _boost(a_moot, status, anna)
    assert await _ids(a_moot, "home", anna) == [status["id"]]
    assert await _ids(a_moot, "home", clara) != []


async def test_direct_posts_come_home_to_whom_they_name(a_moot: Moot) -> None:
    anna, berta, clara = await a_moot.member("anna"), await a_moot.member("berta"), await a_moot.member("clara")
    for friend in (anna, clara):
        await follow(a_moot, friend, berta)
    status = await a_moot.post(berta, "only @anna", visibility="direct")
    assert await _ids(a_moot, "home", anna) == [status["id"]] == await _ids(a_moot, "home", berta)
    assert await _ids(a_moot, "home", clara) == []
    assert await _ids(a_moot, "public") == []


async def test_languages_are_chosen_for_each_author(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    await follow(a_moot, anna, berta, languages=["de"])
    german = await a_moot.post(berta, "eins", language="de")
    await a_moot.post(berta, "one", language="en")
    unknown = await a_moot.post(berta, "1")
    assert await _ids(a_moot, "home", anna) == [unknown["id"], german["id"]]


async def test_public_is_public_first_hand_and_no_conversation(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await a_moot.post(anna, "hello")
    thread = await a_moot.post(anna, "and more", in_reply_to_id=status["id"])
    await a_moot.post(berta, "an answer", in_reply_to_id=status["id"])
    for visibility in ("unlisted", "private", "direct"):
        await a_moot.post(anna, "quiet", visibility=visibility)
    await _boost(a_moot, status, berta)
    wanted = [thread["id"], status["id"]]
    assert await _ids(a_moot, "public") == wanted
    assert await _ids(a_moot, "public", local="true") == wanted
    assert await _ids(a_moot, "public", remote="true") == []
    assert await _ids(a_moot, "public", only_media="true") == []


@pytest.mark.parametrize("deed", [block, mute])
async def test_public_spares_the_reader_whom_they_shun(a_moot: Moot, deed: Any) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await a_moot.post(berta, "hello #tag")
    for path in ("public", "tag/tag"):
        assert await _ids(a_moot, path, anna) == [status["id"]]
    await deed(a_moot, anna, berta)
    for path in ("public", "tag/tag"):
        assert await _ids(a_moot, path, anna) == []
        assert await _ids(a_moot, path) == [status["id"]]


async def test_public_fills_its_page_past_those_whom_the_reader_shuns(a_moot: Moot) -> None:
    anna, berta, clara = await a_moot.member(), await a_moot.member(), await a_moot.member()
    first = [(await a_moot.post(berta, f"{number}"))["id"] for number in range(3)]
    for number in range(30):
        await a_moot.post(clara, f"noise {number}")
    await mute(a_moot, anna, clara)
    assert await _ids(a_moot, "public", anna, limit=10) == first[::-1]


async def test_tags_are_found_however_they_are_written(a_moot: Moot) -> None:
    anna = await a_moot.member()
    made = [(await a_moot.post(anna, text))["id"] for text in ("#Straße", "#STRASSE now", "#other #strasse", "strasse")]
    for name in ("straße", "STRASSE", "Strasse"):
        assert await _ids(a_moot, f"tag/{name}") == made[2::-1]
    assert await _ids(a_moot, "tag/strasse", None, **{"all[]": "other"}) == [made[2]]
    assert await _ids(a_moot, "tag/strasse", None, **{"none[]": "other"}) == made[1::-1]
    assert await _ids(a_moot, "tag/nothing", None, **{"any[]": ["other", "more"]}) == [made[2]]
    assert await _ids(a_moot, "tag/nothing") == []


async def test_tags_show_answers_too(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await a_moot.post(anna, "hello")
    answer = await a_moot.post(berta, "an answer #tag", in_reply_to_id=status["id"])
    assert await _ids(a_moot, "tag/tag") == [answer["id"]]
