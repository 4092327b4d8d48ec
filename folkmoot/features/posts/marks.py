"""All SQL about what members do with posts: favourite, bookmark, pin, mute a thread."""

from collections.abc import Sequence

from folkmoot.infra.db import Paged, Reader, Row, Sql, Writer

FAVOURITED = Paged("select id, post_id from favourite where account_id = $1")
FAVOURITED_BY = Paged("select id, account_id from favourite where post_id = $1")
BOOKMARKED = Paged("select id, post_id from bookmark where account_id = $1")
REBLOGGED_BY = Paged("select id, account_id from post where reblog_of_id = $1 and visibility < 2")

_ADD = {
    table: Sql(f"insert into {table} (account_id, post_id, id) values ($1, $2, $3) on conflict do nothing")
    for table in ("favourite", "bookmark", "pin")
}
_REMOVE = {
    table: Sql(f"delete from {table} where account_id = $1 and post_id = $2")
    for table in ("favourite", "bookmark", "pin")
}
_MUTE = Sql("insert into thread_mute (account_id, thread_id) values ($1, $2) on conflict do nothing")
_UNMUTE = Sql("delete from thread_mute where account_id = $1 and thread_id = $2")
_MUTED_BY = Sql("select account_id from thread_mute where thread_id = $1 and account_id = any($2)")
_COUNT_PINS = Sql("select count(*) from pin where account_id = $1")
_FLAGS_TEXT = """
select 0, post_id, account_id from favourite where account_id {who} and post_id = any($2)
union all select 1, reblog_of_id, account_id from post where account_id {who} and reblog_of_id = any($2)
union all select 2, post_id, account_id from bookmark where account_id {who} and post_id = any($2)
union all select 3, post_id, account_id from pin where account_id {who} and post_id = any($2)
union all select 4, p.id, m.account_id from post p join thread_mute m
on m.account_id {who} and m.thread_id = p.thread_id where p.id = any($2)
"""
_FLAGS = Sql(_FLAGS_TEXT.format(who="= $1"))
_FLAGS_AMONG = Sql(_FLAGS_TEXT.format(who="= any($1)"))


async def add(db: Writer, table: str, account_id: int, post_id: int, row_id: int) -> bool:
    """Mark a post; False when it was marked already."""
    return bool(await db.run(_ADD[table], account_id, post_id, row_id))


async def remove(db: Writer, table: str, account_id: int, post_id: int) -> bool:
    """Take a mark away; False when there was none."""
    return bool(await db.run(_REMOVE[table], account_id, post_id))


async def mute_thread(db: Writer, account_id: int, thread_id: int) -> None:
    await db.run(_MUTE, account_id, thread_id)


async def unmute_thread(db: Writer, account_id: int, thread_id: int) -> None:
    await db.run(_UNMUTE, account_id, thread_id)


async def muted_by(db: Reader, thread_id: int, account_ids: list[int]) -> set[int]:
    return {row[0] for row in await db.all(_MUTED_BY, thread_id, account_ids)}


async def count_pins(db: Reader, account_id: int) -> int:
    return int(await db.value(_COUNT_PINS, account_id))


async def flags(db: Reader, account_id: int, post_ids: Sequence[int]) -> Sequence[Row]:
    """Return rows (bit, post id, account id) of everything the account did with these posts."""
    return await db.all(_FLAGS, account_id, list(post_ids))


async def flags_among(db: Reader, account_ids: list[int], post_ids: Sequence[int]) -> Sequence[Row]:
    """Return rows (bit, post id, account id) of everything these accounts did with these posts."""
    return await db.all(_FLAGS_AMONG, account_ids, list(post_ids))
