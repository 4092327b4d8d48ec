"""What a query for accounts and tags means: its handle, its tag, and what its patterns let through."""

import re

from folkmoot.formats.text import tag_key

TEXT_LIMIT = 500
"""Characters of a query that are read."""
OFFSET_LIMIT = 1_000

_SPECIAL = re.compile(r"[!%_]")


def pattern(text: str) -> str:
    """Return what to compare lower-cased text with (escape '!').

    SQLite lower-cases ASCII alone, so other letters that have two cases stand open (`is_open`), and whoever uses
    the pattern looks at what it lets through once more.
    """
    escaped = _SPECIAL.sub(lambda match: "!" + match[0], text.lower())
    return "".join("%" if is_open(letter) else letter for letter in escaped)


def is_open(text: str) -> bool:
    """Say whether the pattern of `text` lets through more than `text`."""
    return any(not letter.isascii() and letter.lower() != letter.upper() for letter in text)


def handle_of(text: str, own_domain: str) -> tuple[str, str | None]:
    """Split `@name@domain` into (name, domain or None); the domain of our own accounts is empty."""
    name, at, domain = text.strip().removeprefix("@").lower().partition("@")
    if not at:
        return name, None
    return name, "" if domain == own_domain.lower() else domain


def tag_of(text: str) -> str:
    """Return the key of the tag that a query looks for: its only word, or the first one with #; '' for none."""
    words = text[:TEXT_LIMIT].split()
    marked = [word for word in words if word.startswith("#")]
    wanted = marked[0] if marked else words[0] if len(words) == 1 else ""
    return "" if wanted.startswith("@") else tag_key(wanted.lstrip("#"))
