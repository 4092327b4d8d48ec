"""All SQL about the tags that members follow."""

from folkmoot.infra.db import Reader, Sql, Writer

_FOLLOW = Sql("insert into tag_follow (account_id, tag, id) values ($1, $2, $3) on conflict do nothing")
_UNFOLLOW = Sql("delete from tag_follow where account_id = $1 and tag = $2")
_ALL = Sql("select tag from tag_follow where account_id = $1")
_AMONG = Sql("select tag from tag_follow where account_id = $1 and tag = any($2)")
_COUNT = Sql("select count(*) from tag_follow where account_id = $1 and tag <> $2")
_PAGE = {
    order: Sql(f"""
    select id, tag from tag_follow where account_id = $1 and id < $2 and id > $3 order by id {order} limit $4
    """)
    for order in ("desc", "asc")
}


async def insert(db: Writer, account_id: int, tag: str, row_id: int) -> None:
    await db.run(_FOLLOW, account_id, tag, row_id)


async def delete(db: Writer, account_id: int, tag: str) -> None:
    await db.run(_UNFOLLOW, account_id, tag)


async def count_others(db: Reader, account_id: int, tag: str) -> int:
    """Return how many tags beside this one the account follows."""
    return int(await db.value(_COUNT, account_id, tag))


async def all_followed(db: Reader, account_id: int) -> set[str]:
    return {row[0] for row in await db.all(_ALL, account_id)}


async def among(db: Reader, account_id: int, tags: list[str]) -> set[str]:
    return {row[0] for row in await db.all(_AMONG, account_id, tags)}


async def page(db: Reader, account_id: int, bounds: tuple[int, int, int, bool]) -> list[tuple[int, str]]:
    """Return rows (row id, tag); `bounds` are (below, above, limit, oldest first)."""
    below, above, limit, ascending = bounds
    rows = await db.all(_PAGE["asc" if ascending else "desc"], account_id, below, above, limit)
    return [(row[0], row[1]) for row in rows]
