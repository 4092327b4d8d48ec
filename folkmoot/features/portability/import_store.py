"""All SQL about imports."""

from collections.abc import Sequence

import msgspec

from folkmoot.features.portability.types import CHECKED, CLEARING, DONE, READING, RUNNING, UNKNOWN, Import, ImportRow
from folkmoot.formats.takeout import Row as FileRow
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = "id, account_id, kind, overwrite, state, total, worked, failed, place, created_at, finished_at"

_INSERT = Sql("""
insert into import (id, account_id, kind, overwrite, state, created_at) values ($1, $2, $3, $4, $5, $6)
""")
_ROW = Sql("insert into import_row (import_id, line, cells, problem) values ($1, $2, $3, $4)")
_CHECKED = Sql("update import set state = $2, total = $3, worked = $4, failed = $4 where id = $1")
_ONE = Sql(f"select {COLUMNS} from import where id = $1 and account_id = $2")
_BY_ID = Sql(f"select {COLUMNS} from import where id = $1")
_LOCK = Sql(f"select {COLUMNS} from import where id = $1 for update")
_OF_ACCOUNT = Sql(f"select {COLUMNS} from import where account_id = $1 and state <> $2 order by id desc limit $3")
_START = Sql("update import set state = $2 where id = $1 and state = $3")
_STATE = Sql("update import set state = $2 where id = $1")
_FINISH = Sql("update import set state = $2, finished_at = $3 where id = $1")
_PROGRESS = Sql("update import set worked = worked + $2, failed = failed + $3, place = $4 where id = $1")
_WAITING = Sql("""
select line, cells, problem from import_row
where import_id = $1 and line > $2 and problem in ('', $3) order by line limit $4
""")
_FAILED = Sql("""
select line, cells, problem from import_row where import_id = $1 and line > $2 and problem <> '' order by line limit $3
""")
_FAULTS = Sql("""
select line, cells, problem from import_row where import_id = $1 and problem <> ''
order by case when problem = $2 then 1 else 0 end, line limit $3
""")
_CELLS = Sql("select cells from import_row where import_id = $1 and problem in ('', $2)")
_COUNT = Sql("select count(*) from import_row where import_id = $1 and problem = $2")
_DONE = Sql("delete from import_row where import_id = $1 and line = any($2)")
_PROBLEM = Sql("update import_row set problem = $3 where import_id = $1 and line = $2")
_DROP = Sql("delete from import where account_id = $1 and state in ($2, $3)")
_DELETE = Sql("delete from import where id = $1")
_OLD = Sql("select id from import where created_at < $1 and state not in ($2, $3) order by id limit $4")
_SWEEP = Sql("""
delete from import_row where import_id = $1 and line in (
  select line from import_row where import_id = $1 order by line limit $2)
""")
_OF_ERASED = Sql("select id from import where account_id = $1 order by id limit 1")


def _import(row: Row) -> Import:
    return Import(*(*row[:3], bool(row[3]), *row[4:]))


def _row(row: Row) -> ImportRow:
    return ImportRow(row[0], msgspec.json.decode(row[1], type=list[str]), row[2])


async def insert(db: Writer, import_id: int, account_id: int, what: tuple[str, bool], at: int) -> None:
    """Write an import down; `what` is (kind, overwrite)."""
    await db.run(_INSERT, import_id, account_id, *what, READING, at)


async def insert_rows(db: Writer, import_id: int, rows: Sequence[FileRow]) -> None:
    await db.many(_ROW, [(import_id, row.line, msgspec.json.encode(row.cells).decode(), row.problem) for row in rows])


async def checked(db: Writer, import_id: int, total: int, wrong: int) -> None:
    await db.run(_CHECKED, import_id, CHECKED, total, wrong)


async def one(db: Reader, account_id: int, import_id: int) -> Import | None:
    row = await db.one(_ONE, import_id, account_id)
    return None if row is None else _import(row)


async def by_id(db: Reader, import_id: int) -> Import | None:
    row = await db.one(_BY_ID, import_id)
    return None if row is None else _import(row)


async def lock(db: Writer, import_id: int) -> Import | None:
    """Return an import for this transaction alone."""
    row = await db.one(_LOCK, import_id)
    return None if row is None else _import(row)


async def of_account(db: Reader, account_id: int, limit: int) -> list[Import]:
    return [_import(row) for row in await db.all(_OF_ACCOUNT, account_id, READING, limit)]


async def start(db: Writer, item: Import) -> bool:
    """Begin to work an import off; False when it was begun already."""
    return bool(await db.run(_START, item.id, CLEARING if item.overwrite else RUNNING, CHECKED))


async def cleared(db: Writer, import_id: int) -> None:
    await db.run(_STATE, import_id, RUNNING)


async def finish(db: Writer, import_id: int, at: int) -> None:
    await db.run(_FINISH, import_id, DONE, at)


async def waiting(db: Reader, item: Import, limit: int) -> list[ImportRow]:
    return [_row(row) for row in await db.all(_WAITING, item.id, item.place, UNKNOWN, limit)]


async def failed(db: Reader, import_id: int, after: int, limit: int) -> list[ImportRow]:
    return [_row(row) for row in await db.all(_FAILED, import_id, after, limit)]


async def faults(db: Reader, import_id: int, limit: int) -> list[ImportRow]:
    """Return rows that do not work, those that are wrong in themselves first."""
    return [_row(row) for row in await db.all(_FAULTS, import_id, UNKNOWN, limit)]


async def count(db: Reader, import_id: int, problem: str) -> int:
    return int(await db.value(_COUNT, import_id, problem))


async def cells(db: Reader, import_id: int) -> list[list[str]]:
    """Return the cells of every row that is in order."""
    return [msgspec.json.decode(row[0], type=list[str]) for row in await db.all(_CELLS, import_id, UNKNOWN)]


async def settle(db: Writer, import_id: int, outcomes: dict[int, str]) -> None:
    """Write down how rows ended, by line: those without a problem are forgotten."""
    await db.run(_DONE, import_id, [line for line, problem in outcomes.items() if not problem])
    bad = {line: problem for line, problem in outcomes.items() if problem}
    for line, problem in bad.items():
        await db.run(_PROBLEM, import_id, line, problem)
    await db.run(_PROGRESS, import_id, len(outcomes), len(bad), max(outcomes))


async def drop_unstarted(db: Writer, account_id: int) -> None:
    await db.run(_DROP, account_id, READING, CHECKED)


async def delete(db: Writer, import_id: int) -> None:
    await db.run(_DELETE, import_id)


async def older(db: Reader, before: int, limit: int) -> list[int]:
    return [row[0] for row in await db.all(_OLD, before, CLEARING, RUNNING, limit)]


async def of_erased(db: Reader, account_id: int) -> int | None:
    found: int | None = await db.value(_OF_ERASED, account_id)
    return found


async def sweep(db: Writer, import_id: int, limit: int) -> int:
    """Delete up to `limit` rows of an import; returns how many."""
    return await db.run(_SWEEP, import_id, limit)
