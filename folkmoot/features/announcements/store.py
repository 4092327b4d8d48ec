"""All SQL about announcements."""

from collections.abc import Sequence

from folkmoot.features.announcements.types import Announcement, Reaction
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = "id, text, starts_at, ends_at, all_day, published_at, updated_at"

_INSERT = Sql(f"insert into announcement ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)")
_REWRITE = Sql("""
update announcement set text = $2, starts_at = $3, ends_at = $4, all_day = $5, updated_at = $6 where id = $1
""")
_DELETE = Sql("delete from announcement where id = $1")
_ALL = Sql(f"select {COLUMNS} from announcement order by id desc limit $1")
_CURRENT = Sql(f"""
select {COLUMNS}, exists (select 1 from announcement_read r where r.announcement_id = a.id and r.account_id = $2)
from announcement a
where (starts_at is null or starts_at <= $1) and (ends_at is null or ends_at > $1)
order by coalesce(starts_at, published_at), id limit $3
""")
_EXISTS = Sql("select 1 from announcement where id = $1 for update")
_DISMISS = Sql("""
insert into announcement_read (announcement_id, account_id) values ($1, $2) on conflict do nothing
""")
_REACT = Sql("""
insert into announcement_reaction (announcement_id, name, account_id, id) values ($1, $2, $3, $4)
on conflict do nothing
""")
_TAKE_BACK = Sql("delete from announcement_reaction where announcement_id = $1 and name = $2 and account_id = $3")
_NAMES = Sql("select distinct name from announcement_reaction where announcement_id = $1")
_REACTIONS = Sql("""
select announcement_id, name, count(*), max(case when account_id = $2 then 1 else 0 end)
from announcement_reaction where announcement_id = any($1)
group by announcement_id, name order by announcement_id, min(id)
""")


def _announcement(row: Row, *, read: bool = False) -> Announcement:
    return Announcement(row[0], row[1], row[2], row[3], bool(row[4]), row[5], row[6], read)


async def insert(db: Writer, item: Announcement) -> None:
    await db.run(
        _INSERT, item.id, item.text, item.starts_at, item.ends_at, item.all_day, item.published_at, item.updated_at
    )  # fmt: skip


async def rewrite(db: Writer, item: Announcement) -> int:
    return await db.run(
        _REWRITE, item.id, item.text, item.starts_at, item.ends_at, item.all_day, item.updated_at
    )  # fmt: skip


async def delete(db: Writer, announcement_id: int) -> int:
    return await db.run(_DELETE, announcement_id)


async def everything(db: Reader, limit: int) -> list[Announcement]:
    return [_announcement(row) for row in await db.all(_ALL, limit)]


async def current(db: Reader, now: int, account_id: int, limit: int) -> list[Announcement]:
    return [_announcement(row, read=bool(row[7])) for row in await db.all(_CURRENT, now, account_id, limit)]


async def lock(db: Writer, announcement_id: int) -> bool:
    """Say whether there is such an announcement, and let one transaction at a time react to it."""
    return await db.one(_EXISTS, announcement_id) is not None


async def dismiss(db: Writer, announcement_id: int, account_id: int) -> None:
    await db.run(_DISMISS, announcement_id, account_id)


async def names(db: Reader, announcement_id: int) -> set[str]:
    return {row[0] for row in await db.all(_NAMES, announcement_id)}


async def react(db: Writer, announcement_id: int, name: str, account_id: int, reaction_id: int) -> int:
    return await db.run(_REACT, announcement_id, name, account_id, reaction_id)


async def take_back(db: Writer, announcement_id: int, name: str, account_id: int) -> int:
    return await db.run(_TAKE_BACK, announcement_id, name, account_id)


async def reactions(db: Reader, ids: Sequence[int], account_id: int) -> dict[int, list[Reaction]]:
    found: dict[int, list[Reaction]] = {}
    for announcement_id, name, count, me in await db.all(_REACTIONS, list(ids), account_id):
        found.setdefault(announcement_id, []).append(Reaction(name, int(count), bool(me)))
    return found
