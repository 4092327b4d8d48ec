"""The text of a post: its links, mentions and tags found in one pass, counted and written as HTML."""

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple
from urllib.parse import quote

LINK_LENGTH = 23
"""Characters a link counts, however long it is, as Mastodon clients count it."""

_PIECE = re.compile(
    r"(?P<link>(?<![\w/])https?://[^\s<>\"\u0000-\u001f]+)"
    r"|(?<![\w/@.])@(?P<mention>[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?(?:@[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?)?)(?![\w@])"
    r"|(?<![\w/&#])\#(?P<tag>\w[\w\u00b7]*)",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(r"\n{2,}")
_TRAILING = ".,:;!?'\"*~"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_SHOWN = 30


class Piece(NamedTuple):
    """A run of the text. `kind` is text, link, mention or tag; `value` lacks the sign (@, #) that marks it."""

    kind: str
    value: str


def pieces(text: str) -> Iterator[Piece]:
    """Split `text` into pieces that, with their signs, join to `text` again."""
    position = 0
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or "text"
        value, end = match[kind], match.end()
        if kind == "link":
            value = _without_trailing(value)
            end = match.start() + len(value)
        if (kind == "tag" and value.replace("_", "").replace("\u00b7", "").isdigit()) or (
            kind == "link" and value.endswith("//")
        ):
            continue
        if match.start() > position:
            yield Piece("text", text[position : match.start()])
        yield Piece(kind, value)
        position = end
    if position < len(text):
        yield Piece("text", text[position:])


def _without_trailing(link: str) -> str:
    """Leave sentence punctuation, and brackets that were not opened inside it, outside a link."""
    while link and (link[-1] in _TRAILING or _is_unopened(link)):
        link = link[:-1]
    return link


def _is_unopened(link: str) -> bool:
    opening = _PAIRS.get(link[-1])
    return opening is not None and link.count(link[-1]) > link.count(opening)


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
    """Return the form by which two spellings of a tag are the same."""
    return name.casefold()


def length(text: str) -> int:
    """Return what counts against the limit: a link is 23 characters, a mention only its local name."""
    total = 0
    for kind, value in pieces(text):
        if kind == "link":
            total += LINK_LENGTH
        elif kind == "mention":
            total += 1 + len(value.partition("@")[0])
        else:
            total += len(value) + (kind == "tag")
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
