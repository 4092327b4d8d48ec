"""Translation of posts by a service that speaks LibreTranslate's API."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from folkmoot.infra.clock import DAY, HOUR, MINUTE
from folkmoot.infra.config import LimitsSettings, TranslationSettings
from folkmoot.infra.db import Sql
from folkmoot.wiring import KINDS
from tests.conformance.entities import check
from tests.support.moot import Member, Moot, moot
from tests.support.web import Asked, Behaviour, Web, data, page, web

LANGUAGES = [
    {"code": "en", "name": "English", "targets": ["de", "en", "zh-Hans"]},
    {"code": "de", "name": "German", "targets": ["en", "de"]},
]


async def shouting(asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Translate by shouting what is no tag."""
    wanted = msgspec.json.decode(asked.body)
    texts = ["".join(p if p.startswith("<") else p.upper() for p in _parts(text)) for text in wanted["q"]]
    answer: dict[str, Any] = {"translatedText": [text.replace("&AMP;", "&amp;") for text in texts]}
    if wanted["source"] == "auto":
        answer["detectedLanguage"] = [{"confidence": 90.0, "language": "de"} for _ in texts]
    await data(answer)(asked, writer)


def _parts(text: str) -> list[str]:
    return [part for piece in text.split("<") for part in _tag_and_text(piece)][1:]


def _tag_and_text(piece: str) -> list[str]:
    tag, sign, text = piece.partition(">")
    return [f"<{tag}>", text] if sign else ["", piece]


@pytest.fixture
async def service() -> AsyncIterator[Web]:
    async with web() as running:
        running.pages |= {"/languages": data(LANGUAGES), "/translate": shouting}
        yield running


@pytest.fixture
async def a_foreign_moot(database_url: str, tmp_path: Path, service: Web) -> AsyncIterator[Moot]:
    async with moot(tmp_path, database_url, translation=TranslationSettings(service.base)) as running:
        yield running


async def translated(moot: Moot, status: dict[str, Any], by: Member, lang: str = "de", expected: int = 200) -> Any:
    answer = await moot.call("POST", f"/api/v1/statuses/{status['id']}/translate", by, json={"lang": lang})
    assert answer.status_code == expected, answer.text
    if expected == 200:
        assert check(answer.json(), "Translation") == []
    return answer.json()


async def test_a_post_is_translated_with_all_its_words(a_foreign_moot: Moot, service: Web, tmp_path: Path) -> None:
    anna, berta = await a_foreign_moot.member("anna"), await a_foreign_moot.member("berta")
    media_id = await _picture(a_foreign_moot, anna, "a stalk & leaf")
    status = await a_foreign_moot.post(
        anna, "salt & sugar for @berta", spoiler_text="food <3", language="en", media_ids=[media_id]
    )
    made = await translated(a_foreign_moot, status, berta)
    assert made == {
        "content": '<p>SALT &amp; SUGAR FOR <span class="h-card" translate="no"><a href="http://moot.test/@berta" '
        'target="_blank" rel="nofollow noopener noreferrer" class="u-url mention">@<span>BERTA</span></a></span></p>',
        "spoiler_text": "FOOD <3", "language": "de", "detected_source_language": "en", "provider": "LibreTranslate",
        "media_attachments": [{"id": media_id, "description": "A STALK & LEAF"}], "poll": None,
    }  # fmt: skip
    sent = msgspec.json.decode(next(asked.body for asked in service.asked if asked.path == "/translate"))
    assert (sent["source"], sent["target"], sent["format"]) == ("en", "de", "html")
    assert "api_key" not in sent


async def test_a_poll_is_translated_too(a_foreign_moot: Moot, service: Web) -> None:
    anna = await a_foreign_moot.member()
    poll = {"options": ["salt", "a <b> & c"], "expires_in": 3_600}
    status = await a_foreign_moot.post(anna, "which?", language="en", poll=poll)
    made = await translated(a_foreign_moot, status, anna)
    assert made["poll"] == {"id": status["poll"]["id"], "options": [{"title": "SALT"}, {"title": "A <B> & C"}]}


async def _picture(moot: Moot, by: Member, description: str) -> str:
    statement = Sql("""
    insert into media (id, account_id, state, kind, original, description, created_at)
    values ($1, $2, 'ready', 'image', '', $3, $4)
    """)
    async with moot.ground.work() as work:
        media_id = work.new_id()
        await work.db.run(statement, media_id, by.id, description, work.now)
    return str(media_id)


