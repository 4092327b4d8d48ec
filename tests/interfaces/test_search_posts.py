"""Searching posts by their words: operators, phrases, languages, and what is never found."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from folkmoot.features.search import Stretch, Written, index_store
from folkmoot.features.search import jobs as search_jobs
from folkmoot.features.search import words as searching
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Sql, TooSlowError
from tests.interfaces.test_media import picture, upload
from tests.interfaces.test_search import found_posts, indexed
from tests.support.moot import Member, Moot
from tests.support.standing import suspend


async def post(moot: Moot, by: Member, text: str, **fields: Any) -> str:
    return str((await moot.post(by, text, **fields))["id"])


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    return await a_moot.member("anna")


@pytest.fixture
async def berta(a_moot: Moot) -> Member:
    berta = await a_moot.member("berta")
    await indexed(a_moot, berta)
    return berta


async def rows(moot: Moot) -> int:
    """Return how many posts the index has."""
    found: int = await moot.ground.db.reader.value(Sql("select count(*) from post_words"))
    return found


async def test_words_are_found_by_their_stems(a_moot: Moot, anna: Member, berta: Member) -> None:
    english = await post(a_moot, berta, "Gardening with friends", language="en")
    german = await post(a_moot, berta, "Die Häuser von Frau Müller", language="de")
    neither = await post(a_moot, berta, "日本語のタイムライン", language="ja")
    for text, found in {
        "gardens friend": english, "GARDEN": english, "haus": german, "häuser": german, "haeuser": german,
        "Mueller": german, "muller": german, "MÜLLER": german, "日本": neither, "タイムライン": neither, "語": neither,
    }.items():  # fmt: skip
        assert await found_posts(a_moot, text, anna) == [found], text
    for text in ("friends cake", "本日", "mueller garden", "gard_"):
        assert await found_posts(a_moot, text, anna) == [], text


async def test_phrases_and_negation(a_moot: Moot, anna: Member, berta: Member) -> None:
    first = await post(a_moot, berta, "good cake is good", spoiler_text="very dry")
    second = await post(a_moot, berta, "cake good with tea")
    for text, found in {
        "good cake": [second, first], '"good cake"': [first], '"cake good"': [second], '"dry good"': [],
        '"good with tea"': [second], "cake -tea": [first], 'cake -"good cake"': [second], "cake -good": [],
        '"cake is" -tea': [first], "“very dry”": [first], "in:library -cake": [], "cake -": [second, first],
    }.items():  # fmt: skip
        assert await found_posts(a_moot, text, anna) == found, text


async def test_authors_replies_languages_and_warnings(a_moot: Moot, anna: Member, berta: Member) -> None:
    own = await post(a_moot, anna, "tea at home", language="de")
    other = await post(a_moot, berta, "tea https://example.org", spoiler_text="hot", language="pt")
    answer = await post(a_moot, berta, "more tea", in_reply_to_id=own, language="en")
    for text, found in {
        "tea from:me": [own], "tea from:berta": [answer, other], "tea from:@berta@moot.test": [answer, other],
        "tea -from:me": [answer, other], "tea -from:berta": [own], "tea from:nobody": [], "tea -from:nobody": None,
        "from:me": [own], "tea is:reply": [answer], "tea -is:reply": [other, own], "is:sensitive tea": [other],
        "tea has:link": [other], "tea has:embed": [other], "tea has:poll": [], "tea language:pt": [other],
        "tea -language:de": [answer, other], "in:library": [own], "tea in:public": [answer, other],
        "tea in:all": None, "language:de in:library": [own], "tea tea:pot": [],
    }.items():  # fmt: skip
        wanted = [answer, other, own] if found is None else found
        assert await found_posts(a_moot, text, anna) == wanted, text


async def test_files_and_their_descriptions(a_moot: Moot, anna: Member) -> None:
    made = await upload(a_moot, anna, picture(), description="A heron on one leg")
    shown = await post(a_moot, anna, "look", media_ids=[made["id"]])
    plain = await post(a_moot, anna, "look there")
    assert await found_posts(a_moot, "look has:image", anna) == await found_posts(a_moot, "has:media", anna) == [shown]
    assert await found_posts(a_moot, "look -has:media", anna) == [plain]
    assert await found_posts(a_moot, "has:video", anna) == await found_posts(a_moot, "has:audio", anna) == []
    assert await found_posts(a_moot, '"one leg"', anna) == [shown]
    assert await found_posts(a_moot, '"look a heron"', anna) == [], "a phrase does not lead from text to description"


async def test_polls_are_found_by_what_they_ask(a_moot: Moot, anna: Member, berta: Member) -> None:
    poll = {"options": ["A grey heron", "Two storks"], "expires_in": 3_600}
    asking = await post(a_moot, berta, "Which birds?", poll=poll)
    plain = await post(a_moot, berta, "Which herons?")
    for text, found in {
        "heron": [plain, asking], '"two storks"': [asking], "which has:poll": [asking], "which -has:poll": [plain],
        '"birds a grey"': [], '"heron two"': [],
    }.items():  # fmt: skip
        assert await found_posts(a_moot, text, anna) == found, text
    edited = {"status": "Which birds?", "poll": {"options": ["A crane", "An owl"], "expires_in": 3_600}}
    await a_moot.ok("PUT", f"/api/v1/statuses/{asking}", berta, json=edited)
    assert await found_posts(a_moot, "storks", anna) == []
    assert await found_posts(a_moot, "cranes", anna) == await found_posts(a_moot, "has:poll", anna) == [asking]
    await a_moot.ok("PUT", f"/api/v1/statuses/{asking}", berta, json={"status": "Which birds?"})
    assert await found_posts(a_moot, "crane", anna) == await found_posts(a_moot, "has:poll", anna) == []


async def test_a_quote_is_found_by_its_own_words(a_moot: Moot, anna: Member, berta: Member) -> None:
    quoted = await post(a_moot, berta, "A heron at https://birds.example")
    quoting = await post(a_moot, berta, "Lovely https://birds.example/herons", quoted_status_id=quoted)
    for text, found in {
        "lovely": [quoting], "heron -lovely": [quoted], "has:link": [quoting, quoted], "has:embed": [quoted],
        "lovely heron": [quoting],
    }.items():  # fmt: skip
        assert await found_posts(a_moot, text, anna) == found, text


async def test_days(a_moot: Moot, anna: Member) -> None:
    first = await post(a_moot, anna, "tea")
    today = (await a_moot.ok("GET", f"/api/v1/statuses/{first}", anna))["created_at"][:10]
    a_moot.clock.advance(2 * DAY)
    later = await post(a_moot, anna, "tea")
    for text, found in {
        f"tea during:{today}": [first], f"tea after:{today}": [later], f"tea before:{today}": [],
        f"tea -during:{today}": [later], f"tea -after:{today}": [first], "tea before:2000-01-01": [],
        "tea after:2000": [later, first],
    }.items():  # fmt: skip
        assert await found_posts(a_moot, text, anna) == found, text


async def test_the_library(a_moot: Moot, anna: Member, berta: Member) -> None:
    cora = await a_moot.member("cora")
    marked = [await post(a_moot, cora, f"a quiet heron {number}") for number in range(4)]
    for act, target in zip(("favourite", "bookmark", "reblog"), marked, strict=False):
        await a_moot.ok("POST", f"/api/v1/statuses/{target}/{act}", anna)
    mention = await post(a_moot, cora, "@anna heron", visibility="direct")
    listed = await post(a_moot, berta, "heron")
    assert await found_posts(a_moot, "heron", anna) == [listed, mention, *marked[2::-1]]
    assert await found_posts(a_moot, "heron in:library", anna) == [mention, *marked[2::-1]]
    assert await found_posts(a_moot, "heron in:public", anna) == [listed]
    assert await found_posts(a_moot, "heron in:library -quiet", anna) == [mention]
    assert await found_posts(a_moot, '"quiet heron" in:library', anna, limit=2) == marked[2:0:-1]
    await a_moot.ok("POST", f"/api/v1/statuses/{marked[0]}/unfavourite", anna)
    assert await found_posts(a_moot, "heron in:library", anna) == [mention, *marked[2:0:-1]]


async def test_a_long_library_is_looked_through_to_its_end(
    a_moot: Moot, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "WINDOW", {"sqlite": (2,), "postgres": (2, 2)})
    posts = [await post(a_moot, anna, f"{'rare ' * (number % 4 == 0)}tea {number}") for number in range(9)]
    rare = posts[::4]
    assert await found_posts(a_moot, "rare in:library", anna) == rare[::-1]
    assert await found_posts(a_moot, "-rare in:library", anna) == [each for each in posts[::-1] if each not in rare]
    assert await found_posts(a_moot, "in:library rare", anna, min_id=posts[0], limit=1) == [rare[1]]
    assert await found_posts(a_moot, "rare", anna, min_id=posts[0], limit=1) == [rare[1]]
    assert await found_posts(a_moot, '"rare tea"', anna, max_id=posts[8], offset=1) == [rare[0]]


async def test_nothing_of_others_is_found(a_moot: Moot, anna: Member, berta: Member) -> None:
    cora = await a_moot.member("cora")
    await indexed(a_moot, cora)
    await a_moot.ok("POST", f"/api/v1/accounts/{berta.id}/follow", anna)
    for visibility in ("unlisted", "private", "direct"):
        await post(a_moot, berta, "heron", visibility=visibility)
    shown = await post(a_moot, berta, "heron")
    hidden = [await post(a_moot, cora, "heron") for _ in range(3)]
    assert await found_posts(a_moot, "heron", anna) == [*hidden[::-1], shown]
    for act, undo in (("block", "unblock"), ("mute", "unmute")):
        await a_moot.ok("POST", f"/api/v1/accounts/{cora.id}/{act}", anna)
        assert await found_posts(a_moot, "heron", anna, limit=1) == [shown]
        await a_moot.ok("POST", f"/api/v1/accounts/{cora.id}/{undo}", anna)
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/block", cora)
    assert await found_posts(a_moot, "heron", anna) == [shown]
    await suspend(a_moot, berta)
    assert await found_posts(a_moot, "heron", anna) == []


async def test_many_hidden_posts_do_not_hide_the_others(
    a_moot: Moot, anna: Member, berta: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MARGIN", 1)
    cora = await a_moot.member("cora")
    await indexed(a_moot, cora)
    shown = await post(a_moot, berta, "heron")
    for _ in range(9):
        await post(a_moot, cora, "heron")
    await a_moot.ok("POST", f"/api/v1/accounts/{cora.id}/mute", anna)
    assert await found_posts(a_moot, "heron", anna, limit=1) == [shown]


async def test_who_no_longer_wants_to_be_found(a_moot: Moot, anna: Member, berta: Member) -> None:
    shown = await post(a_moot, berta, "heron")
    assert await found_posts(a_moot, "heron", anna) == [shown]
    path = "/api/v1/accounts/update_credentials"
    await a_moot.ok("PATCH", path, berta, json={"indexable": False})
    found = await a_moot.ok("GET", "/api/v2/search?q=heron&type=statuses", anna)
    assert found["statuses"] == [], "at once, although the index does not know yet"
    await a_moot.run_jobs()
    await a_moot.ok("PATCH", path, berta, json={"indexable": True})
    assert await found_posts(a_moot, "heron", anna) == [shown]


async def test_edits_and_ends(a_moot: Moot, anna: Member) -> None:
    edited, deleted = await post(a_moot, anna, "heron"), await post(a_moot, anna, "heron too")
    assert await found_posts(a_moot, "heron", anna) == [deleted, edited]
    await a_moot.ok("PUT", f"/api/v1/statuses/{edited}", anna, json={"status": "stork"})
    assert await found_posts(a_moot, "heron", anna) == [deleted]
    assert await found_posts(a_moot, "stork", anna) == [edited]
    await a_moot.ok("DELETE", f"/api/v1/statuses/{deleted}", anna)
    found = await a_moot.ok("GET", "/api/v2/search?q=heron&type=statuses", anna)
    assert (found["statuses"], await rows(a_moot)) == ([], 1), "gone in the moment of the deletion"


async def test_indexing_twice_and_too_late_changes_nothing(a_moot: Moot, anna: Member) -> None:
    kept, gone = await post(a_moot, anna, "heron"), await post(a_moot, anna, "heron")
    await a_moot.ok("DELETE", f"/api/v1/statuses/{gone}", anna)
    facts = [Written(int(each)) for each in (kept, gone, a_moot.never(), kept)]
    for _ in range(2):
        await search_jobs.index(a_moot.ground, facts)
    assert await rows(a_moot) == 1
    assert await found_posts(a_moot, "heron", anna) == [kept]


async def test_indexing_what_stands_goes_on_where_it_stopped(
    a_moot: Moot, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_jobs, "AT_ONCE", 2)
    posts = [await post(a_moot, anna, f"heron {number}") for number in range(5)]
    assert len(await found_posts(a_moot, "heron", anna)) == 5
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("delete from post_words"))
    assert await found_posts(a_moot, "heron", anna) == []

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await search_jobs.reindex(a_moot.ground, interrupt)
    assert await search_jobs.index_state(a_moot.ground) == (5, 2)
    told: list[int] = []
    assert await search_jobs.reindex(a_moot.ground, told.append) == sum(told) == 3
    assert await found_posts(a_moot, "heron", anna) == posts[::-1]
    assert await search_jobs.reindex(a_moot.ground, told.append) == 0


async def test_a_long_stretch_is_indexed_in_turns(a_moot: Moot, anna: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_jobs, "AT_ONCE", 2)
    monkeypatch.setattr(search_jobs, "TURN_SECONDS", -1)
    posts = [await post(a_moot, anna, f"heron {number}") for number in range(5)]
    await a_moot.run_jobs()
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("delete from post_words"))
    await search_jobs.index_stretch(a_moot.ground, Stretch())
    assert await rows(a_moot) == 2
    assert await found_posts(a_moot, "heron", anna) == posts[::-1]


async def test_a_search_that_takes_too_long_is_refused(
    a_moot: Moot, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(*_: object, **__: object) -> list[int]:
        raise TooSlowError

    monkeypatch.setattr(index_store, "indexed", slow)
    refused = await a_moot.call("GET", "/api/v2/search?q=heron&type=statuses", anna)
    assert refused.status_code == 503
    assert "too long" in refused.json()["error"]


async def test_a_search_ends_with_what_it_has_when_time_is_up(
    a_moot: Moot, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "WINDOW", {"sqlite": (2,), "postgres": (2, 2)})
    posts = [await post(a_moot, anna, f"tea {number}") for number in range(5)]
    assert await found_posts(a_moot, "in:library -milk", anna) == posts[::-1]
    monkeypatch.setattr(searching, "SECONDS", -1.0)
    assert await found_posts(a_moot, "in:library -milk", anna) == posts[:2:-1]


async def test_hostile_queries(a_moot: Moot, anna: Member, berta: Member) -> None:
    await post(a_moot, berta, "secret", visibility="private")
    hostile = (
        '"', '" OR "', "NEAR(secret heron)", "sec*", "said:secret", "secret) OR (a", "':*", "\\", "'; drop table post",
        "-" * 400, '"' * 401, "-secret", ":open", "a " * 300, "{said}: secret", "^secret", "has:", "from:", "during:x",
        "before:9999-12-31", "after:0001-01-01", "during:9999", "from:@@", "-from:-", "in:library -a -b",
    )  # fmt: skip
    for text in hostile:
        assert await found_posts(a_moot, text, anna) == [], text


async def test_who_searches_much_waits_for_themselves_alone(
    a_moot: Moot, anna: Member, berta: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way, most, gate = Counter[int](), Counter[int](), asyncio.Event()

    async def found(hunt: Any, *_: int) -> list[int]:
        who = hunt._searcher_id
        under_way[who] += 1
        most[who] = max(most[who], under_way[who])
        if who == berta.id:
            gate.set()
        await gate.wait()
        under_way[who] -= 1
        return []

    monkeypatch.setattr(searching.Hunt, "found", found)
    async with asyncio.timeout(10):
        await asyncio.gather(*(found_posts(a_moot, "cake", by) for by in (anna, anna, anna, berta)))
    assert most == {anna.id: 1, berta.id: 1}
