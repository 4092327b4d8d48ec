"""All SQL about the index of posts: FTS5 on SQLite, a GIN index of tsvectors on PostgreSQL."""

from collections.abc import Sequence

from folkmoot.features.search.content import VERSION, Entry
from folkmoot.features.search.matching import Matching
from folkmoot.infra.db import Bounds, Reader, Sql, Writer

_STANDING = "select id from post where id = any($1) order by id"
_LOCK = Sql(f"{_STANDING} for no key update", sqlite=_STANDING)
_WRITE = Sql("""
insert into post_words (post_id, said, more, version) values ($1, $2, $3, $4)
on conflict (post_id) do update set said = excluded.said, more = excluded.more, version = excluded.version
where post_words.said <> excluded.said or post_words.more <> excluded.more or post_words.version <> excluded.version
""")
_MERGE = Sql("select $1", sqlite="insert into post_index (post_index, rank) values ('merge', $1)")
_CHANGES = Sql("select 0", sqlite="select total_changes()")
_MISSING = Sql(f"""
select p.id from post p left join post_words w on w.post_id = p.id
where p.id < $1 and p.reblog_of_id is null and (w.version is null or w.version <> {VERSION})
order by p.id desc limit $2
""")
_OF_AUTHOR = Sql("""
select id from post where account_id = $1 and id < $2 and visibility = 0 and reblog_of_id is null
order by id desc limit $3
""")
_TOTAL = Sql("select count(*) from post where reblog_of_id is null")
_INDEXED = Sql(f"select count(*) from post_words where version = {VERSION}")
_LANGUAGES = Sql("""
select language, count(*) from (select language from post order by id desc limit 1000) recent
where language <> '' group by language order by count(*) desc
""")


async def lock(db: Writer, ids: list[int]) -> list[int]:
    """Return those of `ids` that stand, and keep them as they are until the transaction ends."""
    return [row[0] for row in await db.all(_LOCK, ids)]


async def write(db: Writer, entries: Sequence[Entry]) -> None:
    """Write rows of the index, or write them anew; what is the same as before is left alone."""
    await db.many(_WRITE, [(*entry, VERSION) for entry in entries])


async def merge(db: Writer, pages: int) -> bool:
    """Merge parts of the index by writing so many pages, all parts if it is negative; False when nothing was left."""
    before = await db.value(_CHANGES)
    await db.run(_MERGE, pages)
    return bool(await db.value(_CHANGES) - before > 1)


async def missing(db: Reader, below: int, limit: int) -> list[int]:
    """Return the newest posts below an id that the index lacks or has from an older version."""
    return [row[0] for row in await db.all(_MISSING, below, limit)]


async def of_author(db: Reader, account_id: int, below: int, limit: int) -> list[int]:
    """Return the newest public posts of an account below an id."""
    return [row[0] for row in await db.all(_OF_AUTHOR, account_id, below, limit)]


async def state(db: Reader) -> tuple[int, int]:
    """Return how many posts there are, and how many of them the index has."""
    return await db.value(_TOTAL), await db.value(_INDEXED)


async def languages(db: Reader) -> list[str]:
    """Return the languages of the newest posts, the most used first."""
    return [row[0] for row in await db.all(_LANGUAGES)]


_SAID = Sql(
    """not exists (select 1 from unnest(cast($5 as text[])) t (phrase) where position(t.phrase in w.said) = 0)
    and not exists (select 1 from unnest(cast($6 as text[])) t (phrase) where position(t.phrase in w.said) > 0)""",
    sqlite="""not exists (select 1 from json_each($5) t where instr(w.said, t.value) = 0)
    and not exists (select 1 from json_each($6) t where instr(w.said, t.value) > 0)""",
)
_LOOKED_AT = """not exists (select 1 from json_each($1, '$[0]') every where not exists (
      select 1 from json_each(every.value) term where instr(w.said || w.more, term.value) > 0))
    and not exists (select 1 from json_each($1, '$[1]') term where instr(w.said || w.more, term.value) > 0)"""
_SPAN = "w.post_id < $2 and w.post_id > $3"
_HOLDS = "w.words @@ cast(cast($1 as text) as tsquery)"


def _indexed(order: str) -> Sql:
    """What the index holds, of all time."""
    return Sql(
        f"""with found as materialized (select w.post_id, w.said from post_words w where {_HOLDS} and {_SPAN})
        select w.post_id from found w where {_SAID.postgres} order by w.post_id {order} limit $4""",
        sqlite=f"""select i.rowid from post_index i cross join post_words w on w.post_id = i.rowid
        where i.post_index match $1 and i.rowid < $2 and i.rowid > $3 and {_SAID.sqlite}
        order by i.rowid {order} limit $4""",
    )


def _plainly(order: str) -> Sql:
    """The same without phrases: SQLite then need not look at the posts at all."""
    return Sql(
        f"""with found as materialized (select w.post_id from post_words w where {_HOLDS} and {_SPAN})
        select post_id from found order by post_id {order} limit $4""",
        sqlite=f"""select i.rowid from post_index i where i.post_index match $1 and i.rowid < $2 and i.rowid > $3
        order by i.rowid {order} limit $4""",
    )


def _scanned(order: str) -> Sql:
    """The first posts of the span that hold it, among $7 of them."""
    return Sql(f"""
    select w.post_id from (
      select w.post_id, w.words, w.said from post_words w where {_SPAN} order by w.post_id {order} limit $7) w
    where {_HOLDS} and {_SAID.postgres} order by w.post_id {order} limit $4
    """)


