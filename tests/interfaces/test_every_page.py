"""Every page, in every language, for visitors, members and staff: it is made, and all that it says is translated."""

import re

import pytest
from jinja2 import Environment
from selectolax.lexbor import LexborHTMLParser

from folkmoot.interfaces.web import all_pages
from folkmoot.interfaces.web.frame import wording
from folkmoot.interfaces.web.frame.rendering import FOLDER
from tests.support.moot import Moot
from tests.support.town import town

UNSEEN = {
    "/auth/confirm": "needs the link of a mail: test_sign_in",
    "/auth/factor": "needs a second factor: test_sign_in",
    "/auth/reset/new": "needs the link of a mail: test_sign_in",
    "/compose/media/{id}": "tells a script of a file: test_compose_pages",
    "/compose/suggest": "tells a script of names: test_compose_pages",
    "/lists/of_account": "leads to the lists: test_list_pages",
    "/live": "does not end: test_live",
    "/posts/{id}/piece": "is a piece of a page: test_live",
    "/terms-of-service": "leads to the terms: test_care_pages",
    "/oauth/authorize": "needs an app: test_oauth",
    "/oauth/authorize/native": "needs an app: test_oauth",
    "/settings/export/archive": "sends a file: test_archive",
    "/settings/import/check": "needs a file that was sent: test_takeout_pages",
    "/settings/mail/stop": "needs the link of a mail: test_notification_mail",
    "/users/{name}": "leads to the profile: test_post_page",
    "/users/{name}/statuses/{id}": "leads to the post: test_post_page",
}
"""Pages that are not looked at here, and why."""
FOR_PROGRAMS = re.compile(r"\.(rss|atom|webmanifest|js|csv|json)$")
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
TAG = re.compile(r"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
SHAPE = re.compile(r"\{% block shape %\}.*?\{% endblock %\}")
"""A block that holds names of classes."""
NAMES = {"UTC", "ALT", "Folkmoot", "RSS", "Atom", "OK", "GIF"}
"""Words that are the same in every language."""


def patterns() -> list[str]:
    """Return the patterns of all pages that are looked at."""
    return sorted(
        path
        for path, methods in all_pages().all().items()
        if "GET" in methods and path not in UNSEEN and not FOR_PROGRAMS.search(path)
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_page_is_made_in_every_language(a_moot: Moot) -> None:
    place = await town(a_moot)
    for pattern in patterns():
        address = place.address(pattern)
        answers = set()
        for who in ("", "anna", "olga"):
            for language in wording.LANGUAGES:
                headers = {"cookie": place.cookies.get(who, ""), "accept-language": language}
                answer = await a_moot.http.get(address, headers=headers)
                answers.add(answer.status_code)
                assert answer.status_code in (200, 303, 403, 404, 410), (address, who, answer.status_code)
                if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
                    _check(answer.text, f"{address} for {who or 'anybody'} in {language}")
        assert 200 in answers, f"nobody sees {address}: {answers}"


def _check(html: str, what: str) -> None:
    page = LexborHTMLParser(html)
    assert len(page.css("h1")) == 1, f"{what}: {len(page.css('h1'))} h1"
    assert page.css("title")[0].text().strip(" ·\n"), what
    assert page.css("html")[0].attributes["lang"] in {*wording.LANGUAGES}, what
    assert not page.css("[style], script:not([src]), [onclick]"), what
    ids = [node.attributes["id"] for node in page.css("[id]")]
    doubled = {each for each in ids if ids.count(each) > 1}
    assert not doubled, f"{what}: twice {doubled}"
    for image in page.css("img"):
        assert "alt" in image.attributes, f"{what}: {image.html}"
    for label in page.css("label[for]"):
        assert label.attributes["for"] in ids, f"{what}: {label.html}"


def _untranslated(source: str) -> list[str]:
    """Return the words that a template says in one language only."""
    spoken: list[str] = []
    source = SHAPE.sub("", source)
    translating = 0
    text = []
    for _, kind, value in Environment(extensions=["jinja2.ext.i18n"]).lex(source):
        if kind == "name" and value in ("trans", "endtrans"):
            translating = int(value == "trans")
        elif kind == "data" and not translating:
            text.append(value)
        elif kind in ("variable_begin", "block_begin"):
            text.append("\x00")
    html = "".join(text)
    for name in ATTRIBUTES:
        spoken += re.findall(rf'\s{name}="([^"]*)"', html)
    spoken += TAG.sub("\n", html).splitlines()
    plain = (re.sub(r"&\w+;|\x00", " ", words) for words in spoken)
    said = (words.strip() for words in plain if re.search(r"[A-Za-zÀ-ž]{3}", words))
    return [words for words in said if words not in NAMES and not words.startswith(("/", "back="))]


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.html")))
def test_templates_say_nothing_in_one_language_only(name: str) -> None:
    assert _untranslated((FOLDER / name).read_text()) == []


def test_words_in_one_language_are_found() -> None:
    assert _untranslated('<p title="Hello">{{ name }} writes</p>{% trans %}Yes{% endtrans %}') == ["Hello", "writes"]
