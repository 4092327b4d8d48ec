"""Words as search compares them: cut out of a text, folded to one spelling, and reduced to their stems."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import Stemmer

WORD_LENGTH = 64
"""Characters of a word that count; nobody looks for what comes after."""

_DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts that leave no spaces between words, and Hangul, whose words carry their particles with them."""
_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963"
_MORE_MARKS = "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0dff"
"""Signs that belong to the letter before them although they are no letters."""
_WORD = re.compile(rf"[{_DENSE}]+|(?:(?![{_DENSE}])[^\W_]|[{_MARKS}{_MORE_MARKS}])+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
"""What `_WORD` finds in a text of ASCII alone, found in half the time."""
_IS_DENSE = re.compile(rf"[{_DENSE}]")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "\u0131": "i", "ŋ": "ng"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Languages whose words are reduced to stems, and the Snowball algorithm of each."""


class Word(NamedTuple):
    """A word of a text: folded and, where that is another, the way it is written with its accents."""

    plain: str
    written: str

    @property
    def is_dense(self) -> bool:
        return not self.plain.isascii() and bool(_IS_DENSE.match(self.plain))


def words(text: str) -> list[Word]:
    """Return the words of `text` in order; a run of a script without spaces is one word."""
    if text.isascii():
        return [Word(found[:WORD_LENGTH], found[:WORD_LENGTH]) for found in _ASCII_WORD.findall(text.lower())]
    normal = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return [Word(fold(found), found) for found in map(_cut, _WORD.findall(normal)) if fold(found)]


def _cut(word: str) -> str:
    return word[:WORD_LENGTH] if not _IS_DENSE.match(word) else word


@lru_cache(16_384)
def fold(word: str) -> str:
    """Return a lower-case word without accents: `müller` as `muller`."""
    if word.isascii():
        return word
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", word)).translate(_LETTERS)
    return unicodedata.normalize("NFC", bare)


def spoken(found: Iterable[Word]) -> list[str]:
    """Return words as phrases are compared by: folded, and a script without spaces sign by sign."""
    said: list[str] = []
    for word in found:
        if word.is_dense:
            said += word.plain
        else:
            said.append(word.plain)
    return said


def keys(word: Word) -> list[str]:
    """Return what a text must hold to hold `word` itself: it, or of a script without spaces each two signs together."""
    if not word.is_dense or len(word.plain) == 1:
        return [word.plain]
    return [word.plain[at : at + 2] for at in range(len(word.plain) - 1)]


def forms(word: Word, languages: Iterable[str]) -> set[str]:
    """Return what `word` is found by beside its plain form: its stems, and umlauts written out (`mueller`)."""
    found = {stem(word.written, language) for language in languages}
    if not word.written.isascii():
        found.add(fold(word.written.translate(_UMLAUTS)))
    return found - {word.plain, ""}


@lru_cache(65_536)
def stem(written: str, language: str) -> str:
    """Return the folded stem of a word in a language (`de`); the folded word itself where none is known."""
    algorithm = ALGORITHMS.get(language)
    if algorithm is None or written.isdigit():
        return fold(written)
    stemmed: str = _stemmer(algorithm).stemWord(written)
    return fold(stemmed)


@lru_cache
def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(algorithm)
