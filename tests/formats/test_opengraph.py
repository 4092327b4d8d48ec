"""What pages say about themselves, well-meant and not."""

import gzip
from collections.abc import Iterator
from itertools import islice

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.formats import oembed, opengraph
from folkmoot.formats.charset import text_of
from folkmoot.formats.opengraph import DESCRIPTION, TITLE, Page
from folkmoot.formats.weburl import canonical

URL = "https://example.com/a/b"


def read(html: str | bytes, content_type: str = "text/html") -> Page:
    return opengraph.read(html if isinstance(html, bytes) else html.encode(), content_type, URL)


def meta(name: str, content: str, key: str = "property") -> str:
    return f'<meta {key}="{name}" content="{content}">'


def test_opengraph_is_read() -> None:
    said = read(
        meta("og:title", "A &amp; B") + meta("og:description", "words\n more ") + meta("og:image", "/p.png")
        + meta("og:image:alt", "a picture") + meta("og:site_name", "Site") + meta("og:locale", "de_DE")
        + meta("article:published_time", "2024-01-02T03:04:05Z") + meta("article:author", "https://example.com/vera")
        + meta("fediverse:creator", "@vera@moot.test", "name") + meta("author", "Vera", "name")
    )  # fmt: skip
    assert said == Page(
        title="A & B", description="words more", language="de", author_name="Vera",
        author_url="https://example.com/vera", creator="@vera@moot.test", provider_name="Site",
        image="https://example.com/p.png", image_description="a picture", published_at=1_704_164_645_000,
    )  # fmt: skip


def test_what_opengraph_leaves_out_others_say() -> None:
    article = {
        "@graph": [
            {"@type": "Organization", "name": "no"},
            {"@type": ["Thing", "NewsArticle"], "headline": "Of JSON", "description": "more", "inLanguage": "fr-FR",
             "author": [{"name": "Max", "url": "https://example.com/max"}], "publisher": {"name": "Paper"},
             "datePublished": "2024-01-02"},
        ]
    }  # fmt: skip
    script = f'<script type="application/ld+json">{msgspec.json.encode(article).decode()}</script>'
    said = read(f"<title>Plain</title>{script}")
    assert (said.title, said.description, said.language) == ("Of JSON", "more", "fr")
    assert (said.author_name, said.author_url, said.provider_name) == ("Max", "https://example.com/max", "Paper")
    assert said.published_at == 1_704_153_600_000
    said = read('<html lang="EN-gb"><title> Plain\n title </title>' + meta("description", "of HTML", "name"))
    assert (said.title, said.description, said.language) == ("Plain title", "of HTML", "en")
    assert read(meta("twitter:title", "Card", "name")).title == "Card"


def test_a_player_is_one_only_over_https() -> None:
    size = meta("twitter:player:width", "640", "name") + meta("twitter:player:height", "1e9", "name")
    said = read(meta("twitter:player", "https://films.example/1", "name") + size)
    assert (said.player, said.width, said.height) == ("https://films.example/1", 640, 0)
    assert read(meta("twitter:player", "http://films.example/1", "name")).player == ""


@pytest.mark.parametrize("kind", ["application/json+oembed", "text/xml+oembed"])
def test_only_oembed_as_json_is_found(kind: str) -> None:
    said = read(f'<link type="{kind}" href="javascript:x"><link type="{kind}" href="/oembed?u=1&amp;f=json">')
    assert said.oembed == ("https://example.com/oembed?u=1&f=json" if "json" in kind else "")


CHARSETS = {
    "by its mark": ("\ufeffgrün".encode("utf-16"), ""),
    "by its header": ("grün".encode("iso-8859-1"), 'text/html; charset="ISO-8859-1"'),
    "by its meta": ('<meta charset="windows-1252">grün'.encode("cp1252"), "text/html"),
    "by its older meta": (b'<meta http-equiv=x content="text/html; charset=latin1">' + "grün".encode("latin-1"), ""),
    "as UTF-8": ("grün".encode(), "text/html"),
    "by looking": ("grün".encode("cp1252"), "text/html; charset=nonsense"),
    "cut in two": ("grün ü".encode()[:-1], ""),
}


@pytest.mark.parametrize("case", CHARSETS)
def test_letters_are_read(case: str) -> None:
    body, kind = CHARSETS[case]
    assert "grün" in text_of(body, kind)


@pytest.mark.parametrize(
    "name", ["zip", "gzip", "bz2", "rot13", "base64", "unicode_escape", "idna", "punycode", "utf-7"]
)
def test_what_is_no_encoding_of_the_web_is_not_run(name: str) -> None:
    body = gzip.compress(b"x")
    assert text_of(b"plain", f"text/html; charset={name}") == "plain"
    assert text_of(body, f"text/html; charset={name}") == text_of(body)


