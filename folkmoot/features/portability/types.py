"""The words of portability."""

from typing import NamedTuple

import msgspec

from folkmoot.infra.clock import DAY

KINDS = ("following", "lists", "blocking", "muting", "domain_blocking", "bookmarks")
"""What can be imported."""
ACCOUNTLESS = ("domain_blocking", "bookmarks")
"""What of it names no accounts."""

READING, CHECKED, CLEARING, RUNNING, DONE = "reading", "checked", "clearing", "running", "done"
UNDER_WAY = (CLEARING, RUNNING)
KEPT = 7 * DAY
"""How long finished imports and archives are kept."""
UNKNOWN = "unknown"
"""The problem of a row whose account or post is not known here (yet)."""


class Import(msgspec.Struct, frozen=True):
    """A file that was brought along. Columns in the order of import_store.COLUMNS; times in ms since 1970.

    `total` rows, `worked` of them off, `failed` of these; `place` is the line up to which it got.
    """

    id: int
    account_id: int
    kind: str
    overwrite: bool
    state: str
    total: int
    worked: int
    failed: int
    place: int
    created_at: int
    finished_at: int | None

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY


class ImportRow(NamedTuple):
    """A row that waits, or whose `problem` kept it from being done."""

    line: int
    cells: list[str]
    problem: str


class Archive(msgspec.Struct, frozen=True):
    """An archive that was asked for; `file` is its name in the folder of archives once it is ready."""

    id: int
    account_id: int
    file: str
    bytes: int
    created_at: int
    ready_at: int | None
