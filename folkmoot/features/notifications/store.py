"""All SQL about notifications.

A notification is inserted from what caused it and shown only while that stands: a favourite taken back, a follow
ended or a request answered takes its notification along in the same commit.
"""

from collections.abc import Sequence

from folkmoot.features.notifications.types import COLLECTION_KINDS, Marker, Notification, Telling, Wanted
from folkmoot.features.posts import QuoteState
from folkmoot.infra.db import Bounds, Reader, Sql, Writer
from folkmoot.infra.ids import RANDOM_BITS

_INTO = """insert into notification (group_key, filtered, id, account_id, kind, from_account_id, {column} dedupe_id)
select cast($5 as text), cast($6 as boolean) and not exists (select 1 from notification_sender s
  where s.account_id = $2 and s.from_account_id = $3), $1, $2,"""
_ON_POST = _INTO.format(column="post_id,")
_ON_REPORT = _INTO.format(column="report_id,")
_PLAIN = _INTO.format(column="")

_INSERT = {
    **{
        kind: Sql(f"""
        {_ON_POST} '{kind}', p.account_id, p.id, p.id from post p where p.account_id = $3 and p.id = $4
        on conflict do nothing
        """)
        for kind in ("mention", "status", "reblog")
    },
    "update": Sql(f"""
    {_ON_POST} 'update', p.account_id, p.id, p.edited_at from post p
    where p.account_id = $3 and p.id = $4 and p.edited_at is not null on conflict do nothing
    """),
    "quote": Sql(f"""
    {_ON_POST} 'quote', p.account_id, p.id, p.id from post p
    where p.account_id = $3 and p.id = $4 and p.quoted_id is not null and p.quote_state = {QuoteState.ACCEPTED:d}
    on conflict do nothing
    """),
    "quoted_update": Sql(f"""
    {_ON_POST} 'quoted_update', p.account_id, q.id, p.edited_at from post q join post p on p.id = q.quoted_id
    where p.account_id = $3 and q.id = $4 and p.edited_at is not null and q.quote_state = {QuoteState.ACCEPTED:d}
    on conflict do nothing
    """),
    "poll": Sql(f"""
    {_ON_POST} 'poll', p.account_id, p.post_id, p.expires_at from poll p
    where p.account_id = $3 and p.post_id = $4 on conflict do nothing
    """),
    "favourite": Sql(f"""
    {_ON_POST} 'favourite', f.account_id, f.post_id, f.id from favourite f
    where f.account_id = $3 and f.post_id = $4 on conflict do nothing
    """),
    **{
        table: Sql(f"""
        {_PLAIN} '{table}', f.account_id, f.id from {table} f
        where f.account_id = $3 and f.target_id = $2 and cast($4 as bigint) = 0 on conflict do nothing
        """)
        for table in ("follow", "follow_request")
    },
    "admin.sign_up": Sql(f"""
    {_PLAIN} 'admin.sign_up', u.account_id, 0 from local_user u
    where u.account_id = $3 and cast($4 as bigint) = 0 on conflict do nothing
    """),
    "admin.report": Sql(f"""
    {_ON_REPORT} 'admin.report', r.account_id, r.id, r.id from report r where r.account_id = $3 and r.id = $4
    on conflict do nothing
    """),
    **{
        kind: Sql(f"""
        {_PLAIN} '{kind}', c.account_id, i.id from collection_item i join collection c on c.id = i.collection_id
        where c.account_id = $3 and i.id = $4 and i.account_id = $2 and not i.revoked on conflict do nothing
        """)
        for kind in COLLECTION_KINDS
    },
    "moderation_warning": Sql(f"""
    {_PLAIN} 'moderation_warning', s.target_account_id, s.id from strike s
    where s.target_account_id = $3 and s.id = $4 on conflict do nothing
    """),
}
_REPLACE = {
    "collection_update": Sql(f"""
    delete from notification where account_id = $1 and kind = 'collection_update' and from_account_id = $2
    and dedupe_id = $3 and id < {1 << RANDOM_BITS} * (
      select c.updated_at from collection_item i join collection c on c.id = i.collection_id where i.id = $3)
    """),
    "update": Sql("""
    delete from notification where account_id = $1 and kind = 'update' and from_account_id = $2 and post_id = $3
    and dedupe_id < (select edited_at from post where id = $3)
    """),
    "quoted_update": Sql("""
    delete from notification where account_id = $1 and kind = 'quoted_update' and from_account_id = $2 and post_id = $3
    and dedupe_id < (select p.edited_at from post q join post p on p.id = q.quoted_id where q.id = $3)
    """),
}

_IN_COLLECTION = """exists (select 1 from collection_item i
  where i.id = n.dedupe_id and i.account_id = n.account_id and not i.revoked)"""