HOSTILE = {
    "depth": "<div>" * 200_000 + "<title>x",
    "formatting": "<b><i>" * 100_000,
    "tables": "<table><tr><td>" * 60_000,
    "metas": meta("og:title", "x") * 20_000,
    "one long meta": meta("og:title", "x" * 900_000),
    "one endless tag": "<meta " + "a" * 900_000,
    "one endless comment": "<!--" + "-" * 900_000,
    "many comments": "<!--" * 200_000,
    "deep JSON": '<script type="application/ld+json">' + "[" * 90_000 + "</script><title>x",
    "long JSON": '<script type="application/ld+json">{"a":"' + "x" * 900_000,
    "odd JSON": '<script type="application/ld+json">{"@type":"Article","headline":{"a":1},"author":[[]]}</script>',
    "many attributes": "<meta " + "a='b' " * 150_000 + ">",
    "signs nobody sees": meta("og:title", "\u202e\u200b\u0000\x07a"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_page_is_read_within_bounds(case: str) -> None:
    said = read(HOSTILE[case])
    assert len(said.title) <= TITLE
    assert len(said.description) <= DESCRIPTION
    assert said.title.isprintable()


@given(body=st.binary(max_size=300), kind=st.text(max_size=40))
def test_any_bytes_are_read(body: bytes, kind: str) -> None:
    assert read(body, kind).title.isprintable()


_NAMES = st.sampled_from(
    ["og:title", "og:image", "og:locale", "twitter:player", "article:published_time", "og:video:width", "author"]
)


@given(pairs=st.lists(st.tuples(_NAMES, st.text(max_size=40)), max_size=8))
def test_any_words_are_read(pairs: list[tuple[str, str]]) -> None:
    said = read("".join(meta(name, content.replace('"', "")) for name, content in pairs))
    assert canonical(said.image) == said.image
    assert said.language == "" or (said.language.isascii() and said.language.islower())
    assert 0 <= said.width <= 10_000


def embed(**fields: object) -> oembed.Embed | None:
    return oembed.read(msgspec.json.encode({"version": "1.0", "type": "video", **fields}))


FRAMES = (
    '<iframe src="https://films.example/1"></iframe>',
    "<div><p>x</p><IFRAME onload=alert(1) SRC=https://films.example/1 srcdoc='<b>'></div><script>alert(1)</script>",
    '<iframe src="http://films.example/0"></iframe><iframe src="https://films.example/1">',
)
NO_FRAMES = (
    "", "<b>x</b>", '<script src="https://films.example/1"></script>', '<iframe src="javascript:alert(1)">',
    '<iframe src="http://films.example/">', '<iframe srcdoc="<script>">', "<iframe>", '<iframe src="//films.example/">',
    '<iframe src="https://user@films.example/">', '<embed src="https://films.example/1">', "<p>" * 5_000,
)  # fmt: skip


@pytest.mark.parametrize("html", FRAMES)
def test_one_frame_is_left(html: str) -> None:
    found = embed(html=html, width=10, height="20")
    assert found is not None
    assert found.html.startswith('<iframe src="https://films.example/1" width="10" height="20" sandbox="')
    assert found.html.count("<") == 2


@pytest.mark.parametrize("html", NO_FRAMES)
def test_without_a_frame_it_is_a_link(html: str) -> None:
    for kind in ("video", "rich"):
        found = embed(type=kind, html=html)
        assert found is not None
        assert (found.kind, found.html) == ("link", "")


def test_a_photo_needs_its_picture() -> None:
    photo = embed(type="photo", url="https://photos.example/1.jpg", title="A\nphoto", width=800, height=600)
    assert photo is not None
    assert (photo.kind, photo.photo, photo.title) == ("photo", "https://photos.example/1.jpg", "A photo")
    bare = embed(type="photo", url="javascript:x")
    assert bare is not None
    assert bare.kind == "link"


def _odd() -> Iterator[bytes]:
    yield from (b"", b"x", b"[]", b"null", b'{"type": 1}', b'{"type": "evil"}', b"[" * 100_000, b'{"type": ["video"]}')
    yield from (b"\xff", b'{"a": ')


@pytest.mark.parametrize("body", list(islice(_odd(), 20)))
def test_what_is_no_oembed(body: bytes) -> None:
    assert oembed.read(body) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
_FIELDS = st.sampled_from(["title", "html", "url", "width", "height", "author_url", "thumbnail_url", "provider_name"])


@given(kind=st.sampled_from(["photo", "video", "rich", "link"]), fields=st.dictionaries(_FIELDS, _JSON, max_size=5))
def test_any_fields_are_read(kind: str, fields: dict[str, object]) -> None:
    found = embed(type=kind, **fields)
    assert found is not None
    assert found.html == "" or found.html.startswith('<iframe src="https://')
