"""Text: pieces join to what was written, HTML shows it and nothing else, and no input takes long."""

import signal
import string
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats.text import Piece, length, mentions, pieces, tag_key, tags, to_html

SIGNS = {"text": "", "link": "", "mention": "@", "tag": "#"}
BASE = "https://moot.example/tags/"
# Words that bring the parts of the pattern next to each other in every order.
NASTY = st.lists(
    st.sampled_from([
        "@", "#", "http://", "https://", "a", "Anna", "ß", "ü", "हिन्दी", "日本", "1", "_", ".", "-", "/", ":", "·", "(", ")", "[", "]", "'",
        '"', "<", ">", "&", "&amp;", "\n", "\n\n", " ", "example.org", "@a@b.c", "#tag", "\u200d", "\u0301", "😀", "‮", "?", "!", "—",
    ]) | st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=4),
    max_size=25,
).map("".join)  # fmt: skip


def resolve(handle: str) -> tuple[str, str] | None:
    name = handle.partition("@")[0]
    return (f"https://moot.example/@{name}", name) if len(name) % 2 else None


class Page(HTMLParser):
    """What a browser would see: the text, the elements with their attributes, and whether they close as they open."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.seen: set[str] = set()
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag == "a":
            self.links.append(dict(attrs))
        if tag == "br":
            self.text += "\n"
            return
        if tag == "p" and self.text:
            self.text += "\n\n"
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, attrs) == ("br", [])
        self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert self.open[:1] == ["p"]
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def _plain(text: str) -> str:
    """What a reader should see of `text`: resolved mentions by their name, and no blank lines."""
    shown = ""
    for kind, value in pieces(text.strip()):
        found = resolve(value) if kind == "mention" else None
        shown += f"@{found[1]}" if found else SIGNS[kind] + value
    return _squeezed(shown)


def _squeezed(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line)


@given(NASTY)
def test_pieces_join_to_the_text(text: str) -> None:
    found = list(pieces(text))
    assert "".join(SIGNS[kind] + value for kind, value in found) == text
    assert all(value for _, value in found)
    assert not any(one.kind == other.kind == "text" for one, other in pairwise(found))


@given(NASTY)
def test_html_shows_the_text_and_nothing_else(text: str) -> None:
    page = Page(to_html(text, resolve, BASE))
    assert page.seen <= {"p", "a", "span", "br"}
    assert _squeezed(page.text) == _plain(text)
    for link in page.links:
        assert set(link) <= {"href", "class", "rel", "target", "translate"}
        assert (link["href"] or "").lower().startswith(("http://", "https://"))


@given(st.text(string.printable, max_size=60))
def test_nothing_that_was_written_becomes_markup(text: str) -> None:
    html = to_html(f"<script>\"{text}'</script><img onerror=x>", lambda _: None, BASE)
    page = Page(html)
    assert "script" not in page.seen
    assert "img" not in page.seen


@given(NASTY)
def test_lengths_are_never_more_than_the_text_with_its_links_shortened(text: str) -> None:
    links = [value for kind, value in pieces(text) if kind == "link"]
    rest = len(text) - sum(map(len, links))
    assert 0 <= length(text) <= rest + 23 * len(links)


@given(NASTY)
def test_tags_have_keys_that_are_stable_and_short(text: str) -> None:
    for key, name in tags(text).items():
        assert tag_key(key) == key == tag_key(name) == tag_key(name.upper()) or name.upper().lower() != name.lower()
        assert len(key) <= 200
        assert any(character.isalpha() for character in name)


LONG = 200_000
"""So long that looking twice at each place would not end before the alarm rings."""
SLOW = {
    "a handle that goes on": "@" + "a" * LONG + "ß",
    "a handle with dots": "@" + "a." * (LONG // 2) + "ß",
    "a handle with a long domain": "@a@" + "b." * (LONG // 2) + "@",
    "many handles": "@a" * (LONG // 2),
    "many signs": "@" * LONG,
    "a domain of hyphens": "@a@" + "-" * LONG + "@",
    "brackets": "https://x" + ")" * LONG,
    "brackets that open": "https://x" + "(" * (LONG // 2) + ")" * (LONG // 2),
    "points": "https://x" + "." * LONG,
    "many schemes": "https://" * (LONG // 8),
    "a tag that goes on": "#" + "a·" * (LONG // 2),
    "many hashes": "#" * LONG,
    "marks": "#a" + "\u0301" * LONG,
    "lines": "\n" * LONG,
    "pairs of lines": "\n\na" * (LONG // 3),
}  # fmt: skip


@pytest.mark.parametrize("case", SLOW)
def test_no_text_makes_it_look_twice(case: str) -> None:
    signal.alarm(60)
    try:
        html = to_html(SLOW[case], resolve, BASE)
        assert length(SLOW[case]) <= LONG + 23
    finally:
        signal.alarm(0)
    Page(html)


LINKS = {
    "see https://example.org/a.": "https://example.org/a",
    "(https://example.org/a)": "https://example.org/a",
    "https://en.example/wiki/Moot_(folk)": "https://en.example/wiki/Moot_(folk)",
    "(see https://en.example/wiki/Moot_(folk))": "https://en.example/wiki/Moot_(folk)",
    "[https://example.org/?a[]=1]": "https://example.org/?a[]=1",
    "https://bücher.example/straße?q=ü#ß!": "https://bücher.example/straße?q=ü#ß",
    "https://例え.テスト/パス。": "https://例え.テスト/パス",
    "HTTPS://EXAMPLE.ORG/A": "HTTPS://EXAMPLE.ORG/A",
    "'https://example.org/@anna'": "https://example.org/@anna",
    "https://example.org/a#b,": "https://example.org/a#b",
    "http://localhost:3000/x": "http://localhost:3000/x",
    "https://example.org/…": "https://example.org/",
    "„https://example.org/“": "https://example.org/",
}


@pytest.mark.parametrize("text", LINKS)
def test_links_end_where_the_writer_meant(text: str) -> None:
    assert [piece.value for piece in pieces(text) if piece.kind == "link"] == [LINKS[text]]


@pytest.mark.parametrize(
    "text", ["https://", "http://.", "xhttps://example.org", "javascript:alert(1)", "//example.org", "https:// x"]
)
def test_what_is_no_link(text: str) -> None:
    assert [piece for piece in pieces(text) if piece.kind == "link"] == []


MENTIONS = {
    "@anna": ["anna"],
    "Hi @anna, @berta. (@clara) @anna!": ["anna", "berta", "clara"],
    "@anna@example.org's": ["anna@example.org"],
    "@anna@bücher.example": ["anna@bücher.example"],
    "@anna@localhost:3000": ["anna@localhost:3000"],
    "@a.b-c_d@example.org": ["a.b-c_d@example.org"],
    "@anna.": ["anna"],
    "anna@example.org": [],
    "@änna": [],
    "@@anna": [],
    "@": [],
    "/@anna": [],
    "https://example.org/@anna": [],
    "@anna@example.org@more": [],
    "@Anna @anna": ["Anna", "anna"],
}


@pytest.mark.parametrize("text", MENTIONS)
def test_mentions(text: str) -> None:
    assert mentions(text) == MENTIONS[text]


TAGS = {
    "#Tag": {"tag": "Tag"},
    "#one#two": {"one": "one"},
    "#हिन्दी!": {"हिन्दी": "हिन्दी"},
    "#ไทย #日本語 #Größe": {"ไทย": "ไทย", "日本語": "日本語", "grösse": "Größe"},
    "#cafe\u0301 #café": {"café": "cafe\u0301"},
    "#2026 #_ #1st": {"1st": "1st"},
    "#a·b #a-b": {"a·b": "a·b", "a": "a"},
    "x#a &#39; /#b ##c": {},
    "#a—https://example.org": {"a": "a"},
    "#TAG #tag": {"tag": "TAG"},
    "#" + "a" * 101: {},
    "#" + "\ufdfa" * 50: {},
}


@pytest.mark.parametrize("text", TAGS)
def test_tags(text: str) -> None:
    assert tags(text) == TAGS[text]


def test_what_follows_a_tag_is_found_too() -> None:
    assert list(pieces("#a—https://example.org/b—@c")) == [
        Piece("tag", "a"), Piece("text", "—"), Piece("link", "https://example.org/b—@c"),
    ]  # fmt: skip
    assert list(pieces("#a“@anna")) == [Piece("tag", "a"), Piece("text", "“"), Piece("mention", "anna")]


def test_html_as_clients_know_it() -> None:
    html = to_html("Hi @a\nand\n\n\n#Tag & https://example.org/" + "x" * 40, resolve, BASE)
    assert html.startswith(
        '<p>Hi <span class="h-card" translate="no"><a href="https://moot.example/@a" class="u-url mention">@<span>a'
    )
    assert "<br />and</p><p>" in html
    assert (
        '<a href="https://moot.example/tags/tag" class="mention hashtag" rel="tag">#<span>Tag</span></a> &amp; ' in html
    )
    assert '<span class="ellipsis">' in html
