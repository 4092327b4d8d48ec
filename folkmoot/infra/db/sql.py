"""One portable SQL text for both databases: written for PostgreSQL, translated once for SQLite at import."""

import re
from collections.abc import Sequence

from msgspec.json import encode

_LIST = re.compile(r"= any\(\$(\d+)\)", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\$(\d+)")
_SQLITE_TYPES = (
    (re.compile(r"\bbigint primary key\b", re.IGNORECASE), "integer primary key"),
    (re.compile(r"\bbytea\b", re.IGNORECASE), "blob"),
    (re.compile(r"\bbigserial primary key\b", re.IGNORECASE), "integer primary key autoincrement"),
    (re.compile(r"\bdouble precision\b", re.IGNORECASE), "real"),
    (re.compile(r"\bfor update( skip locked)?\b", re.IGNORECASE), ""),
)


class Sql:
    """A statement with `$1`-style placeholders; a list parameter stands as `= any($n)`.

    `sqlite` replaces the translation where the two databases need different words.
    """

    __slots__ = ("postgres", "sqlite")

    def __init__(self, text: str, *, sqlite: str | None = None) -> None:
        self.postgres = text
        source = text if sqlite is None else sqlite
        translated = _LIST.sub(r"in (select value from json_each(?\1))", source)
        translated = _PLACEHOLDER.sub(r"?\1", translated)
        for pattern, replacement in _SQLITE_TYPES:
            translated = pattern.sub(replacement, translated)
        self.sqlite = translated

    @staticmethod
    def sqlite_arguments(arguments: Sequence[object]) -> Sequence[object]:
        """Return `arguments` with lists written as JSON, as json_each wants them."""
        if list not in map(type, arguments):
            return arguments
        return [encode(value).decode() if type(value) is list else value for value in arguments]
