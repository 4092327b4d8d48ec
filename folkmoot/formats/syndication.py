"""Feeds as RSS 2.0 (with Media RSS) and as Atom (RFC 4287), from plain facts; what XML cannot hold is left out."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"
DUBLIN = "http://purl.org/dc/elements/1.1/"
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

register_namespace("atom", ATOM)
register_namespace("media", MEDIA)
register_namespace("dc", DUBLIN)


class Enclosure(NamedTuple):
    """A file of an item; `size` in bytes, `kind` as in Content-Type."""

    url: str
    kind: str
    size: int
    description: str = ""


class Item(NamedTuple):
    """An entry of a feed; `id` never changes, `html` has full addresses, times in ms since 1970."""

    id: str
    url: str
    title: str
    html: str
    created_at: int
    updated_at: int
    author: str = ""
    author_url: str = ""
    language: str = ""
    tags: Sequence[str] = ()
    enclosures: Sequence[Enclosure] = ()
    sensitive: bool = False


class Channel(NamedTuple):
    """What a feed is about: `url` is the page that shows the same, `address` where the feed itself is."""

    title: str
    url: str
    address: str
    description: str
    image: str = ""
    language: str = ""


def fit(text: str) -> str:
    """Return a text without the characters that no XML document may hold."""
    return _UNFIT.sub("", text)


def newest(items: Sequence[Item]) -> int:
    """Return when (ms since 1970) the last of these items was written or changed; 0 for none."""
    return max((item.updated_at for item in items), default=0)


def rss(channel: Channel, items: Sequence[Item]) -> bytes:
    """Return the feed as RSS 2.0."""
    root = Element("rss", {"version": "2.0"})
    top = SubElement(root, "channel")
    _text(top, "title", channel.title)
    _text(top, "link", channel.url)
    _text(top, "description", channel.description or channel.title)
    if channel.language:
        _text(top, "language", channel.language)
    SubElement(top, f"{{{ATOM}}}link", {"rel": "self", "type": "application/rss+xml", "href": fit(channel.address)})
    if items:
        _text(top, "lastBuildDate", _written(newest(items)))
    if channel.image:
        image = SubElement(top, "image")
        _text(image, "url", channel.image)
        _text(image, "title", channel.title)
        _text(image, "link", channel.url)
    for item in items:
        _rss_item(SubElement(top, "item"), item)
    return _document(root)


def _rss_item(entry: Element, item: Item) -> None:
    SubElement(entry, "guid", {"isPermaLink": "true" if item.id == item.url else "false"}).text = fit(item.id)
    _text(entry, "title", item.title)
    _text(entry, "link", item.url)
    _text(entry, "pubDate", _written(item.created_at))
    _text(entry, f"{{{DUBLIN}}}creator", item.author)
    if item.language:
        _text(entry, f"{{{DUBLIN}}}language", item.language)
    _text(entry, "description", item.html)
    for file in item.enclosures[:1]:  # readers of RSS know one
        SubElement(entry, "enclosure", {"url": fit(file.url), "length": str(file.size), "type": file.kind})
    for file in item.enclosures:
        _media(entry, file, sensitive=item.sensitive)
    for tag in item.tags:
        _text(entry, "category", tag)


def _media(entry: Element, file: Enclosure, *, sensitive: bool) -> None:
    medium = file.kind.partition("/")[0]
    given = {"url": fit(file.url), "type": file.kind, "fileSize": str(file.size), "medium": medium}
    content = SubElement(entry, f"{{{MEDIA}}}content", given)
    rating = SubElement(content, f"{{{MEDIA}}}rating", {"scheme": "urn:simple"})
    rating.text = "adult" if sensitive else "nonadult"
    if file.description:
        SubElement(content, f"{{{MEDIA}}}description", {"type": "plain"}).text = fit(file.description)


def atom(channel: Channel, items: Sequence[Item]) -> bytes:
    """Return the feed as Atom."""
    root = Element("feed", {"xmlns": ATOM})
    if channel.language:
        root.set("xml:lang", channel.language)
    _text(root, "id", channel.address)
    _text(root, "title", channel.title)
    if channel.description:
        _text(root, "subtitle", channel.description)
    _text(root, "updated", _stamp(newest(items)))
    _link(root, "self", channel.address, "application/atom+xml")
    _link(root, "alternate", channel.url, "text/html")
    if channel.image:
        _text(root, "logo", channel.image)
    for item in items:
        _atom_entry(SubElement(root, "entry"), item)
    return _document(root)


def _atom_entry(entry: Element, item: Item) -> None:
    _text(entry, "id", item.id)
    _text(entry, "title", item.title)
    _text(entry, "published", _stamp(item.created_at))
    _text(entry, "updated", _stamp(item.updated_at))
    author = SubElement(entry, "author")
    _text(author, "name", item.author)
    if item.author_url:
        _text(author, "uri", item.author_url)
    _link(entry, "alternate", item.url, "text/html")
    for file in item.enclosures:
        _link(entry, "enclosure", file.url, file.kind, length=str(file.size))
    for tag in item.tags:
        SubElement(entry, "category", {"term": fit(tag)})
    content = SubElement(entry, "content", {"type": "html"})
    if item.language:
        content.set("xml:lang", item.language)
    content.text = fit(item.html)


def _link(parent: Element, rel: str, href: str, kind: str, **more: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": kind, "href": fit(href), **more})


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = fit(text)


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC)


def _written(at: int) -> str:
    return format_datetime(_moment(at), usegmt=True)


def _stamp(at: int) -> str:
    return f"{_moment(at):%Y-%m-%dT%H:%M:%SZ}"


def _document(root: Element) -> bytes:
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made
