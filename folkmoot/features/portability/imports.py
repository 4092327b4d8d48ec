"""Imports: a file is read and checked first, shown to its member, and worked off only when they say so."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import msgspec

from folkmoot.features import accounts
from folkmoot.features.portability import import_store as store
from folkmoot.features.portability.errors import (
    UNKNOWN_KIND,
    FileRefusedError,
    UnderWayError,
    UnknownImportError,
)
from folkmoot.features.portability.events import ImportStarted
from folkmoot.features.portability.origins import local_post_id
from folkmoot.features.portability.types import KINDS, UNKNOWN, Import, ImportRow
from folkmoot.formats import takeout
from folkmoot.formats.takeout import Row
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import InvalidError, LimitedError

FILE_LIMIT = 2 * 2**20
"""Bytes of a file."""
FILES = 20
"""Files that one member may have checked within five minutes."""
SHOWN = 10
"""Imports shown to their member."""
FAULTS_SHOWN = 50
_CHUNK = 500


class Preview(msgspec.Struct, frozen=True):
    """An import as its member sees it: `unknown` rows whose account or post is not known here, the first `faults`."""

    item: Import
    unknown: int
    faults: list[ImportRow]


async def read_import(ground: Ground, account_id: int, data: bytes, *, kind: str, overwrite: bool) -> int:
    """Read a file and keep its rows until the member confirms; returns the import's id.

    FileRefusedError says why it cannot be read, UnderWayError that another is worked off; one that was not confirmed
    is forgotten. LimitedError ends a flood.
    """
    if kind not in KINDS:
        raise InvalidError(UNKNOWN_KIND)
    _count(ground, account_id)
    rows = await _judged(ground, kind, await asyncio.to_thread(_read, kind, data))
    async with ground.work() as work:
        if any(item.under_way for item in await store.of_account(work.db, account_id, SHOWN)):
            raise UnderWayError
        await store.drop_unstarted(work.db, account_id)
        import_id = work.new_id()
        await store.insert(work.db, import_id, account_id, (kind, overwrite), work.now)
    for start in range(0, len(rows), _CHUNK):
        async with ground.work() as work:
            if await store.lock(work.db, import_id) is None:  # another file came meanwhile
                raise UnderWayError
            await store.insert_rows(work.db, import_id, rows[start : start + _CHUNK])
    wrong = sum(row.problem not in {"", UNKNOWN} for row in rows)
    async with ground.work() as work:
        await store.checked(work.db, import_id, len(rows), wrong)
    return import_id


def _count(ground: Ground, account_id: int) -> None:
    if ground.config.limits.enabled:
        allowance = ground.limits.take(f"import:{account_id}", FILES, ground.clock())
        if not allowance.allowed:
            raise LimitedError("Too many requests")


def _read(kind: str, data: bytes) -> list[Row]:
    try:
        return takeout.read(kind, data)
    except takeout.UnreadableError as error:
        raise FileRefusedError(error.code, error.line) from error


async def _judged(ground: Ground, kind: str, rows: list[Row]) -> list[Row]:
    """Mark the rows whose account or post is not known here; they are tried nevertheless when their turn comes."""
    if kind == "domain_blocking":
        return rows
    if kind == "bookmarks":
        return [_marked(row, known=local_post_id(ground, row.cells[0]) is not None) for row in rows]
    db, domain = await ground.read(), ground.config.site.domain
    judged = []
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        handles = [row.cells[-1] if kind == "lists" else row.cells[0] for row in chunk]
        known = await accounts.by_handles(db, handles, domain)
        judged += [_marked(row, known=handle in known) for row, handle in zip(chunk, handles, strict=True)]
    return judged


def _marked(row: Row, *, known: bool) -> Row:
    return row if row.problem or known else row._replace(problem=UNKNOWN)


async def start_import(work: Work, account_id: int, import_id: int) -> None:
    """Begin to work off what was checked; twice is once. UnknownImportError for another's."""
    item = await import_of(work.db, account_id, import_id)
    if await store.start(work.db, item):
        work.announce(ImportStarted(import_id))


async def drop_import(work: Work, account_id: int, import_id: int) -> None:
    """Forget an import that is not under way; UnderWayError for one that is."""
    item = await import_of(work.db, account_id, import_id)
    if item.under_way:
        raise UnderWayError
    await store.delete(work.db, item.id)


async def import_of(db: Reader, account_id: int, import_id: int) -> Import:
    """Return an import of this member; UnknownImportError when they have none with this id."""
    found = await store.one(db, account_id, import_id)
    if found is None:
        raise UnknownImportError
    return found


async def imports_of(db: Reader, account_id: int) -> list[Import]:
    """Return the latest imports of a member, newest first."""
    return await store.of_account(db, account_id, SHOWN)


async def preview(db: Reader, account_id: int, import_id: int) -> Preview:
    """Return an import with what is known of its rows; UnknownImportError when it is not this member's."""
    item = await import_of(db, account_id, import_id)
    unknown = await store.count(db, item.id, UNKNOWN)
    return Preview(item, unknown, await store.faults(db, item.id, FAULTS_SHOWN))


async def failures(ground: Ground, item: Import, said: Mapping[str, str]) -> AsyncIterator[str]:
    """Yield the rows of an import that were not done, as a file of the same kind with a column that says why.

    `said` has the words for each problem.
    """
    after, header = 0, True
    while rows := await store.failed(ground.db.reader, item.id, after, _CHUNK):
        lines = [[*row.cells, said.get(row.problem, row.problem)] for row in rows]
        if header and takeout.HEADERS[item.kind]:
            lines.insert(0, [*takeout.HEADERS[item.kind], takeout.PROBLEM])
        yield takeout.write(item.kind, lines, header=False)
        after, header = rows[-1].line, False
