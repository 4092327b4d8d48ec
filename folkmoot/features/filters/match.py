"""Keywords in a text, whatever their case: plain search, so that no keyword means more than its letters.

For whole words each border of a word is written down as a sign that no text holds. Then they, too, are found by
plain search, and no text, however it repeats itself, takes long.
"""

import re
import unicodedata
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from folkmoot.features.filters.types import Keyword

_BORDER = "\0"
_WORD = re.compile(r"(\w+)")


class Needle(NamedTuple):
    """A keyword ready to be looked for: among the folded letters, or among those with their borders."""

    keyword: str
    sought: str
    bordered: bool


class Text:
    """What is searched, made ready once for all keywords."""

    def __init__(self, text: str) -> None:
        self._letters = folded(text)

    @cached_property
    def _bordered(self) -> str:
        return _with_borders(self._letters)

    def holds(self, needle: Needle) -> bool:
        return needle.sought in (self._bordered if needle.bordered else self._letters)


def folded(text: str) -> str:
    """Return `text` so that texts that differ in case or in how accents are encoded are the same."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def needle(keyword: Keyword) -> Needle:
    """Make a keyword ready. An end of it that is no part of a word (a sign, a space) needs no border."""
    letters = folded(keyword.keyword)
    return Needle(keyword.keyword, _with_borders(letters) if keyword.whole_word else letters, keyword.whole_word)


def _with_borders(letters: str) -> str:
    """Return `letters` with a border on both sides of each word."""
    if letters.isascii() or not any(map(_is_mark, set(letters))):
        return _BORDER.join(_WORD.split(letters))
    runs = [(in_word, "".join(run)) for in_word, run in groupby(letters, _in_word)]
    return "".join(f"{_BORDER}{run}{_BORDER}" if in_word else run for in_word, run in runs)


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_" or _is_mark(sign)


def _is_mark(sign: str) -> bool:
    """Say whether this is an accent or vowel sign that belongs to the letter before it."""
    return unicodedata.category(sign)[0] == "M"
