"""The languages that posts are written in, by their names in the language of the pages."""

from functools import cache

from babel.core import Locale


@cache
def tongues(language: str) -> list[tuple[str, str]]:
    """Return (code, name) of every language with a code of two letters (ISO 639-1), in the order of their names."""
    names = Locale.parse(language).languages
    return sorted(((code, str(name)) for code, name in names.items() if len(code) == 2), key=lambda each: each[1])
