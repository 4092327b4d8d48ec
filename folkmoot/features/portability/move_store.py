"""All SQL about moves."""

from folkmoot.infra.db import Reader, Sql, Writer

_INSERT = Sql("insert into move (id, account_id, target_id, created_at) values ($1, $2, $3, $4)")
_LATEST = Sql("select created_at from move where account_id = $1 order by id desc limit 1")
_ONE = Sql("select account_id, target_id from move where id = $1")


async def insert(db: Writer, move_id: int, account_id: int, target_id: int, at: int) -> None:
    await db.run(_INSERT, move_id, account_id, target_id, at)


async def latest(db: Reader, account_id: int) -> int | None:
    """Return when an account moved last (ms since 1970); None when it never did."""
    found: int | None = await db.value(_LATEST, account_id)
    return found


async def one(db: Reader, move_id: int) -> tuple[int, int] | None:
    """Return (account, target) of a move."""
    row = await db.one(_ONE, move_id)
    return None if row is None else (row[0], row[1])
