"""All SQL about archives."""

from folkmoot.features.portability.types import Archive
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = "id, account_id, file, bytes, created_at, ready_at"

_INSERT = Sql("insert into archive (id, account_id, created_at) values ($1, $2, $3)")
_LOCK = Sql("select id from account where id = $1 for update")
_OF_ACCOUNT = Sql(f"select {COLUMNS} from archive where account_id = $1 order by id desc limit 5")
_ONE = Sql(f"select {COLUMNS} from archive where id = $1")
_FINISH = Sql("update archive set file = $2, bytes = $3, ready_at = $4 where id = $1 and ready_at is null")
_TAKE = Sql("delete from archive where account_id = $1 returning id, file")
_TAKE_OLD = Sql("delete from archive where created_at < $1 returning id, file")
_FILES = Sql("select file from archive where file <> ''")


def part_name(archive_id: int) -> str:
    """Return what the file is called while it is being written."""
    return f"{archive_id}.part"


def _name(row: Row) -> str:
    return row[1] or part_name(row[0])


async def lock(db: Writer, account_id: int) -> None:
    """Let others who ask for an archive of this account wait until this transaction ends."""
    await db.one(_LOCK, account_id)


async def insert(db: Writer, archive_id: int, account_id: int, at: int) -> None:
    await db.run(_INSERT, archive_id, account_id, at)


async def of_account(db: Reader, account_id: int) -> list[Archive]:
    return [Archive(*row) for row in await db.all(_OF_ACCOUNT, account_id)]


async def one(db: Reader, archive_id: int) -> Archive | None:
    row = await db.one(_ONE, archive_id)
    return None if row is None else Archive(*row)


async def finish(db: Writer, archive_id: int, file: str, size: int, at: int) -> bool:
    """Write down that an archive is ready; False when its row is gone, or it was ready before."""
    return bool(await db.run(_FINISH, archive_id, file, size, at))


async def take(db: Writer, account_id: int) -> list[str]:
    """Remove the archives of an account; returns the names of their files."""
    return [_name(row) for row in await db.all(_TAKE, account_id)]


async def take_older(db: Writer, before: int) -> list[str]:
    """Remove archives from before `before` (ms since 1970); returns the names of their files."""
    return [_name(row) for row in await db.all(_TAKE_OLD, before)]


async def files(db: Reader) -> set[str]:
    return {row[0] for row in await db.all(_FILES)}