_OWNED = (
    "select id from post where account_id = $7 and id < $2 and id > $3",
    "select reblog_of_id from post where account_id = $7 and reblog_of_id < $2 and reblog_of_id > $3",
    "select post_id from favourite where account_id = $7 and post_id < $2 and post_id > $3",
    "select post_id from bookmark where account_id = $7 and post_id < $2 and post_id > $3",
    "select post_id from post_mention where account_id = $7 and post_id < $2 and post_id > $3",
)
"""What a library is made of: own posts, and those that were boosted, favourited, bookmarked or mention the owner.

Indexes alone answer all of it. Boosts are among the own posts, but have no words and are never found.
"""


def _library(order: str) -> Sql:
    """Rows (1, id) of what is found in $8 posts of the library; (0, id) for the last of them if there may be more."""
    parts = " union ".join(
        f"select * from ({part} order by {part.split()[1]} {order} limit $8) p{number}"
        for number, part in enumerate(_OWNED)
    )
    last = "min" if order == "desc" else "max"

    def text(holds: str, said: str) -> str:
        return f"""
        with held as materialized (select id from ({parts}) part order by id {order} limit $8)
        select * from (select 1 as found, w.post_id as id from held h join post_words w on w.post_id = h.id
          where {holds} and {said} order by w.post_id {order} limit $4) matched
        union all select 0, {last}(id) from held having count(*) = $8
        """

    holds = f"(cast($1 as text) = '' or {_HOLDS})"
    return Sql(text(holds, _SAID.postgres), sqlite=text(_LOOKED_AT, _SAID.sqlite))


_HELD = " union all ".join(_OWNED)
_OWNS = """(exists (select 1 from post p where p.id = {id} and p.account_id = $7)
  or exists (select 1 from post p where p.account_id = $7 and p.reblog_of_id = {id} and p.reblog_of_id is not null)
  or exists (select 1 from favourite m where m.account_id = $7 and m.post_id = {id})
  or exists (select 1 from bookmark m where m.account_id = $7 and m.post_id = {id})
  or exists (select 1 from post_mention m where m.account_id = $7 and m.post_id = {id}))"""


def _kept(order: str, *, few: bool) -> Sql:
    """What the index holds, of all time, and is in the library: each is looked up in it, or all are put beside it."""
    held = "" if few else f"held (id) as materialized ({_HELD})"
    found = _OWNS if few else "+{id} in (select id from held)"
    postgres, sqlite = found.format(id="w.post_id"), found.format(id="i.rowid")
    return Sql(
        f"""with found as materialized (select w.post_id, w.said from post_words w where {_HOLDS} and {_SPAN})
        {", " + held if held else ""}
        select w.post_id from found w where {postgres} and {_SAID.postgres} order by w.post_id {order} limit $4""",
        sqlite=f"""{"with " + held if held else ""}
        select i.rowid from post_index i where i.post_index match $1 and i.rowid < $2 and i.rowid > $3 and {sqlite}
        and exists (select 1 from post_words w where w.post_id = i.rowid and {_SAID.sqlite})
        order by i.rowid {order} limit $4""",
    )


_ORDERS = {False: "desc", True: "asc"}
_INDEX = {oldest: _indexed(order) for oldest, order in _ORDERS.items()}
_PLAIN = {oldest: _plainly(order) for oldest, order in _ORDERS.items()}
_SCAN = {oldest: _scanned(order) for oldest, order in _ORDERS.items()}
_KEPT = {(oldest, few): _kept(order, few=few) for oldest, order in _ORDERS.items() for few in (False, True)}
_LIBRARY = {oldest: _library(order) for oldest, order in _ORDERS.items()}


async def indexed(db: Reader, wanted: Matching, bounds: Bounds) -> list[int]:
    """Return the first posts of a page that match, by the index."""
    below, above, limit, oldest_first = bounds
    arguments = (wanted.expression, below, above, limit)
    if wanted.said or wanted.unsaid:
        return [row[0] for row in await db.all(_INDEX[oldest_first], *arguments, wanted.said, wanted.unsaid)]
    return [row[0] for row in await db.all(_PLAIN[oldest_first], *arguments)]


async def scanned(db: Reader, wanted: Matching, bounds: Bounds, among: int) -> list[int]:
    """Return the first posts of a page that match among so many; PostgreSQL only."""
    below, above, limit, oldest_first = bounds
    arguments = (wanted.expression, below, above, limit, wanted.said, wanted.unsaid, among)
    return [row[0] for row in await db.all(_SCAN[oldest_first], *arguments)]


async def library(
    db: Reader, owner_id: int, wanted: Matching, bounds: Bounds, window: int
) -> tuple[list[int], int | None]:
    """Return the posts that match among `window` of the owner's, and the last one looked at if there may be more."""
    below, above, limit, oldest_first = bounds
    arguments = (wanted.expression, below, above, limit, wanted.said, wanted.unsaid, owner_id, window)
    rows = await db.all(_LIBRARY[oldest_first], *arguments)
    return [row[1] for row in rows if row[0]], next((row[1] for row in rows if not row[0]), None)


async def kept(db: Reader, owner_id: int, wanted: Matching, bounds: Bounds, *, few: bool) -> list[int]:
    """Return the first posts of a page that match and are the owner's, by the index; `few` if few match at all."""
    below, above, limit, oldest_first = bounds
    arguments = (wanted.expression, below, above, limit, wanted.said, wanted.unsaid, owner_id)
    return [row[0] for row in await db.all(_KEPT[oldest_first, few], *arguments)]
