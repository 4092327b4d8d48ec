"""All SQL about trends as they stand, and about what was said of them."""

from collections.abc import Iterable, Sequence

from folkmoot.features.trends.types import Kind, Standing, State, Subject, Trend
from folkmoot.infra.db import Reader, Row, Sql, Writer

_REVIEWS = Sql("select key, state, said, reviewed_at from trend_review where kind = $1 and key = any($2)")
_CLEAR = Sql("delete from trend")
_INSERT = Sql("""
insert into trend (kind, key, number, post_id, language, voices, score) select $1, $2, $3, $4, $5, $6, $7
where cast($4 as bigint) is null or exists (select 1 from post where id = $4)
""")
_UPSERT = """
insert into trend_review (kind, key, number, post_id, state, said, reviewed_at) select $1, $2, $3, $4, $5, $6, $7
where cast($4 as bigint) is null or exists (select 1 from post where id = $4)
on conflict (kind, key) do update set state = excluded.state, reviewed_at = excluded.reviewed_at
"""
_JUDGE = Sql(f"""{_UPSERT}, said = excluded.said
where trend_review.state <> 'refused' and trend_review.reviewed_at < excluded.reviewed_at""")
_REVIEW = Sql(_UPSERT)
_DROP_PENDING = Sql("delete from trend_review where kind = $1 and state = 'pending' and not (key = any($2))")
_DROP_POSTS = Sql("delete from trend_review where kind = 'post' and number < $1")
_DROP_LINKS = Sql("""
delete from trend_review where kind = 'link' and state = 'allowed' and reviewed_at < $1 and not (key = any($2))
""")
_LOG = Sql("insert into staff_log (id, account_id, act, target, created_at) values ($1, $2, $3, $4, $5)")

_STANDS = "r.state = 'allowed' and coalesce(p.edited_at, 0) <= r.reviewed_at"
_TAGS_SHOWN = Sql("""
select t.key from trend t join trend_review r on r.kind = t.kind and r.key = t.key and r.state = 'allowed'
where t.kind = 'tag' order by t.score desc, t.key limit $1 offset $2
""")
_POSTS_SHOWN = Sql(f"""
select p.id, p.account_id, p.language from trend t
join trend_review r on r.kind = 'post' and r.key = t.key join post p on p.id = t.post_id
join account a on a.id = p.account_id
where t.kind = 'post' and {_STANDS} and p.visibility = 0 and not p.sensitive
and a.discoverable and a.suspended_at is null and a.silenced_at is null and a.sensitized_at is null
and not exists (select 1 from post_tag x join trend_review y
  on y.kind = 'tag' and y.key = x.tag and y.state = 'refused' where x.post_id = p.id)
order by t.score desc, p.id desc
""")
_LINKS_SHOWN = Sql("""
select v.id, v.url, v.title, v.description, v.language, r.said from trend t
join trend_review r on r.kind = 'link' and r.key = t.key and r.state = 'allowed'
join preview v on v.id = t.number and v.state = 'ready'
where t.kind = 'link' order by t.score desc, v.id desc
""")
_LISTED = Sql("""
select t.kind, t.key, t.number, t.voices, t.score, coalesce(r.state, 'pending') from trend t
left join trend_review r on r.kind = t.kind and r.key = t.key
where t.kind = $1 order by t.score desc, t.key limit $2 offset $3
""")
_PUBLISHERS = Sql("""
select kind, key, number, 0, 0.0, state from trend_review where kind = 'publisher'
order by case state when 'pending' then 0 else 1 end, reviewed_at desc, key limit $1 offset $2
""")
_FIND = Sql("select kind, key, number, post_id from trend_review where kind = $1 and number = $2 limit 1")
_STATES = Sql("select key, state from trend_review where kind = $1 and key = any($2)")
_LINK_HISTORY = Sql("""
select t.preview_id, p.created_at / 86400000, count(*), count(distinct p.account_id)
from post_preview t join post p on p.id = t.post_id join account a on a.id = p.account_id
where t.preview_id = any($1) and t.post_id >= $2 and p.visibility = 0 and p.reblog_of_id is null
and a.suspended_at is null group by t.preview_id, p.created_at / 86400000
""")


