"""Keywords in a text, whatever their case: plain search, so that no keyword means more than its letters."""

import unicodedata
from typing import NamedTuple

from folkmoot.features.filters.types import Keyword


class Needle(NamedTuple):
    """A keyword ready to be looked for: folded, and whether each of its ends must be the end of a word."""

    keyword: str
    folded: str
    opens: bool
    closes: bool


def folded(text: str) -> str:
    """Return `text` so that texts that differ in case or in how accents are encoded are the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def needle(keyword: Keyword) -> Needle:
    """Make a keyword ready. Only an end that is a letter, a mark, a number or `_` can be the end of a word."""
    word = folded(keyword.keyword)
    return Needle(
        keyword.keyword, word, keyword.whole_word and _in_word(word[0]), keyword.whole_word and _in_word(word[-1])
    )


def holds(text: str, sought: Needle) -> bool:
    """Say whether `text`, which is folded, holds the keyword."""
    at = text.find(sought.folded)
    while at >= 0:
        end = at + len(sought.folded)
        cut_off = sought.opens and at > 0 and _in_word(text[at - 1])
        goes_on = sought.closes and end < len(text) and _in_word(text[end])
        if not cut_off and not goes_on:
            return True
        at = text.find(sought.folded, at + 1)
    return False


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_" or unicodedata.category(sign)[0] == "M"
