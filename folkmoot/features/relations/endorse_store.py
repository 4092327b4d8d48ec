"""All SQL about endorsements."""

from folkmoot.infra.db import Paged, Reader, Sql, Writer

_INSERT = Sql("insert into endorsement (account_id, target_id, id) values ($1, $2, $3) on conflict do nothing")
_DELETE = Sql("delete from endorsement where account_id = $1 and target_id = $2")
_AMONG = Sql("select target_id from endorsement where account_id = $1 and target_id = any($2)")
PAGE = Paged("select id, target_id from endorsement where account_id = $1")


async def insert(db: Writer, account_id: int, target_id: int, row_id: int) -> None:
    await db.run(_INSERT, account_id, target_id, row_id)


async def delete(db: Writer, account_id: int, target_id: int) -> None:
    await db.run(_DELETE, account_id, target_id)


async def among(db: Reader, account_id: int, ids: list[int]) -> set[int]:
    return {row[0] for row in await db.all(_AMONG, account_id, ids)}
