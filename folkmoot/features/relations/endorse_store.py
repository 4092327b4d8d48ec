"""All SQL about endorsements."""

from folkmoot.infra.db import Reader, Sql, Writer

_INSERT = Sql("insert into endorsement (account_id, target_id, id) values ($1, $2, $3) on conflict do nothing")
_DELETE = Sql("delete from endorsement where account_id = $1 and target_id = $2")
_AMONG = Sql("select target_id from endorsement where account_id = $1 and target_id = any($2)")
_PAGE = {
    order: Sql(f"""
    select id, target_id from endorsement where account_id = $1 and id < $2 and id > $3 order by id {order} limit $4
    """)
    for order in ("desc", "asc")
}


async def insert(db: Writer, account_id: int, target_id: int, row_id: int) -> None:
    await db.run(_INSERT, account_id, target_id, row_id)


async def delete(db: Writer, account_id: int, target_id: int) -> None:
    await db.run(_DELETE, account_id, target_id)


async def among(db: Reader, account_id: int, ids: list[int]) -> set[int]:
    return {row[0] for row in await db.all(_AMONG, account_id, ids)}


async def page(db: Reader, account_id: int, bounds: tuple[int, int, int, bool]) -> list[tuple[int, int]]:
    """Return rows (row id, account id); `bounds` are (below, above, limit, oldest first)."""
    below, above, limit, ascending = bounds
    rows = await db.all(_PAGE["asc" if ascending else "desc"], account_id, below, above, limit)
    return [(row[0], row[1]) for row in rows]
