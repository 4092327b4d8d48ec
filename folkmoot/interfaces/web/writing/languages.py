"""The languages that a post can be in, by the names that the visitor's language has for them."""

from collections.abc import Iterable
from functools import cache

from babel.core import Locale
from babel.localedata import locale_identifiers

Named = tuple[str, str]
"""A code and the name of the language."""


@cache
def all_languages(language: str) -> tuple[Named, ...]:
    """Return every language that people write in, in the order of the alphabet."""
    names = Locale.parse(language).languages
    codes = {code.partition("_")[0] for code in locale_identifiers()} - {"root"}
    return tuple(sorted(((code, str(names[code])) for code in codes if code in names), key=_by_name))


def _by_name(named: Named) -> str:
    return named[1].casefold().replace("ä", "a").replace("ö", "o").replace("ü", "u")


def usual(language: str, *codes: str) -> list[Named]:
    """Return the languages with these codes, each once; what is none is left out."""
    known = dict(all_languages(language))
    return [(code, known[code]) for code in _short(codes) if code in known]


def _short(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(code.lower().replace("_", "-").partition("-")[0] for code in codes))
