"""All SQL about measures: what happened, counted by day and in all.

Each tells of events as (at, who), from `$1` until before `$2` (ms since 1970); most know their time by their id.
"""

from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Reader, Sql


def _by_id(column: str) -> str:
    """Return the condition that what bears this id was made in the span of time."""
    return f"{column} >= cast($1 as bigint) << 21 and {column} < cast($2 as bigint) << 21"


def _by_time(column: str) -> str:
    return f"{column} >= cast($1 as bigint) and {column} < cast($2 as bigint)"


SEEN = f"""
select created_at as at, account_id as who from token where account_id is not null and {_by_time("created_at")}
union all select last_used_at, account_id from token where account_id is not null and {_by_time("last_used_at")}
union all select created_at, account_id from session where {_by_time("created_at")}
union all select last_seen_at, account_id from session where {_by_time("last_seen_at")}
union all select p.id >> 21, p.account_id from post p join account a on a.id = p.account_id
  where a.domain = '' and {_by_id("p.id")}
"""
"""When members were seen: they signed in, or posted."""

_TAGGED = f"""from post_tag t join post p on p.id = t.post_id join account a on a.id = p.account_id
where t.tag = $3 and p.visibility = 0 and {_by_id("t.post_id")}"""
_FOLLOWED = "from follow f join account l on l.id = f.{member} join account r on r.id = f.{stranger}"
_EVENTS = {
    "active_users": SEEN,
    "new_users": f"select created_at as at, account_id as who from local_user where {_by_time('created_at')}",
    "interactions": f"""
    select f.id >> 21 as at, f.account_id as who from favourite f join post p on p.id = f.post_id
    join account a on a.id = p.account_id where a.domain = '' and {_by_id("f.id")}
    union all select b.id >> 21, b.account_id from post b join post p on p.id = b.reblog_of_id
    join account a on a.id = p.account_id where a.domain = '' and {_by_id("b.id")}
    union all select r.id >> 21, r.account_id from post r join account a on a.id = r.in_reply_to_account_id
    where a.domain = '' and r.in_reply_to_id is not null and {_by_id("r.id")}
    """,
    "opened_reports": f"select id >> 21 as at, id as who from report where {_by_id('id')}",
    "resolved_reports": f"select action_taken_at as at, id as who from report where {_by_time('action_taken_at')}",
    "tag_accounts": f"select t.post_id >> 21 as at, p.account_id as who {_TAGGED}",
    "tag_uses": f"select t.post_id >> 21 as at, p.id as who {_TAGGED}",
    "tag_servers": f"select t.post_id >> 21 as at, a.domain as who {_TAGGED} and a.domain <> ''",
    "instance_accounts": f"select id >> 21 as at, id as who from account where domain = $3 and {_by_id('id')}",
    "instance_media_attachments": f"""
    select m.id >> 21 as at, m.bytes as who from media m join account a on a.id = m.account_id
    where a.domain = $3 and {_by_id("m.id")}
    """,
    "instance_reports": f"""
    select r.id >> 21 as at, r.id as who from report r join account a on a.id = r.target_account_id
    where a.domain = $3 and {_by_id("r.id")}
    """,
    "instance_statuses": f"""
    select p.id >> 21 as at, p.id as who from post p join account a on a.id = p.account_id
    where a.domain = $3 and {_by_id("p.id")}
    """,
    "instance_follows": f"""
    select f.id >> 21 as at, f.id as who {_FOLLOWED.format(member="account_id", stranger="target_id")}
    where l.domain = '' and r.domain = $3 and {_by_id("f.id")}
    """,
    "instance_followers": f"""
    select f.id >> 21 as at, f.id as who {_FOLLOWED.format(member="target_id", stranger="account_id")}
    where l.domain = '' and r.domain = $3 and {_by_id("f.id")}
    """,
}
DISTINCT = ("active_users", "tag_accounts", "tag_servers")
BYTES = ("instance_media_attachments",)
KEYS = tuple(_EVENTS)


def _count(key: str) -> str:
    if key in DISTINCT:
        return "count(distinct who)"
    return "cast(coalesce(sum(who), 0) as bigint)" if key in BYTES else "count(*)"


_TOTALS = {key: Sql(f"select {_count(key)} from ({events}) happened") for key, events in _EVENTS.items()}
_DAYS = {
    key: Sql(f"select at / {DAY}, {_count(key)} from ({events}) happened group by at / {DAY}")
    for key, events in _EVENTS.items()
}

_BUCKETS = {"day": ("YYYY-MM-DD", "%Y-%m-%d"), "month": ("YYYY-MM", "%Y-%m")}


def _in_bucket(frequency: str, text: str) -> Sql:
    """Return the statement with `{column}` read as the bucket, as text, in which that time lies."""
    postgres, sqlite = _BUCKETS[frequency]
    in_postgres = f"to_char(to_timestamp({{0}} / 1000) at time zone 'UTC', '{postgres}')"
    in_sqlite = f"strftime('{sqlite}', {{0}} / 1000, 'unixepoch')"
    return Sql(
        text.format(joined=in_postgres.format("u.created_at"), seen=in_postgres.format("e.at")),
        sqlite=text.format(joined=in_sqlite.format("u.created_at"), seen=in_sqlite.format("e.at")),
    )


_ARRIVALS = {
    frequency: _in_bucket(
        frequency, f"select {{joined}}, count(*) from local_user u where {_by_time('u.created_at')} group by 1"
    )
    for frequency in _BUCKETS
}
_RETURNS = {
    frequency: _in_bucket(
        frequency,
        f"""
        select {{joined}}, {{seen}}, count(distinct u.account_id) from local_user u join ({SEEN}) e
        on e.who = u.account_id where {_by_time("u.created_at")} group by 1, 2
        """,
    )
    for frequency in _BUCKETS
}


def _asked(key: str, subject: str) -> tuple[str, ...]:
    return (subject,) if key.startswith(("tag_", "instance_")) else ()


async def total(db: Reader, key: str, since: int, until: int, subject: str) -> int:
    return int(await db.value(_TOTALS[key], since, until, *_asked(key, subject)))


async def days(db: Reader, key: str, since: int, until: int, subject: str) -> dict[int, int]:
    """Return the value of each day (counted from 1970) that has any."""
    return {row[0]: int(row[1]) for row in await db.all(_DAYS[key], since, until, *_asked(key, subject))}


async def arrivals(db: Reader, frequency: str, since: int, until: int) -> dict[str, int]:
    """Return how many members joined in each bucket, as YYYY-MM-DD or YYYY-MM."""
    return {row[0]: row[1] for row in await db.all(_ARRIVALS[frequency], since, until)}


async def returns(db: Reader, frequency: str, since: int, until: int) -> dict[tuple[str, str], int]:
    """Return how many of those who joined in one bucket were seen in another."""
    return {(row[0], row[1]): row[2] for row in await db.all(_RETURNS[frequency], since, until)}
