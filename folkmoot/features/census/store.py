"""All SQL about the census: counts of a span of time."""

from folkmoot.infra.db import Reader, Sql
from folkmoot.infra.ids import first_id_at

_LOCAL_POSTS = "from post p join account a on a.id = p.account_id where p.id >= $3 and p.id < $4 and a.domain = ''"
_SEEN = f"""
select count(distinct account_id) from (
  select account_id from token where account_id is not null and created_at >= $1 and created_at < $2
  union all select account_id from token where account_id is not null and last_used_at >= $1 and last_used_at < $2
  union all select account_id from session where created_at >= $1 and created_at < $2
  union all select account_id from session where last_seen_at >= $1 and last_seen_at < $2
  union all select p.account_id {_LOCAL_POSTS}) seen
"""
_MEMBERS = Sql(_SEEN)
_ALL = Sql(f"""
select (select count(*) {_LOCAL_POSTS} and p.visibility <= 1), ({_SEEN}),
(select count(*) from local_user where created_at >= $1 and created_at < $2
  and confirmed_at is not null and approved_at is not null)
""")


async def members(db: Reader, since: int, until: int) -> int:
    """Return how many members were seen from `since` until before `until` (ms since 1970)."""
    return int(await db.value(_MEMBERS, since, until, first_id_at(since), first_id_at(until)))


async def everything(db: Reader, since: int, until: int) -> tuple[int, int, int]:
    """Return (open posts, members seen, arrivals) of a span of time."""
    row = await db.one(_ALL, since, until, first_id_at(since), first_id_at(until))
    assert row is not None
    return row[0], row[1], row[2]
