"""All SQL about scheduled posts."""

import msgspec

from folkmoot.features.posts import Draft
from folkmoot.features.scheduling.types import Scheduled
from folkmoot.infra.db import Bounds, Reader, Row, Sql, Writer

COLUMNS = "id, account_id, scheduled_at, draft, created_at"

_LOCK_AUTHOR = Sql("select 1 from local_user where account_id = $1 for update")
_COUNT = Sql("select count(*) from scheduled_post where account_id = $1")
_COUNT_BETWEEN = Sql("""
select count(*) from scheduled_post where account_id = $1 and scheduled_at >= $2 and scheduled_at < $3 and id <> $4
""")
_INSERT = Sql(f"insert into scheduled_post ({COLUMNS}) values ($1, $2, $3, $4, $5)")
_MOVE = Sql("update scheduled_post set scheduled_at = $2 where id = $1")
_DELETE = Sql("delete from scheduled_post where id = $1")
_BY_ID = Sql(f"select {COLUMNS} from scheduled_post where id = $1")
_LOCK = Sql(f"select {COLUMNS} from scheduled_post where id = $1 for update")
_OF_ACCOUNT = {
    ascending: Sql(f"""
    select {COLUMNS} from scheduled_post where account_id = $1 and id < $2 and id > $3
    order by id {"asc" if ascending else "desc"} limit $4
    """)
    for ascending in (False, True)
}
_DUE = Sql(f"""
select {COLUMNS} from scheduled_post
where scheduled_at <= $1 and (scheduled_at > $2 or (scheduled_at = $2 and id > $3))
order by scheduled_at, id limit $4
""")


def _scheduled(row: Row) -> Scheduled:
    return Scheduled(row[0], row[1], row[2], msgspec.json.decode(row[3], type=Draft), row[4])


async def lock_author(db: Reader, account_id: int) -> None:
    """Let one transaction at a time count and add what this member schedules."""
    await db.value(_LOCK_AUTHOR, account_id)


async def count(db: Reader, account_id: int) -> int:
    return int(await db.value(_COUNT, account_id))


async def count_between(db: Reader, account_id: int, span: tuple[int, int], but_id: int) -> int:
    """Count what is scheduled from the first until before the second moment, but for one."""
    return int(await db.value(_COUNT_BETWEEN, account_id, *span, but_id))


async def insert(db: Writer, item: Scheduled) -> None:
    draft = msgspec.json.encode(item.draft).decode()
    await db.run(_INSERT, item.id, item.account_id, item.scheduled_at, draft, item.created_at)


async def move(db: Writer, scheduled_id: int, at: int) -> None:
    await db.run(_MOVE, scheduled_id, at)


async def delete(db: Writer, scheduled_id: int) -> None:
    await db.run(_DELETE, scheduled_id)


async def by_id(db: Reader, scheduled_id: int) -> Scheduled | None:
    row = await db.one(_BY_ID, scheduled_id)
    return None if row is None else _scheduled(row)


async def lock(db: Writer, scheduled_id: int) -> Scheduled | None:
    """Return a scheduled post that nobody else changes or publishes until this transaction ends."""
    row = await db.one(_LOCK, scheduled_id)
    return None if row is None else _scheduled(row)


async def of_account(db: Reader, account_id: int, bounds: Bounds) -> list[Scheduled]:
    below, above, limit, ascending = bounds
    return [_scheduled(row) for row in await db.all(_OF_ACCOUNT[ascending], account_id, below, above, limit)]


async def due(db: Reader, now: int, after: tuple[int, int], limit: int) -> list[Scheduled]:
    """Return what is due, the earliest first; `after` is the (time, id) of the last one seen."""
    return [_scheduled(row) for row in await db.all(_DUE, now, *after, limit)]
