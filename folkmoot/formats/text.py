"""The text of a post: its links, mentions and tags found in one pass, counted and written as HTML."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from folkmoot.formats import graphemes

LINK_LENGTH = 23
"""Characters a link counts, however long it is, as Mastodon clients count it."""

TAG_LENGTH = 100
"""Characters of a tag; what is longer is not one. Its key may be twice as long."""

# Possessive throughout: what one part has taken is never tried again by another, so no text takes long.
_PIECE = re.compile(
    r"(?P<link>(?<![\w/])https?://[^\s<>\"\u0000-\u001f]++)"
    r"|(?<![\w/@.])@(?P<mention>[a-z0-9_]++(?:[.-]++[a-z0-9_]++)*+"
    r"(?:@[\w-]++(?:\.[\w-]++)*+(?::\d{1,5}+(?!\w))?)?+)(?![\w@])"
    r"|(?<![\w/&#])\#(?P<tag>\w[^\s\u0000-\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u007f]*+)",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(r"\n{2,}")
_TRAILING = frozenset(".,:;!?'\"*~…、。，！？：；‘’“”„‚‹›«»—–")  # noqa: RUF001 - of other scripts
_PAIRS = {")": "(", "]": "[", "}": "{"}
_JOINERS = frozenset("_·\u200c\u200d")
_SHOWN = 30


class Piece(NamedTuple):
    """A run of the text. `kind` is text, link, mention or tag; `value` lacks the sign (@, #) that marks it."""

    kind: str
    value: str


def pieces(text: str) -> Iterator[Piece]:
    """Split `text` into pieces that, with their signs, join to `text` again."""
    told, position = 0, 0
    while match := _PIECE.search(text, position):
        kind = match.lastgroup or "text"
        value = _TRIMMED[kind](match[kind])
        if not value:
            position = match.end()
            continue
        if match.start() > told:
            yield Piece("text", text[told : match.start()])
        yield Piece(kind, value)
        told = position = match.start(kind) + len(value)
    if told < len(text):
        yield Piece("text", text[told:])


def _link_of(link: str) -> str:
    """Leave sentence punctuation, and brackets that were not opened inside it, outside a link; "" for none."""
    end = len(link)
    opened = {closing: link.count(opening) - link.count(closing) for closing, opening in _PAIRS.items()}
    while end and (link[end - 1] in _TRAILING or opened.get(link[end - 1], 0) < 0):
        if link[end - 1] in _PAIRS:
            opened[link[end - 1]] += 1
        end -= 1
    return "" if link.endswith("//", 0, end) else link[:end]


def _tag_of(name: str) -> str:
    """End a tag before the first sign that is neither letter, number, mark nor joiner; "" where no letter is in it."""
    if not name.isalnum():
        end = next((at for at, sign in enumerate(name) if not _belongs_to_tag(sign)), len(name))
        name = name[:end].rstrip("\u200c\u200d")
    too_long = len(name) > TAG_LENGTH or len(tag_key(name)) > 2 * TAG_LENGTH
    return "" if too_long or not any(map(str.isalpha, name)) else name


def _belongs_to_tag(sign: str) -> bool:
    return sign.isalnum() or sign in _JOINERS or unicodedata.category(sign)[0] == "M"


_TRIMMED: dict[str, Callable[[str], str]] = {"link": _link_of, "tag": _tag_of, "mention": str}


def mentions(text: str) -> list[str]:
    """Return the handles mentioned, in order, each once: `name` or `name@domain`."""
    return list(dict.fromkeys(piece.value for piece in pieces(text) if piece.kind == "mention"))


def tags(text: str) -> dict[str, str]:
    """Return the tags used as {key: as written first}; the key is what they are compared by."""
    found: dict[str, str] = {}
    for piece in pieces(text):
        if piece.kind == "tag":
            found.setdefault(tag_key(piece.value), piece.value)
    return found


def tag_key(name: str) -> str:
    """Return the form by which two spellings of a tag are the same, whatever their case and composition."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def named_tag(name: str) -> str:
    """Return the key of the tag `name`, with or without its sign; "" for what cannot be a tag."""
    name = name.removeprefix("#")
    if len(name) > TAG_LENGTH:
        return ""
    key = tag_key(name)
    return key if tags(f"#{name}") == {key: name} else ""


def length(text: str) -> int:
    """Return what counts against the limit: a link is 23 characters, a mention only its local name.

    A character is what a reader takes for one, as clients count: an emoji of seven code points too.
    """
    total = 0
    for kind, value in pieces(text):
        if kind == "link":
            total += LINK_LENGTH
        elif kind == "mention":
            total += 1 + len(value.partition("@")[0])
        else:
            total += graphemes.count(value) + (kind == "tag")
    return total


def to_html(text: str, resolve: Callable[[str], tuple[str, str] | None], tag_base: str) -> str:
    """Write `text` as HTML paragraphs.

    `resolve(handle)` returns (profile URL, name to show) of a mention, or None to leave it as text;
    `tag_base` is the URL that a tag's name is appended to. Everything a member wrote is escaped.
    """
    parts = []
    for kind, value in pieces(text.strip()):
        if kind == "link":
            parts.append(_link(value))
        elif kind == "mention":
            parts.append(_mention(value, resolve(value)))
        elif kind == "tag":
            parts.append(_tag(value, tag_base))
        else:
            parts.append(escape(value))
    paragraphs = _PARAGRAPHS.split("".join(parts))
    return "".join(f"<p>{paragraph.replace(chr(10), '<br />')}</p>" for paragraph in paragraphs if paragraph)


def _link(url: str) -> str:
    scheme, _, rest = url.partition("://")
    shown, hidden = rest[:_SHOWN], rest[_SHOWN:]
    ellipsis = ' class="ellipsis"' if hidden else ""
    return (
        f'<a href="{escape(url)}" target="_blank" rel="nofollow noopener noreferrer" translate="no">'
        f'<span class="invisible">{escape(scheme)}://</span><span{ellipsis}>{escape(shown)}</span>'
        f'<span class="invisible">{escape(hidden)}</span></a>'
    )


def _mention(handle: str, found: tuple[str, str] | None) -> str:
    if found is None:
        return escape(f"@{handle}")
    url, name = found
    return (
        f'<span class="h-card" translate="no"><a href="{escape(url)}" class="u-url mention">'
        f"@<span>{escape(name)}</span></a></span>"
    )


def _tag(name: str, tag_base: str) -> str:
    return (
        f'<a href="{escape(tag_base + quote(tag_key(name)))}" class="mention hashtag" rel="tag">'
        f"#<span>{escape(name)}</span></a>"
    )
