"""All SQL about conversations."""

from folkmoot.features.conversations.types import Conversation
from folkmoot.infra.db import Bounds, Reader, Row, Sql, Writer

COLUMNS = "account_id, thread_id, last_id, unread"

_NOTE = Sql(f"""
insert into conversation ({COLUMNS}) values ($1, $2, $3, $4)
on conflict (account_id, thread_id) do update set last_id = excluded.last_id, unread = excluded.unread
where conversation.last_id < excluded.last_id
""")
_ONE = Sql(f"select {COLUMNS} from conversation where account_id = $1 and thread_id = $2")
_OF_ACCOUNT = {
    ascending: Sql(f"""
    select {COLUMNS} from conversation where account_id = $1 and last_id < $2 and last_id > $3
    order by last_id {"asc" if ascending else "desc"} limit $4
    """)
    for ascending in (False, True)
}
_READ = Sql("update conversation set unread = false where account_id = $1 and thread_id = $2")
_REMOVE = Sql("delete from conversation where account_id = $1 and thread_id = $2")
_ENDING_WITH = Sql(f"select {COLUMNS} from conversation where last_id = any($1)")
_NEWEST = Sql("""
select max(p.id) from post p where p.thread_id = $2 and p.visibility = 3 and (p.account_id = $1
or exists (select 1 from post_mention m where m.post_id = p.id and m.account_id = $1))
""")
_END_WITH = Sql("update conversation set last_id = $4 where account_id = $1 and thread_id = $2 and last_id = $3")


def _conversation(row: Row) -> Conversation:
    return Conversation(row[0], row[1], row[2], bool(row[3]))


async def note(db: Writer, item: Conversation) -> None:
    """Write down a conversation's newest post; an older one than is known changes nothing."""
    await db.run(_NOTE, item.account_id, item.thread_id, item.last_id, item.unread)


async def one(db: Reader, account_id: int, thread_id: int) -> Conversation | None:
    row = await db.one(_ONE, account_id, thread_id)
    return None if row is None else _conversation(row)


async def of_account(db: Reader, account_id: int, bounds: Bounds) -> list[Conversation]:
    below, above, limit, ascending = bounds
    return [_conversation(row) for row in await db.all(_OF_ACCOUNT[ascending], account_id, below, above, limit)]


async def read(db: Writer, account_id: int, thread_id: int) -> bool:
    return bool(await db.run(_READ, account_id, thread_id))


async def remove(db: Writer, account_id: int, thread_id: int) -> bool:
    return bool(await db.run(_REMOVE, account_id, thread_id))


async def ending_with(db: Reader, post_ids: list[int]) -> list[Conversation]:
    return [_conversation(row) for row in await db.all(_ENDING_WITH, post_ids)]


async def newest(db: Reader, account_id: int, thread_id: int) -> int | None:
    """Return the newest direct post of a thread that the member wrote or is mentioned in."""
    found: int | None = await db.value(_NEWEST, account_id, thread_id)
    return found


async def end_with(db: Writer, item: Conversation, post_id: int) -> None:
    """Let a conversation end with another post, unless a newer one came meanwhile."""
    await db.run(_END_WITH, item.account_id, item.thread_id, item.last_id, post_id)
