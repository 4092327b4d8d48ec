"""All SQL about the tags that members follow."""

from collections.abc import Sequence

from folkmoot.infra.db import Paged, Reader, Row, Sql, Writer

_FOLLOW = Sql("insert into tag_follow (account_id, tag, id) values ($1, $2, $3) on conflict do nothing")
_UNFOLLOW = Sql("delete from tag_follow where account_id = $1 and tag = $2")
_ALL = Sql("select account_id, tag from tag_follow where account_id = any($1)")
_AMONG = Sql("select tag from tag_follow where account_id = $1 and tag = any($2)")
_COUNT = Sql("select count(*) from tag_follow where account_id = $1 and tag <> $2")
PAGE = Paged("select id, tag from tag_follow where account_id = $1")


async def insert(db: Writer, account_id: int, tag: str, row_id: int) -> None:
    await db.run(_FOLLOW, account_id, tag, row_id)


async def delete(db: Writer, account_id: int, tag: str) -> None:
    await db.run(_UNFOLLOW, account_id, tag)


async def count_others(db: Reader, account_id: int, tag: str) -> int:
    """Return how many tags beside this one the account follows."""
    return int(await db.value(_COUNT, account_id, tag))


async def all_followed(db: Reader, account_ids: list[int]) -> Sequence[Row]:
    return await db.all(_ALL, account_ids)


async def among(db: Reader, account_id: int, tags: list[str]) -> set[str]:
    return {row[0] for row in await db.all(_AMONG, account_id, tags)}
