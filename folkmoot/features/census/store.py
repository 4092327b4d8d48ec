"""All SQL about the census: counts of a span of time, in one scan of its ids each."""

from folkmoot.infra.db import Reader, Sql

_ACTIVE = """
select account_id, created_at as moment from token where account_id is not null and created_at >= $1
union all select account_id, last_used_at from token where account_id is not null and last_used_at >= $1
union all select account_id, created_at from session where created_at >= $1
union all select account_id, last_seen_at from session where last_seen_at >= $1
union all select p.account_id, p.created_at from post p join account a on a.id = p.account_id
where p.id >= $2 and a.domain = ''
"""
_MEMBERS = Sql(f"select (moment - $1) / 604800000, count(distinct account_id) from ({_ACTIVE}) seen group by 1")
_ACTIVE_SINCE = Sql(f"select count(distinct account_id) from ({_ACTIVE}) seen")
_POSTS = Sql("""
select (p.created_at - $1) / 604800000, count(*) from post p join account a on a.id = p.account_id
where p.id >= $2 and p.visibility <= 1 and a.domain = '' group by 1
""")
_ARRIVALS = Sql("""
select (created_at - $1) / 604800000, count(*) from local_user
where created_at >= $1 and confirmed_at is not null and approved_at is not null group by 1
""")


async def members_by_week(db: Reader, since: int, first_id: int) -> dict[int, int]:
    """Return the members seen in each week, by its number counted from `since` (ms since 1970)."""
    return {row[0]: row[1] for row in await db.all(_MEMBERS, since, first_id)}


async def posts_by_week(db: Reader, since: int, first_id: int) -> dict[int, int]:
    """Return the open posts of each week."""
    return {row[0]: row[1] for row in await db.all(_POSTS, since, first_id)}


async def arrivals_by_week(db: Reader, since: int) -> dict[int, int]:
    """Return the sign-ups of each week."""
    return {row[0]: row[1] for row in await db.all(_ARRIVALS, since)}


async def active_since(db: Reader, since: int, first_id: int) -> int:
    """Return how many members were seen since then."""
    return int(await db.value(_ACTIVE_SINCE, since, first_id))
