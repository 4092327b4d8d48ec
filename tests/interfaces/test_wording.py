"""The languages of the pages: everything is translated, and the visitor's language is found."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from folkmoot.features.auth import letters
from folkmoot.interfaces import web
from folkmoot.interfaces.web.frame import wording
from tests.support.browser import browser_of
from tests.support.moot import Moot
from tests.support.signing import member_with_password, signed_in

REFUSALS = ("InvalidError", "MissingError", "ForbiddenError", "UnauthenticatedError", "TooLargeError")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "text": None, "marked": None} | dict.fromkeys(REFUSALS)
PLACES = re.compile(r"%\(\w+\)s|<\w+>")


def _said() -> set[str]:
    """Every sentence in templates and handlers."""
    found = extract_from_dir(
        str(Path(web.__file__).parent),
        [("**.py", "python"), ("templates/**.html", "jinja2")],
        options_map={"templates/**.html": {"newstyle_gettext": "true"}},
        keywords=KEYWORDS,
    )
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def _translated(language: str) -> Iterator[tuple[str, str]]:
    for path in (wording.FOLDER / language).glob("*.po"):
        for message in read_po(BytesIO(path.read_bytes()), locale=language, abort_invalid=True):
            ids, strings = (part if isinstance(part, tuple) else (part,) for part in (message.id, message.string))
            yield from ((str(said), str(strings[0])) for said in ids[:1] if said)


@pytest.mark.parametrize("language", [name for name in wording.LANGUAGES if name != wording.SOURCE])
def test_everything_is_translated(language: str) -> None:
    known = dict(_translated(language))
    assert _said() - set(known) == set()
    for said, translated in known.items():
        assert translated
        assert sorted(PLACES.findall(said)) == sorted(PLACES.findall(translated))


@pytest.mark.parametrize("language", [name for name in wording.LANGUAGES if name != wording.SOURCE])
def test_each_sentence_is_translated_in_one_place(language: str) -> None:
    said = [sentence for sentence, _ in _translated(language)]
    assert [sentence for sentence in said if said.count(sentence) > 1] == []


def test_extraction_finds_what_pages_say() -> None:
    assert {"Sign in", "Please sign in first.", "Bookmark posts", "%(count)s member active this month"} <= _said()


def test_letters_are_written_in_every_language() -> None:
    for kind, by_language in letters._LETTERS.items():
        assert set(by_language) == set(wording.LANGUAGES), kind
        for language in by_language:
            letter = letters.write(kind, language, name="anna", site="Moot", url="https://m.example", link="LINK")
            assert "LINK" in letter.text
            assert "{" not in letter.subject + letter.text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr;q=0.9, de;q=0.5, en;q=0.4", "de"),
        ("en;q=0.5,de;q=0.1", "en"),
        ("de;q=0", "en"),
        ("tlh", "en"),
        ("", "en"),
        (";;;q=x,,", "en"),
    ],
)
async def test_the_browser_says_what_its_owner_reads(a_moot: Moot, header: str, language: str) -> None:
    answer = await a_moot.http.get("/", headers={"Accept-Language": header})
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}" dir="ltr"' in answer.text


async def test_a_language_once_chosen_stays(a_moot: Moot) -> None:
    browser = await browser_of(a_moot.http).open("/auth/sign_in?lang=de", **{"Accept-Language": "en"})
    assert "Anmelden" in browser.text
    assert "Passwort" in (await browser.open("/auth/reset")).text
    assert "Sign in" in (await browser.open("/auth/sign_in?lang=en")).text
    assert (await browser.open("/auth/sign_in?lang=../../x")).status == 200


async def test_members_keep_their_language(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    browser = await (await signed_in(a_moot)).open("/settings")
    await browser.send("/settings/language", language="de")
    assert "Einstellungen" in browser.text
    elsewhere = await (await signed_in(a_moot)).open("/settings")
    assert "Einstellungen" in elsewhere.text
