"""All SQL about search."""

from collections.abc import Sequence

from folkmoot.features.search.types import PostQuery
from folkmoot.infra.db import Reader, Row, Sql

RECENT = 5_000
"""Newest open posts, and newest posts of the searcher, that are looked through."""

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

_SPAN = "p.id < $2 and p.id > $3"
_RECENT_POSTS = {
    False: f"""select p.id as id from post p join account a on a.id = p.account_id
    where {_SPAN} and p.visibility = 0 and p.reblog_of_id is null and a.indexable order by p.id desc limit {RECENT}""",
    True: f"""select p.id as id from post p join account a on a.id = p.account_id
    where p.account_id = $5 and {_SPAN} and p.visibility = 0 and p.reblog_of_id is null and a.indexable
    order by p.id desc limit {RECENT}""",
}


def _posts(words: int, *, by_author: bool, oldest_first: bool) -> Sql:
    first = 6 if by_author else 5
    containing = " and ".join(
        f"lower(p.text || ' ' || p.spoiler_text) like ${number} escape '!'" for number in range(first, first + words)
    )
    return Sql(f"""
    select p.id, p.text, p.spoiler_text from (
      select id from (select p.id as id from post p where p.account_id = $1 and {_SPAN}
        order by p.id desc limit {RECENT}) own
      union select post_id from favourite where account_id = $1
      union select post_id from bookmark where account_id = $1
      union select post_id from post_mention where account_id = $1
      union select id from ({_RECENT_POSTS[by_author]}) recent
    ) candidate join post p on p.id = candidate.id
    where {_SPAN} and p.reblog_of_id is null {"and p.account_id = $5" if by_author else ""} and {containing}
    order by p.id {"asc" if oldest_first else "desc"} limit $4
    """)


_searches: dict[tuple[int, bool, bool], Sql] = {}


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


async def posts(db: Reader, searcher: int, query: PostQuery, patterns: list[str], limit: int) -> Sequence[Row]:
    """Return rows (id, text, spoiler text) of posts that match every pattern; who may see them is not asked here."""
    by_author = query.author_id is not None
    key = (len(patterns), by_author, query.oldest_first)
    if key not in _searches:
        _searches[key] = _posts(len(patterns), by_author=by_author, oldest_first=query.oldest_first)
    author = (query.author_id,) if by_author else ()
    return await db.all(_searches[key], searcher, query.below, query.above, limit, *author, *patterns)