CAUSE_STANDS = f"""case n.kind
when 'favourite' then exists (select 1 from favourite f
  where f.account_id = n.from_account_id and f.post_id = n.post_id and f.id = n.dedupe_id)
when 'poll' then exists (select 1 from poll p where p.post_id = n.post_id and p.expires_at = n.dedupe_id)
when 'follow' then exists (select 1 from follow f
  where f.account_id = n.from_account_id and f.target_id = n.account_id and f.id = n.dedupe_id)
when 'follow_request' then exists (select 1 from follow_request f
  where f.account_id = n.from_account_id and f.target_id = n.account_id and f.id = n.dedupe_id)
when 'quote' then exists (select 1 from post q
  where q.id = n.post_id and q.quoted_id is not null and q.quote_state = {QuoteState.ACCEPTED:d})
when 'quoted_update' then exists (select 1 from post q
  where q.id = n.post_id and q.quoted_id is not null and q.quote_state = {QuoteState.ACCEPTED:d})
when 'added_to_collection' then {_IN_COLLECTION}
when 'collection_update' then {_IN_COLLECTION}
else true end"""
WELCOME = """(n.kind like 'admin.%' or not (
exists (select 1 from block b where b.account_id = n.account_id and b.target_id = n.from_account_id)
or exists (select 1 from block b where b.account_id = n.from_account_id and b.target_id = n.account_id)
or exists (select 1 from mute m where m.account_id = n.account_id and m.target_id = n.from_account_id
  and m.notifications and (m.expires_at is null or m.expires_at > $2))
or exists (select 1 from account_domain_block d where d.account_id = n.account_id and d.domain = a.domain
  and not exists (select 1 from follow f where f.account_id = n.account_id and f.target_id = a.id))))"""
HELD = f"""
from notification n join account a on a.id = n.from_account_id left join post p on p.id = n.post_id
where n.account_id = $1 and a.suspended_at is null and {CAUSE_STANDS} and {WELCOME}"""
SHOWN = f"{HELD} and n.kind = any($3)"
PAGED = f"""{SHOWN} and n.id < $4 and n.id > $5 and (cast($6 as bigint) is null or n.from_account_id = $6)
and (cast($7 as boolean) or not n.filtered)"""
COLUMNS = """n.id, n.kind, n.from_account_id, n.post_id, coalesce(p.reblog_of_id, n.post_id), n.report_id,
n.group_key, case n.kind when 'moderation_warning' then n.dedupe_id end,
case when n.kind in ('added_to_collection', 'collection_update')
then (select i.collection_id from collection_item i where i.id = n.dedupe_id) end"""

_PAGE = {
    ascending: Sql(f"select {COLUMNS} {PAGED} order by n.id {'asc' if ascending else 'desc'} limit $8")
    for ascending in (True, False)
}
_COUNT = Sql(f"select count(*) from (select 1 {PAGED} limit $8) as counted")
_ONE = Sql(f"select {COLUMNS} {SHOWN} and n.id = $4")
_DISMISS = Sql("delete from notification where account_id = $1 and id = any($2)")
_CLEAR = Sql("delete from notification where account_id = $1")

_MARKERS = Sql("select timeline, last_read_id, version, updated_at from marker where account_id = $1")
_SET_MARKER = Sql("""
insert into marker (account_id, timeline, last_read_id, version, updated_at) values ($1, $2, $3, 1, $4)
on conflict (account_id, timeline) do update
set last_read_id = excluded.last_read_id, version = marker.version + 1, updated_at = excluded.updated_at
""")

_STRETCH = Sql(f"""
select n.id, {CAUSE_STANDS} from notification n where n.id > $1 order by n.id limit $2
""")
_DELETE = Sql("delete from notification where id = any($1)")


async def insert(
    db: Writer, notification_id: int, telling: Telling, *, group: str | None = None, aside: bool = False
) -> bool:
    """Insert a notification; False when it was told before, or what caused it is gone.

    It is kept `aside` only while its sender is not accepted.
    """
    account_id, kind, from_id, thing_id = telling
    if kind in _REPLACE:
        await db.run(_REPLACE[kind], account_id, from_id, thing_id)
    return bool(await db.run(_INSERT[kind], notification_id, account_id, from_id, thing_id, group, aside))


async def page(db: Reader, account_id: int, wanted: Wanted, bounds: Bounds, now: int) -> list[Notification]:
    below, above, limit, ascending = bounds
    rows = await db.all(
        _PAGE[ascending], account_id, now, wanted.kinds, below, above, wanted.from_id, wanted.aside, limit
    )
    return [Notification(*row) for row in rows]


async def count(db: Reader, account_id: int, wanted: Wanted, bounds: Bounds, now: int) -> int:
    below, above, limit, _ = bounds
    return int(await db.value(_COUNT, account_id, now, wanted.kinds, below, above, wanted.from_id, wanted.aside, limit))


async def one(db: Reader, account_id: int, wanted: Wanted, notification_id: int, now: int) -> Notification | None:
    row = await db.one(_ONE, account_id, now, wanted.kinds, notification_id)
    return None if row is None else Notification(*row)


async def dismiss(db: Writer, account_id: int, ids: Sequence[int]) -> int:
    return await db.run(_DISMISS, account_id, list(ids))


async def clear(db: Writer, account_id: int) -> None:
    await db.run(_CLEAR, account_id)


async def stretch(db: Reader, after: int, limit: int) -> list[tuple[int, bool]]:
    """Return the next notifications of all accounts as (id, whether their cause stands), in order of id."""
    return [(row[0], bool(row[1])) for row in await db.all(_STRETCH, after, limit)]


async def delete(db: Writer, ids: Sequence[int]) -> None:
    await db.run(_DELETE, list(ids))


async def markers(db: Reader, account_id: int) -> dict[str, Marker]:
    return {row[0]: Marker(*row[1:]) for row in await db.all(_MARKERS, account_id)}


async def set_marker(db: Writer, account_id: int, timeline: str, last_read_id: int, now: int) -> None:
    await db.run(_SET_MARKER, account_id, timeline, last_read_id, now)
