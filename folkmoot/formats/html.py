"""HTML that strangers wrote: what is harmless of it, and the text in it."""

from collections.abc import Iterator
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from folkmoot.formats.markup import tame

TAGS_READ = 2_000
"""Tags that are looked at: building the tree takes the square of their depth."""
DEPTH = 20

_KEPT = {"p": frozenset[str](), "a": frozenset(("mention", "hashtag", "u-url")),
         "span": frozenset(("h-card", "invisible", "ellipsis"))}  # fmt: skip
"""What stays, and the classes that may stay with it; of other things only their text does."""
_DROPPED = frozenset(
    ("script", "style", "iframe", "object", "template", "title", "textarea", "noscript", "svg", "math")
)
_BREAKS = frozenset(("p", "div", "li", "h1", "h2", "h3", "blockquote"))


def harmless(text: str) -> str:
    """Return HTML with paragraphs, line breaks, links of the web and their marks, and nothing else."""
    return "".join(_written(_root(text), 0))


def text_of(text: str) -> str:
    """Return the text of a piece of HTML."""
    return "".join(_told(_root(text), 0)).strip()


def _root(text: str) -> Any:
    return LexborHTMLParser(tame(text, TAGS_READ)).body


def _children(node: Any, depth: int) -> Iterator[Any]:
    if node is not None and depth < DEPTH:
        yield from node.iter(include_text=True)


def _written(node: Any, depth: int) -> Iterator[str]:
    for child in _children(node, depth):
        tag = child.tag
        if tag == "-text":
            yield escape(child.text_content or "")
        elif tag == "br":
            yield "<br />"
        elif tag in _KEPT and (attributes := _attributes(child)) is not None:
            yield f"<{tag}{attributes}>"
            yield from _written(child, depth + 1)
            yield f"</{tag}>"
        elif tag not in _DROPPED:
            yield from _written(child, depth + 1)


def _attributes(node: Any) -> str | None:
    """Return the attributes that stay; None for a link that leads nowhere on the web."""
    given = node.attributes
    classes = [name for name in (given.get("class") or "").split() if name in _KEPT[node.tag]]
    kept = f' class="{" ".join(classes)}"' if classes else ""
    kept += ' translate="no"' if given.get("translate") == "no" else ""
    if node.tag != "a":
        return kept
    target = (given.get("href") or "").strip()
    if not target.lower().startswith(("http://", "https://")):
        return None
    return f' href="{escape(target)}" target="_blank" rel="nofollow noopener noreferrer"{kept}'


def _told(node: Any, depth: int) -> Iterator[str]:
    for child in _children(node, depth):
        if child.tag == "-text":
            yield child.text_content or ""
        elif child.tag == "br":
            yield "\n"
        elif child.tag not in _DROPPED:
            yield from _told(child, depth + 1)
            if child.tag in _BREAKS:
                yield "\n"
