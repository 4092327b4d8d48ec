"""The CSV files in which people carry their relations from server to server, with the columns that all servers know."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import NamedTuple

ROWS_LIMIT = 20_000
CELL_LIMIT = 2_048
"""Characters of one cell."""
EXCERPT = 80
"""Characters of a faulty line that are shown again."""

ADDRESS = "Account address"
HEADERS: dict[str, tuple[str, ...]] = {
    "following": (ADDRESS, "Show boosts", "Notify on new posts", "Languages"),
    "muting": (ADDRESS, "Hide notifications"),
    "followers": (ADDRESS,),
    "blocking": (),
    "domain_blocking": (),
    "lists": (),
    "bookmarks": (),
}
"""The first line of each kind of file; some have none."""
WIDTHS = {"following": 4, "muting": 2, "followers": 1, "blocking": 1, "domain_blocking": 1, "lists": 2, "bookmarks": 1}
PROBLEM = "Problem"

_YES, _NO = frozenset(("true", "1", "yes")), frozenset(("false", "0", "no"))
_ACCOUNT = re.compile(r"@?[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?@[\w.:\[\]-]+", re.IGNORECASE | re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)
_QUOTED = re.compile(r"[,\"\r\n]|^\s|\s$")
_DOMAIN = re.compile(r"[\w.:\[\]-]{1,253}")
_URI = re.compile(r"https?://[^\s<>\"]+")


class UnreadableError(ValueError):
    """The file is no CSV at all; `code` says why, `line` where (0: as a whole)."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.line = line


class Row(NamedTuple):
    """One line of a file: its number, its cells in the order of the columns, and what is wrong with it ('' if nothing).

    The cells of a line in order are all there and normalised; those of another are what was written.
    """

    line: int
    cells: list[str]
    problem: str = ""


def write(kind: str, rows: Iterable[Sequence[str]], *, header: bool = True) -> str:
    """Return the lines of a file; `header` is for its first part."""
    first = [HEADERS[kind]] if header and HEADERS[kind] else []
    return "".join(",".join(map(_cell, row)) + "\n" for row in (*first, *rows))


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def read(kind: str, data: bytes) -> list[Row]:
    """Return the lines of a file of this kind, the faulty ones too; UnreadableError where it is none."""
    rows, columns = [], list(range(WIDTHS[kind]))
    for number, (line, cells) in enumerate(_lines(_text(data))):
        if number == 0 and kind != "lists" and _is_header(cells):
            columns = _columns(kind, cells)
        elif any(cell.strip() for cell in cells):
            rows.append(_row(kind, line, [cells[at] if 0 <= at < len(cells) else "" for at in columns]))
            if len(rows) > ROWS_LIMIT:
                raise UnreadableError("too_many")
    if not rows:
        raise UnreadableError("empty")
    return rows


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("encoding", data.count(b"\n", 0, error.start) + 1) from error
    if "\0" in text:
        raise UnreadableError("nul", text.count("\n", 0, text.index("\0")) + 1)
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise UnreadableError("malformed", reader.line_num) from error


def _is_header(cells: list[str]) -> bool:
    """A first line that names a column is one; a list may be called so too, but its files have none."""
    names = {cell.strip().lstrip("#").lower() for cell in cells}
    return not names.isdisjoint((ADDRESS.lower(), "domain", "uri"))


def _columns(kind: str, cells: list[str]) -> list[int]:
    """Return where the columns of this kind stand in a file with a header; -1 for one that it lacks."""
    names = [cell.strip().lower() for cell in cells]
    wanted = HEADERS[kind] or (ADDRESS,) * (kind == "blocking")
    if not wanted:
        return list(range(WIDTHS[kind]))
    return [names.index(name.lower()) if name.lower() in names else -1 for name in wanted]


def _row(kind: str, line: int, cells: list[str]) -> Row:
    cells = [cell.strip() for cell in cells]
    if any(len(cell) > CELL_LIMIT for cell in cells):
        return Row(line, [cell[:EXCERPT] for cell in cells], "too_long")
    problem, fixed = _CHECKS[kind](cells)
    return Row(line, cells if problem else fixed, problem)


def _flag(cell: str, otherwise: str) -> str | None:
    said = cell.lower() or otherwise
    return "true" if said in _YES else "false" if said in _NO else None


def _following(cells: list[str]) -> tuple[str, list[str]]:
    address, boosts, notify = cells[0], _flag(cells[1], "true"), _flag(cells[2], "false")
    languages = [language.strip() for language in cells[3].split(",") if language.strip()]
    if not _ACCOUNT.fullmatch(address):
        return "address", []
    if boosts is None or notify is None or not all(map(_LANGUAGE.fullmatch, languages)):
        return "value", []
    return "", [_plain(address), boosts, notify, ", ".join(languages)]


def _muting(cells: list[str]) -> tuple[str, list[str]]:
    hide = _flag(cells[1], "true")
    if not _ACCOUNT.fullmatch(cells[0]):
        return "address", []
    return ("value", []) if hide is None else ("", [_plain(cells[0]), hide])


def _account(cells: list[str]) -> tuple[str, list[str]]:
    return ("", [_plain(cells[0])]) if _ACCOUNT.fullmatch(cells[0]) else ("address", [])


def _lists(cells: list[str]) -> tuple[str, list[str]]:
    if not cells[0]:
        return "title", []
    return ("", [cells[0], _plain(cells[1])]) if _ACCOUNT.fullmatch(cells[1]) else ("address", [])


def _domains(cells: list[str]) -> tuple[str, list[str]]:
    return ("", [cells[0].lower()]) if _DOMAIN.fullmatch(cells[0]) else ("domain", [])


def _bookmarks(cells: list[str]) -> tuple[str, list[str]]:
    return ("", cells) if _URI.fullmatch(cells[0]) else ("uri", [])


def _plain(address: str) -> str:
    return address.removeprefix("@")


_CHECKS = {
    "following": _following,
    "muting": _muting,
    "blocking": _account,
    "followers": _account,
    "domain_blocking": _domains,
    "lists": _lists,
    "bookmarks": _bookmarks,
}
