"""Counting what a reader calls a character: a letter with its accents, a flag, a family joined from four faces."""

import unicodedata

_ZWJ = "\u200d"
_EXTENDING = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f")
"""What belongs to the sign before it without being a mark: joiners, Thai and Lao AM, halfwidth voicing."""
_RANGES = (
    ("\u1160", "\u11ff"),
    ("\ud7b0", "\ud7fb"),
    ("\U0001f3fb", "\U0001f3ff"),
    ("\U000e0020", "\U000e007f"),
)
"""The same by range: vowels and finals of Korean syllables, skin tones, the letters of regional flags."""


def count(text: str) -> int:
    """Return how many extended grapheme clusters `text` has (UAX #29, but each part of an Indic conjunct counts)."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    total, before, in_emoji, half_flag = 0, "", False, False
    for sign in text:
        if _is_flag_letter(sign):
            total += not half_flag
            half_flag, in_emoji = not half_flag, False
        elif _belongs_to(before, sign):
            half_flag = False
        else:
            pictured = unicodedata.category(sign) in {"So", "Sm"}
            total += not (in_emoji and pictured and before == _ZWJ)
            in_emoji, half_flag = pictured, False
        before = sign
    return total


def _is_flag_letter(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _belongs_to(before: str, sign: str) -> bool:
    if sign < "\u0300":
        return before == "\r" and sign == "\n"
    if not before or before in "\r\n":
        return False
    if sign in _EXTENDING or unicodedata.category(sign)[0] == "M":
        return True
    return any(first <= sign <= last for first, last in _RANGES)
