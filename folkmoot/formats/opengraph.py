"""What a page says about itself, for a preview: OpenGraph, cards, JSON-LD, and the plain signs of HTML."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from folkmoot.formats.charset import text_of
from folkmoot.formats.markup import tame
from folkmoot.formats.weburl import canonical

TAGS_READ = 6_000
"""Tags of a page that are looked at: building the tree takes the square of their depth."""
TITLE, DESCRIPTION, NAME = 500, 2_000, 200
"""Characters kept of each."""
JSON_LENGTH = 100_000
_METAS = 400
_ARTICLES = ("Article", "NewsArticle", "BlogPosting", "Report", "TechArticle", "VideoObject", "Product", "WebPage")


class Page(msgspec.Struct, frozen=True):
    """What a page says about itself; "" or None for what it does not. URLs are canonical, the time is ms since 1970.

    `creator` is a handle of the fediverse, `player` the address of an embeddable player of `width` by `height` pixels.
    """

    title: str = ""
    description: str = ""
    language: str = ""
    author_name: str = ""
    author_url: str = ""
    creator: str = ""
    provider_name: str = ""
    image: str = ""
    image_description: str = ""
    published_at: int | None = None
    oembed: str = ""
    player: str = ""
    width: int = 0
    height: int = 0


def read(body: bytes, content_type: str, url: str) -> Page:
    """Return what the page at `url` says. Never fails: what cannot be read was not said."""
    tree = LexborHTMLParser(tame(text_of(body, content_type), TAGS_READ))
    said, article = _metas(tree), _article(tree)
    author = _author(article)
    player = _first(said, "twitter:player", "og:video:secure_url")
    return Page(
        title=words(_first(said, "og:title", "twitter:title") or article.get("headline") or _title(tree), TITLE),
        description=words(
            _first(said, "og:description", "twitter:description", "description") or article.get("description"),
            DESCRIPTION,
        ),
        language=_language(article.get("inLanguage") or _root_language(tree) or said.get("og:locale")),
        author_name=words(author.get("name") or said.get("author")),
        author_url=canonical(_text(author.get("url")) or said.get("article:author", "")),
        creator=said.get("fediverse:creator", "")[:NAME].strip(),
        provider_name=words(said.get("og:site_name") or _publisher(article)),
        image=_address(_first(said, "og:image:secure_url", "og:image", "twitter:image"), url),
        image_description=words(_first(said, "og:image:alt", "twitter:image:alt"), DESCRIPTION),
        published_at=_time(said.get("article:published_time") or article.get("datePublished")),
        oembed=_oembed(tree, url),
        player=_address(player, url) if player.startswith("https://") else "",
        width=number(_first(said, "twitter:player:width", "og:video:width")),
        height=number(_first(said, "twitter:player:height", "og:video:height")),
    )


def _first(said: dict[str, str], *names: str) -> str:
    return next((said[name] for name in names if name in said), "")


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """Return the content of each meta by its name; the first that says something counts."""
    found: dict[str, str] = {}
    for node in tree.css("meta")[:_METAS]:
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        content = (node.attributes.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return "" if node is None else node.text()


def _root_language(tree: LexborHTMLParser) -> str:
    root = tree.css_first("html")
    return "" if root is None else root.attributes.get("lang") or ""


def _oembed(tree: LexborHTMLParser, url: str) -> str:
    """Return where a page says that its oEmbed as JSON is."""
    for node in tree.css('link[type="application/json+oembed"]'):
        found = _address(node.attributes.get("href"), url)
        if found:
            return found
    return ""


def _article(tree: LexborHTMLParser) -> dict[str, Any]:
    """Return the first thing in JSON-LD that is an article or the like."""
    for node in tree.css('script[type="application/ld+json"]')[:5]:
        text = node.text()
        if len(text) > JSON_LENGTH:
            continue
        try:
            value = msgspec.json.decode(text.encode("utf-8", "replace"))
        except (msgspec.DecodeError, RecursionError):
            continue
        for item in _items(value):
            kind = item.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            if any(name in _ARTICLES for name in kinds):
                return item
    return {}


def _items(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the things of one JSON-LD document: itself, those of its list, and those of its graph."""
    for item in value[:50] if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (each for each in graph[:50] if isinstance(each, dict))


def _author(article: dict[str, Any]) -> dict[str, Any]:
    author = article.get("author")
    if isinstance(author, list):
        author = author[0] if author else None
    if isinstance(author, dict):
        return author
    return {"name": author} if isinstance(author, str) else {}


def _publisher(article: dict[str, Any]) -> str:
    publisher = article.get("publisher")
    return _text(publisher.get("name")) if isinstance(publisher, dict) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def words(value: Any, most: int = NAME) -> str:
    """Return what a stranger wrote as one line of at most `most` visible characters; "" for what is no text."""
    text = _text(value)[: 4 * most].encode("utf-8", "replace").decode()
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:most]


def _address(value: Any, base: str) -> str:
    text = _text(value)
    return canonical(text, base) if text else ""


def _language(value: Any) -> str:
    """Return the language of a tag such as de-AT: two or three letters."""
    code = _text(value).replace("_", "-").partition("-")[0].strip().lower()
    return code if code.isascii() and code.isalpha() and len(code) in {2, 3} else ""


def _time(value: Any) -> int | None:
    """Return a time in ms since 1970; one without a zone is of UTC."""
    try:
        moment = datetime.fromisoformat(_text(value).strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return int(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def number(value: Any) -> int:
    """Return a length in pixels, from 0 to 10,000."""
    text = str(value) if type(value) is int else _text(value).strip()
    return min(int(text), 10_000) if text.isascii() and text.isdigit() and len(text) < 8 else 0
