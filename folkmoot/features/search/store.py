"""All SQL about finding accounts and tags."""

from collections.abc import Sequence

from folkmoot.infra.db import Reader, Row, Sql

_KNOWN = """a.suspended_at is null and not exists (
  select 1 from local_user u where u.account_id = a.id and (u.confirmed_at is null or u.approved_at is null))"""
_NAMED = "(a.username_key like $4 escape '!' or lower(a.display_name) like $5 escape '!')"
_HANDLED = "a.username_key = $1 and a.domain like $4 escape '!'"


def _accounts(matching: str, *, only_followed: bool) -> Sql:
    """The searcher ($2) sees those first whose name is the one asked for ($1), then those whom they follow."""
    followed = "exists (select 1 from follow f where f.account_id = $2 and f.target_id = a.id)"
    return Sql(f"""
    select a.id, a.username_key, a.display_name from account a
    where {_KNOWN} and {matching} {"and " + followed if only_followed else ""}
    order by case when a.username_key = $1 then 0 else 1 end, case when {followed} then 0 else 1 end,
    a.followers_count desc, a.id limit $3
    """)


_NAMES = {only: _accounts(_NAMED, only_followed=only) for only in (False, True)}
_HANDLES = {only: _accounts(_HANDLED, only_followed=only) for only in (False, True)}

_OPEN = "p.visibility = 0 and p.reblog_of_id is null and a.suspended_at is null"
_TAGS_FROM = "select t.tag from post_tag t join post p on p.id = t.post_id join account a on a.id = p.account_id"
_TAGS_ORDER = (
    """group by t.tag order by case when t.tag = $1 then 0 else 1 end, count(*) desc, t.tag limit $3 offset $4"""
)
_TAGS = Sql(
    f"{_TAGS_FROM} where t.tag like $2 escape '!' and {_OPEN} {_TAGS_ORDER}",
    sqlite=f"{_TAGS_FROM} where t.tag >= $1 and t.tag < $1 || char(1114111) and t.tag like $2 escape '!' and {_OPEN}"
    f" {_TAGS_ORDER}",
)
"""SQLite finds the beginning of a tag in its index by a span, PostgreSQL by the pattern."""
_HISTORY = Sql(f"""
select t.tag, p.created_at / 86400000, count(*), count(distinct p.account_id)
from post_tag t join post p on p.id = t.post_id join account a on a.id = p.account_id
where t.tag = any($1) and t.post_id >= $2 and {_OPEN} group by t.tag, p.created_at / 86400000
""")


async def named(db: Reader, name: str, patterns: tuple[str, str], who: tuple[int, bool], limit: int) -> Sequence[Row]:
    """Return rows (id, name, display name) by patterns for both; `who` is (searcher, only those followed)."""
    searcher, only_followed = who
    return await db.all(_NAMES[only_followed], name, searcher, limit, *patterns)


async def handled(db: Reader, name: str, domain: str, who: tuple[int, bool], limit: int) -> Sequence[Row]:
    """Return rows like `named` of those with this very name, at domains like the pattern `domain`."""
    searcher, only_followed = who
    return await db.all(_HANDLES[only_followed], name, searcher, limit, domain)


async def tags(db: Reader, key: str, pattern: str, limit: int, offset: int) -> list[str]:
    """Return tags of open posts by a pattern for their beginning, the very tag `key` first, then the most used."""
    return [row[0] for row in await db.all(_TAGS, key, pattern, limit, offset)]


async def history(db: Reader, keys: list[str], first_id: int) -> Sequence[Row]:
    """Return rows (tag, day since 1970, uses, accounts)."""
    return await db.all(_HISTORY, keys, first_id)