async def reviews(db: Reader, kind: Kind, keys: list[str]) -> dict[str, Standing]:
    """Return what was said of those of `keys` that were judged."""
    rows = await db.all(_REVIEWS, str(kind), keys)
    return {row[0]: Standing(State(row[1]), row[2], row[3]) for row in rows}


async def replace(db: Writer, rows: Iterable[tuple[Subject, str, int, float]]) -> None:
    """Write the trends of this hour in place of those before; rows (subject, language, voices, score)."""
    await db.run(_CLEAR)
    await db.many(_INSERT, [(*_row(subject), language, voices, heat) for subject, language, voices, heat in rows])


async def judged(db: Writer, rows: Iterable[tuple[Subject, State, str]], at: int) -> None:
    """Write down verdicts (subject, state, said) of `at`; a refusal or what was said later stays."""
    await db.many(_JUDGE, [(*_row(subject), str(state), said, at) for subject, state, said in rows])


async def review(db: Writer, subject: Subject, state: State, at: int) -> None:
    """Write down what a moderator says; what the subject said of itself when it became a candidate stays."""
    await db.run(_REVIEW, *_row(subject), str(state), "", at)


async def sweep(db: Writer, current: dict[Kind, list[str]], first_post_id: int, before: int) -> None:
    """Forget what waits but is no candidate any more, and reviews of posts and links that are past."""
    for kind, keys in current.items():
        await db.run(_DROP_PENDING, str(kind), keys)
    await db.run(_DROP_POSTS, first_post_id)
    await db.run(_DROP_LINKS, before, current[Kind.LINK])


async def log(db: Writer, row: tuple[int, int | None, str, str, int]) -> None:
    """Write a row (id, who, act, target, at) into the log of the staff."""
    await db.run(_LOG, *row)


async def tags_shown(db: Reader, limit: int, offset: int) -> list[str]:
    return [row[0] for row in await db.all(_TAGS_SHOWN, limit, offset)]


async def posts_shown(db: Reader) -> list[tuple[int, int, str]]:
    """Return (post, author, language) of posts that trend and may be shown at this moment."""
    return [(row[0], row[1], row[2]) for row in await db.all(_POSTS_SHOWN)]


async def links_shown(db: Reader) -> Sequence[Row]:
    """Return rows (preview, URL, title, description, language, what was said when it was judged)."""
    return await db.all(_LINKS_SHOWN)


async def link_history(db: Reader, ids: list[int], first_post_id: int) -> Sequence[Row]:
    """Return rows (preview, day since 1970, uses, accounts)."""
    return await db.all(_LINK_HISTORY, ids, first_post_id)


async def listed(db: Reader, kind: Kind, limit: int, offset: int) -> list[Trend]:
    return [_trend(row) for row in await db.all(_LISTED, str(kind), limit, offset)]


async def publishers(db: Reader, limit: int, offset: int) -> list[Trend]:
    return [_trend(row) for row in await db.all(_PUBLISHERS, limit, offset)]


async def find(db: Reader, kind: Kind, number: int) -> Subject | None:
    row = await db.one(_FIND, str(kind), number)
    return None if row is None else Subject(Kind(row[0]), row[1], row[2], row[3])


async def states(db: Reader, kind: Kind, keys: list[str]) -> dict[str, State]:
    return {row[0]: State(row[1]) for row in await db.all(_STATES, str(kind), keys)}


def _row(subject: Subject) -> tuple[object, ...]:
    return str(subject.kind), subject.key, subject.number, subject.post_id


def _trend(row: Row) -> Trend:
    return Trend(Kind(row[0]), row[1], row[2], row[3], float(row[4]), State(row[5]))