async def test_the_same_words_are_sent_once(a_foreign_moot: Moot, service: Web) -> None:
    anna, berta = await a_foreign_moot.member(), await a_foreign_moot.member()
    status = await a_foreign_moot.post(anna, "salt", language="en")
    for by in (anna, berta, anna):
        assert (await translated(a_foreign_moot, status, by))["content"] == "<p>SALT</p>"
    assert service.times("/translate") == 1
    await translated(a_foreign_moot, status, anna, "zh")
    assert service.times("/translate") == 2
    await a_foreign_moot.ok("PUT", f"/api/v1/statuses/{status['id']}", anna, json={"status": "pepper"})
    assert (await translated(a_foreign_moot, status, anna))["content"] == "<p>PEPPER</p>"
    assert (await translated(a_foreign_moot, status, berta))["content"] == "<p>PEPPER</p>"
    assert service.times("/translate") == 3
    assert service.times("/languages") == 1
    await a_foreign_moot.ok("DELETE", f"/api/v1/statuses/{status['id']}", anna)
    assert await a_foreign_moot.ground.db.reader.value(Sql("select count(*) from translation")) == 0


async def test_a_translation_is_forgotten_after_a_month(a_foreign_moot: Moot, service: Web) -> None:
    anna = await a_foreign_moot.member()
    await translated(a_foreign_moot, await a_foreign_moot.post(anna, "salt", language="en"), anna)
    for days, left in ((29, 1), (2, 0)):
        a_foreign_moot.clock.advance(days * DAY)
        await KINDS["forget old translations"].handler(a_foreign_moot.ground, None)
        assert await a_foreign_moot.ground.db.reader.value(Sql("select count(*) from translation")) == left


async def test_a_language_that_is_not_told_is_found_out(a_foreign_moot: Moot, service: Web) -> None:
    anna = await a_foreign_moot.member()
    status = await a_foreign_moot.post(anna, "salz")
    assert status["language"] is None
    made = await translated(a_foreign_moot, status, anna, "en")
    assert (made["content"], made["detected_source_language"]) == ("<p>SALZ</p>", "de")


async def test_a_boost_is_translated_as_its_post(a_foreign_moot: Moot, service: Web) -> None:
    anna, berta = await a_foreign_moot.member(), await a_foreign_moot.member()
    status = await a_foreign_moot.post(anna, "salt", language="en")
    boost = await a_foreign_moot.ok("POST", f"/api/v1/statuses/{status['id']}/reblog", berta)
    assert (await translated(a_foreign_moot, boost, anna))["content"] == "<p>SALT</p>"


async def test_what_is_not_open_is_never_sent(a_foreign_moot: Moot, service: Web) -> None:
    anna, berta = await a_foreign_moot.member("anna"), await a_foreign_moot.member("berta")
    for visibility in ("private", "direct"):
        status = await a_foreign_moot.post(anna, "hush @anna", language="en", visibility=visibility)
        await translated(a_foreign_moot, status, anna, expected=403)
        await translated(a_foreign_moot, status, berta, expected=404)
    await translated(a_foreign_moot, {"id": Moot.never()}, anna, expected=404)
    await translated(a_foreign_moot, {"id": "x"}, anna, expected=404)
    unlisted = await a_foreign_moot.post(anna, "quiet", language="en", visibility="unlisted")
    await translated(a_foreign_moot, unlisted, berta)
    assert service.times("/translate") == 1


async def test_languages_that_are_no_pair_are_refused(a_foreign_moot: Moot, service: Web) -> None:
    anna = await a_foreign_moot.member()
    english, french = [await a_foreign_moot.post(anna, "salt", language=code) for code in ("en", "fr")]
    for status, lang in ((english, "en"), (english, "fr"), (french, "de"), (english, "'; --"), (english, "de\n")):
        await translated(a_foreign_moot, status, anna, lang, 403)
    await translated(a_foreign_moot, english, anna, "x" * 500, 422)
    assert service.times("/translate") == 0


