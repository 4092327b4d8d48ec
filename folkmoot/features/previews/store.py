"""All SQL about previews."""

from collections.abc import Sequence

from folkmoot.features.previews.types import Preview
from folkmoot.infra.db import Bounds, Reader, Row, Sql, Writer

COLUMNS = """v.id, v.url, v.state, v.kind, v.title, v.description, v.language, v.author_name, v.author_url,
v.author_account_id, v.provider_name, v.provider_url, v.html, v.width, v.height, v.image, v.image_description,
v.blurhash, v.published_at, v.failures"""

_BY_IDS = Sql(f"select {COLUMNS} from preview v where v.id = any($1)")
_BY_URL = Sql("select id from preview where url = $1")
_OF_POSTS = Sql(f"""
select t.post_id, {COLUMNS} from post_preview t join preview v on v.id = t.preview_id
where t.post_id = any($1) and v.title <> ''
""")
_WANT = Sql("""
insert into preview (id, url, next_fetch_at, used_at) values ($1, $2, 0, $3)
on conflict (url) do update set used_at = excluded.used_at returning id
""")
_CLAIM = Sql("update preview set next_fetch_at = $2 where id = $1 and next_fetch_at <= $3")
_TIE = Sql("""
insert into post_preview (post_id, preview_id) values ($1, $2)
on conflict (post_id) do update set preview_id = excluded.preview_id
where post_preview.preview_id <> excluded.preview_id
""")
_UNTIE = Sql("delete from post_preview where post_id = $1")
_FILL = Sql("""
update preview set state = 'ready', kind = $2, title = $3, description = $4, language = $5, author_name = $6,
author_url = $7, author_account_id = $8, provider_name = $9, provider_url = $10, html = $11, width = $12,
height = $13, image = $14, image_description = $15, blurhash = $16, published_at = $17, failures = 0,
fetched_at = $18, next_fetch_at = $19 where id = $1
""")
_MARK = Sql("update preview set state = $2, failures = $3, fetched_at = $4, next_fetch_at = $5 where id = $1")
_POSTS = Sql("select post_id from post_preview where preview_id = $1 and post_id > $2 order by post_id limit $3")
_UNFINISHED = Sql("""
select id from preview where state in ('waiting', 'failed') and next_fetch_at <= $1 order by next_fetch_at limit $2
""")
_PAGE = Sql("select id from preview where id > $1 order by id limit $2")
_DROP_UNUSED = Sql("""
delete from preview where id = any($1) and used_at < $2
and not exists (select 1 from post_preview t where t.preview_id = preview.id) returning image
""")
_LINKED = {
    ascending: Sql(f"""
    select p.id, p.account_id from post_preview t join post p on p.id = t.post_id join account a on a.id = p.account_id
    where t.preview_id = $1 and t.post_id < $2 and t.post_id > $3 and p.visibility = 0
    and a.suspended_at is null and a.silenced_at is null and a.discoverable
    order by t.post_id {"asc" if ascending else "desc"} limit $4
    """)
    for ascending in (False, True)
}


def _preview(row: Row) -> Preview:
    return Preview(*row)


async def by_ids(db: Reader, ids: Sequence[int]) -> list[Preview]:
    return [_preview(row) for row in await db.all(_BY_IDS, list(ids))]


async def id_of(db: Reader, url: str) -> int | None:
    found: int | None = await db.value(_BY_URL, url)
    return found


async def of_posts(db: Reader, post_ids: Sequence[int]) -> dict[int, Preview]:
    """Return what there is to show, by post."""
    return {row[0]: Preview(*row[1:]) for row in await db.all(_OF_POSTS, list(post_ids))}


async def want(db: Writer, preview_id: int, url: str, at: int) -> int:
    """Return the id of the preview of `url`, which is made under `preview_id` where there is none."""
    rows = await db.all(_WANT, preview_id, url, at)
    return int(rows[0][0])


async def claim(db: Writer, preview_id: int, until: int, now: int) -> bool:
    """Say whether it is time to look at the page; nobody else is told so before `until`."""
    return bool(await db.run(_CLAIM, preview_id, until, now))


async def tie(db: Writer, post_id: int, preview_id: int) -> bool:
    """Give a post its preview; False when it had it already."""
    return bool(await db.run(_TIE, post_id, preview_id))


async def untie(db: Writer, post_id: int) -> bool:
    return bool(await db.run(_UNTIE, post_id))


async def fill(db: Writer, found: Preview, now: int, next_at: int) -> bool:
    """Write down what a page said; False when the row is gone."""
    changed = await db.run(
        _FILL, found.id, found.kind, found.title, found.description, found.language, found.author_name,
        found.author_url, found.author_account_id, found.provider_name, found.provider_url, found.html, found.width,
        found.height, found.image, found.image_description, found.blurhash, found.published_at, now, next_at,
    )  # fmt: skip
    return bool(changed)


async def mark(db: Writer, preview: Preview, now: int, next_at: int) -> None:
    """Write down the state and failures of a preview that was looked at in vain."""
    await db.run(_MARK, preview.id, preview.state, preview.failures, now, next_at)


async def posts_with(db: Reader, preview_id: int, after: int, limit: int) -> list[int]:
    return [row[0] for row in await db.all(_POSTS, preview_id, after, limit)]


async def unfinished(db: Reader, now: int, limit: int) -> list[int]:
    """Return those that were never looked at with success and may be looked at again."""
    return [row[0] for row in await db.all(_UNFINISHED, now, limit)]


async def page(db: Reader, after: int, limit: int) -> list[int]:
    return [row[0] for row in await db.all(_PAGE, after, limit)]


async def drop_unused(db: Writer, ids: Sequence[int], before: int) -> list[str]:
    """Drop those that no post has and none was given since `before`; returns the keys of their pictures."""
    return [row[0] for row in await db.all(_DROP_UNUSED, list(ids), before) if row[0]]


async def linked(db: Reader, preview_id: int, bounds: Bounds) -> list[tuple[int, int]]:
    """Return (id, author) of public posts with this preview by those who want to be discovered."""
    below, above, limit, ascending = bounds
    return [(row[0], row[1]) for row in await db.all(_LINKED[ascending], preview_id, below, above, limit)]
