"""All SQL that counts voices: it reads a great many rows and is asked aside.

A voice is all the accounts of one server that were opened within the same hour: who makes a hundred accounts at once
has still only one. Suspended, limited, new and automatic accounts have none.
"""

from collections.abc import Sequence
from typing import Any

from folkmoot.features.trends.types import Heat, Span
from folkmoot.infra.db import Reader, Row, Sql
from folkmoot.infra.ids import RANDOM_BITS, first_id_at

KEPT = 200
"""The hottest subjects of a kind that are looked at further."""
LOOKED_AT = 2_000
"""Posts with the most marks, newer ones first, whose voices are counted."""
HALF_LIVES = 4
"""A voice that is a quarter of the window old counts half."""

_VOICE = "a.domain, a.created_at / 3600000"
_SPEAKS = "a.suspended_at is null and a.silenced_at is null and not a.bot and a.created_at <= $2"
_OPEN = """+p.visibility = 0 and p.reblog_of_id is null and not p.sensitive
and p.in_reply_to_id is null and p.in_reply_to_account_id is null"""
_MARKS = "(p.reblogs_count + p.favourites_count + p.replies_count)"
_UNTAINTED = """not exists (select 1 from post_tag x join trend_review r
on r.kind = 'tag' and r.key = x.tag and r.state = 'refused' where x.post_id = p.id)"""


def _counting(text: str) -> Sql:
    """The plus keeps SQLite from an index that would lead it to each row on its own: half the posts are wanted.

    PostgreSQL knows that, unless the plus hides from it what is asked for.
    """
    return Sql(text.replace("+p.", "p."), sqlite=text)


def _weight(its_id: str) -> str:
    return f"cast($4 as double precision) / ($4 + cast($3 as bigint) - ({its_id} >> {RANDOM_BITS}))"


_HOTTEST = """
group by subject having count(*) >= $5 order by sum(weight) desc, subject limit $6
"""
_SUBJECTS = {"tag": ("post_tag", "tag"), "link": ("post_preview", "preview_id")}
_RISING = {
    kind: _counting(f"""
    select subject, count(*), sum(weight) from (
      select t.{key} as subject, {_weight("max(p.id)")} as weight
      from post p cross join account a cross join {table} t
      where p.id >= $1 and a.id = p.account_id and t.post_id = p.id and {_OPEN} and a.discoverable and {_SPEAKS}
      group by t.{key}, {_VOICE}
    ) voice {_HOTTEST}
    """)
    for kind, (table, key) in _SUBJECTS.items()
}
_USUAL = {
    kind: _counting(f"""
    select subject, count(*) from (
      select distinct t.{key} as subject, (p.id >> {RANDOM_BITS}) / cast($5 as bigint) as slot, {_VOICE}
      from {table} t join post p on p.id = t.post_id join account a on a.id = p.account_id
      where t.{key} = any($1) and t.post_id >= $3 and t.post_id < $4 and {_OPEN} and a.discoverable and {_SPEAKS}
    ) voice group by subject
    """)
    for kind, (table, key) in _SUBJECTS.items()
}
_POSTS = _counting(f"""
with candidate as materialized (
  select p.id, p.account_id from post p cross join account a
  where p.id >= $1 and {_MARKS} >= $5
  and {_OPEN} and a.id = p.account_id and a.discoverable and a.sensitized_at is null and {_SPEAKS}
  and {_UNTAINTED}
  order by {_MARKS} * {_weight("p.id")} desc limit {LOOKED_AT}
), act as (
  select c.id as subject, c.account_id as author_id, f.account_id, f.id from candidate c
    join favourite f on f.post_id = c.id
  union all select c.id, c.account_id, b.account_id, b.id from candidate c
    join post b on b.reblog_of_id = c.id and b.visibility <= 1
  union all select c.id, c.account_id, r.account_id, r.id from candidate c
    join post r on r.in_reply_to_id = c.id and r.visibility <= 1
)
select subject, count(*), sum(weight) from (
  select act.subject, {_weight("max(act.id)")} as weight from act cross join account a
  where a.id = act.account_id and act.account_id <> act.author_id and {_SPEAKS}
  group by act.subject, {_VOICE}
) voice {_HOTTEST}
""")
_POST_FACTS = Sql("""
select p.id, p.account_id, p.text, p.spoiler_text, p.language, coalesce(p.edited_at, 0) from post p where p.id = any($1)
""")
_LINK_FACTS = Sql("""
select v.id, v.url, v.title, v.description, v.language from preview v where v.id = any($1) and v.state = 'ready'
""")


async def rising(db: Reader, kind: str, span: Span) -> dict[Any, Heat]:
    """Return how many voices used tags or links within the window, of those that reach the least, hottest first."""
    return _heats(await db.all(_RISING[kind], *_asked(span)))


async def posts(db: Reader, span: Span) -> dict[int, Heat]:
    """Return how many voices answered, boosted or favourited posts that were written within the window."""
    return _heats(await db.all(_POSTS, *_asked(span)))


async def usual(db: Reader, kind: str, keys: Sequence[Any], span: Span) -> dict[Any, float]:
    """Return how many voices used these tags or links in an ordinary window before this one."""
    if not keys:
        return {}
    until = span.now - span.window
    ids = (first_id_at(until - span.usual), first_id_at(until))
    rows = await db.all(_USUAL[kind], list(keys), span.oldest, *ids, span.window)
    return {subject: count * span.window / span.usual for subject, count in rows}


async def post_facts(db: Reader, ids: list[int]) -> Sequence[Row]:
    """Return rows (id, author, text, spoiler text, language, edited at or 0)."""
    return await db.all(_POST_FACTS, ids)


async def link_facts(db: Reader, ids: list[int]) -> Sequence[Row]:
    """Return rows (preview id, URL, title, description, language) of links that have something to show."""
    return await db.all(_LINK_FACTS, ids)


def _asked(span: Span) -> tuple[object, ...]:
    half = span.window / HALF_LIVES
    return first_id_at(span.now - span.window), span.oldest, span.now, half, span.least, KEPT


def _heats(rows: Sequence[Row]) -> dict[Any, Heat]:
    return {row[0]: Heat(row[1], row[2]) for row in rows}
