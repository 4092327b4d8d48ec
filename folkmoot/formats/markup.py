"""Making HTML that strangers wrote cheap to parse: so many tags, and none with attributes without end.

Building a tree takes the square of the depth of its tags and of the attributes of each tag.
"""

import re

ATTRIBUTES = 100
TAG_LENGTH = 20_000
"""Attributes and characters of one tag; one with more is taken for text."""

_BLANK = r"[ \t\n\f\r]"
_NAME = r"[^ \t\n\f\r/>]"
_VALUE = rf"{_BLANK}*+={_BLANK}*+(?:\"[^\"]*+\"|'[^']*+'|[^ \t\n\f\r>]*+)"
_TAG = re.compile(
    rf"</?[a-zA-Z]{_NAME}*+(?:[ \t\n\f\r/]*+{_NAME}[^ \t\n\f\r/>=]*+(?:{_VALUE})?+){{0,{ATTRIBUTES}}}+[ \t\n\f\r/]*+>"
)
"""A tag as a parser reads it (HTML, section 13.2.5)."""
_BEGINS = re.compile(r"/?[a-zA-Z]")


def tame(text: str, tags: int) -> str:
    """Return the beginning of a text, up to `tags` signs that could begin a tag; those of endless tags are blanks."""
    parts: list[str] = []
    done, at = 0, -1
    for _ in range(tags):
        at = text.find("<", at + 1)
        if at < 0:
            return "".join((*parts, text[done:]))
        # Whatever else it may be, it is looked at: a parser sees no tag that does not begin here or at another one.
        if _BEGINS.match(text, at + 1) and not _TAG.match(text, at, at + TAG_LENGTH):
            parts += text[done:at], " "
            done = at + 1
    return "".join((*parts, text[done : max(at, done)]))