async def test_who_may_ask(a_foreign_moot: Moot, service: Web) -> None:
    anna = await a_foreign_moot.member()
    other = await a_foreign_moot.member(scopes="write")
    status = await a_foreign_moot.post(anna, "salt", language="en")
    path = f"/api/v1/statuses/{status['id']}/translate"
    assert (await a_foreign_moot.call("POST", path)).status_code == 401
    assert (await a_foreign_moot.call("POST", path, other)).status_code == 403
    assert (await a_foreign_moot.call("POST", path, anna)).status_code == 403, "the community's language is its own"


ODD: dict[str, Behaviour] = {
    "an error": data({"error": "Invalid API key"}, "403 Forbidden"),
    "overload": page("busy", status="503 Service Unavailable"),
    "no JSON": page("<p>hello</p>"),
    "another shape": data({"translatedText": {"a": 1}}),
    "another number": data({"translatedText": ["a", "b", "c"]}),
    "nothing": data({}),
    "a redirect": page("", status="307 Temporary Redirect", Location="http://169.254.169.254/"),
}


@pytest.mark.parametrize("case", ODD)
async def test_a_service_that_fails_is_unavailable(a_foreign_moot: Moot, service: Web, case: str) -> None:
    anna = await a_foreign_moot.member()
    status = await a_foreign_moot.post(anna, "salt", language="en")
    service.pages["/translate"] = ODD[case]
    assert await translated(a_foreign_moot, status, anna, expected=503) == {"error": "Service Unavailable"}
    service.pages["/translate"] = shouting
    await translated(a_foreign_moot, status, anna)


async def test_what_comes_back_is_made_harmless(a_foreign_moot: Moot, service: Web) -> None:
    anna = await a_foreign_moot.member()
    status = await a_foreign_moot.post(anna, "salt", spoiler_text="warning", language="en")
    evil = '<p onclick="x()">hi<script>x()</script><img src=x onerror=x()><a href="javascript:x()">y</a></p>'
    service.pages["/translate"] = data({"translatedText": [evil, evil]})
    made = await translated(a_foreign_moot, status, anna)
    assert (made["content"], made["spoiler_text"]) == ("<p>hiy</p>", "hiy")


async def test_the_languages_are_told_and_asked_again(a_foreign_moot: Moot, service: Web) -> None:
    path = "/api/v1/instance/translation_languages"
    expected = {"en": ["de", "zh-Hans"], "de": ["en"], "und": ["de", "en", "zh-Hans"]}
    assert await a_foreign_moot.ok("GET", path) == expected
    assert check(expected, "Answer::TranslationLanguages") == []
    assert (await a_foreign_moot.ok("GET", "/api/v2/instance"))["configuration"]["translation"] == {"enabled": True}
    service.pages["/languages"] = page("busy", status="500 Internal Server Error")
    a_foreign_moot.clock.advance(2 * HOUR)
    assert await a_foreign_moot.ok("GET", path) == expected
    service.pages["/languages"] = data(LANGUAGES[1:])
    assert await a_foreign_moot.ok("GET", path) == expected
    a_foreign_moot.clock.advance(2 * MINUTE)
    assert await a_foreign_moot.ok("GET", path) == {"de": ["en"], "und": ["de", "en"]}
    assert service.times("/languages") == 3


async def test_without_a_service_nothing_is_translated(a_moot: Moot) -> None:
    anna = await a_moot.member()
    status = await a_moot.post(anna, "salt", language="en")
    assert await translated(a_moot, status, anna, expected=503) == {"error": "Service Unavailable"}
    assert await a_moot.ok("GET", "/api/v1/instance/translation_languages") == {}
    assert (await a_moot.ok("GET", "/api/v2/instance"))["configuration"]["translation"] == {"enabled": False}


async def test_a_key_is_sent_and_a_member_asks_so_often(database_url: str, tmp_path: Path, service: Web) -> None:
    settings, limits = TranslationSettings(service.base), LimitsSettings(translations_per_account=2)
    async with moot(tmp_path, database_url, translation=settings, limits=limits) as running:
        running.ground.secrets = msgspec.structs.replace(running.ground.secrets, translation_key="sesame")
        anna = await running.member()
        status = await running.post(anna, "salt", language="en")
        for expected in (200, 200, 429):
            await translated(running, status, anna, expected=expected)
    sent = msgspec.json.decode(next(asked.body for asked in service.asked if asked.path == "/translate"))
    assert sent["api_key"] == "sesame"
