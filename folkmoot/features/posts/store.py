"""All SQL about posts themselves."""

from collections.abc import Iterable, Sequence

import msgspec

from folkmoot.features.posts.types import Draft, Edit, Filter, Post, Tag
from folkmoot.infra.db import Bounds, Reader, Row, Sql, Writer

COLUMNS = """p.id, p.account_id, p.uri, p.url, p.text, p.spoiler_text, p.visibility, p.sensitive, p.language,
p.in_reply_to_id, p.in_reply_to_account_id, p.thread_id, p.reblog_of_id, p.created_at, p.edited_at, p.app_id,
p.replies_count, p.reblogs_count, p.favourites_count, a.suspended_at is not null,
p.quoted_id, p.quote_state, p.quote_policy, p.quotes_count"""
FROM = "from post p join account a on a.id = p.account_id"

_BY_IDS = Sql(f"select {COLUMNS} {FROM} where p.id = any($1)")
_INSERT_TEXT = """
insert into post (id, account_id, text, spoiler_text, visibility, sensitive, language, in_reply_to_id,
in_reply_to_account_id, thread_id, reblog_of_id, created_at, app_id, quoted_id, quote_state, quote_policy)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
"""
_INSERT = Sql(_INSERT_TEXT)
_INSERT_BOOST = Sql(f"{_INSERT_TEXT} on conflict (reblog_of_id, account_id) where reblog_of_id is not null do nothing")
_DELETE = Sql("delete from post where id = $1")
_BOOSTS_OF = Sql("select id, account_id from post where reblog_of_id = $1")
_ORPHAN = Sql("update post set in_reply_to_id = null where in_reply_to_id = $1 returning id")
_UPDATE = Sql("""
update post set text = $2, spoiler_text = $3, sensitive = $4, language = $5, edited_at = $6 where id = $1
""")
_COUNT_REPLIES = Sql("update post set replies_count = replies_count + $2 where id = $1")
_COUNT_REBLOGS = Sql("update post set reblogs_count = reblogs_count + $2 where id = $1")
_COUNT_FAVOURITES = Sql("update post set favourites_count = favourites_count + $2 where id = $1")

_MENTION = Sql("insert into post_mention (post_id, account_id) values ($1, $2) on conflict do nothing")
_MENTIONS = Sql("select post_id, account_id from post_mention where post_id = any($1)")
_MENTIONED_IN = Sql("select post_id from post_mention where account_id = $1 and post_id = any($2)")
_WORDS = Sql("""
select post_id, account_id, cast(null as text), cast(null as text) from post_mention where post_id = any($1)
union all select post_id, cast(null as bigint), tag, name from post_tag where post_id = any($1)
""")
_DROP_TAGS = Sql("delete from post_tag where post_id = $1")
_TAG = Sql("insert into post_tag (tag, post_id, name) values ($1, $2, $3) on conflict do nothing")
_TAGS = Sql("select post_id, tag, name from post_tag where post_id = any($1)")

_REMEMBER = Sql("""
insert into idempotency (account_id, key, post_id, created_at) values ($1, $2, $3, $4)
on conflict (account_id, key) do nothing
""")
_FORGET_KEY = Sql("delete from idempotency where account_id = $1 and post_id = $2")
_REMEMBERED = Sql("select post_id from idempotency where account_id = $1 and key = $2")

_FORGET = Sql("delete from idempotency where created_at < $1")

_INSERT_EDIT = Sql("""
insert into post_edit (id, post_id, text, spoiler_text, sensitive, media, created_at, poll)
values ($1, $2, $3, $4, $5, $6, $7, $8)
""")
_EDITS = Sql("""
select text, spoiler_text, sensitive, media, created_at, poll from post_edit where post_id = $1
order by created_at, id
""")
_THREAD = Sql(f"select {COLUMNS} {FROM} where p.thread_id = $1 and p.reblog_of_id is null order by p.id limit $2")
_IDS_OF = Sql("select id from post where account_id = $1")
_BOOST_BY = Sql("select id from post where reblog_of_id = $1 and account_id = $2")


def post_of(row: Row) -> Post:
    return Post(*(*row[:7], bool(row[7]), *row[8:19], bool(row[19]), *row[20:]))


async def by_ids(db: Reader, ids: Sequence[int]) -> list[Post]:
    return [post_of(row) for row in await db.all(_BY_IDS, list(ids))]


def _row(post: Post) -> tuple[object, ...]:
    return (
        post.id, post.account_id, post.text, post.spoiler_text, int(post.visibility), post.sensitive,
        post.language, post.in_reply_to_id, post.in_reply_to_account_id, post.thread_id, post.reblog_of_id,
        post.created_at, post.app_id, post.quoted_id, post.quote_state, int(post.quote_policy),
    )  # fmt: skip


async def insert(db: Writer, post: Post) -> None:
    await db.run(_INSERT, *_row(post))


async def insert_boost(db: Writer, boost: Post) -> bool:
    """Insert a boost; False when its author boosted the same post already."""
    return bool(await db.run(_INSERT_BOOST, *_row(boost)))


async def delete(db: Writer, post: Post) -> list[int]:
    """Delete a post and its idempotency key; returns the ids of the answers that now answer nothing."""
    orphans = [row[0] for row in await db.all(_ORPHAN, post.id)]
    await db.run(_FORGET_KEY, post.account_id, post.id)
    await db.run(_DELETE, post.id)
    return orphans


async def boosts_of(db: Reader, post_id: int) -> list[tuple[int, int]]:
    """Return (boost id, booster id) of every boost of a post."""
    return [(row[0], row[1]) for row in await db.all(_BOOSTS_OF, post_id)]


async def ids_of(db: Reader, account_id: int) -> list[int]:
    return [row[0] for row in await db.all(_IDS_OF, account_id)]


async def boost_by(db: Reader, post_id: int, account_id: int) -> int | None:
    found: int | None = await db.value(_BOOST_BY, post_id, account_id)
    return found


async def update(db: Writer, post_id: int, draft: Draft, edited_at: int) -> None:
    await db.run(_UPDATE, post_id, draft.text, draft.spoiler_text, draft.sensitive, draft.language, edited_at)


async def count_replies(db: Writer, post_id: int, by: int) -> None:
    await db.run(_COUNT_REPLIES, post_id, by)


async def count_reblogs(db: Writer, post_id: int, by: int) -> None:
    await db.run(_COUNT_REBLOGS, post_id, by)


async def count_favourites(db: Writer, post_id: int, by: int) -> None:
    await db.run(_COUNT_FAVOURITES, post_id, by)


async def insert_mentions(db: Writer, post_id: int, account_ids: Iterable[int]) -> None:
    for account_id in account_ids:
        await db.run(_MENTION, post_id, account_id)


async def mentions(db: Reader, ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in await db.all(_MENTIONS, list(ids)):
        found.setdefault(row[0], []).append(row[1])
    return found


async def words(db: Reader, ids: Sequence[int]) -> tuple[dict[int, list[int]], dict[int, list[Tag]]]:
    named: dict[int, list[int]] = {}
    tagged: dict[int, list[Tag]] = {}
    for post_id, account_id, key, name in await db.all(_WORDS, list(ids)):
        if key is None:
            named.setdefault(post_id, []).append(account_id)
        else:
            tagged.setdefault(post_id, []).append(Tag(key, name))
    return named, tagged


async def mentioned_in(db: Reader, account_id: int, ids: Sequence[int]) -> set[int]:
    return {row[0] for row in await db.all(_MENTIONED_IN, account_id, list(ids))}


async def replace_tags(db: Writer, post_id: int, tags: dict[str, str], *, fresh: bool) -> None:
    """Write the tags of a post; `fresh` spares the removal of old ones."""
    if not fresh:
        await db.run(_DROP_TAGS, post_id)
    for key, name in tags.items():
        await db.run(_TAG, key, post_id, name)


async def tags(db: Reader, ids: Sequence[int]) -> dict[int, list[Tag]]:
    found: dict[int, list[Tag]] = {}
    for row in await db.all(_TAGS, list(ids)):
        found.setdefault(row[0], []).append(Tag(row[1], row[2]))
    return found


async def remember_key(db: Writer, account_id: int, key: str, post_id: int, at: int) -> int | None:
    """Tie an idempotency key to a post; returns the post it was tied to before, if any."""
    if await db.run(_REMEMBER, account_id, key, post_id, at):
        return None
    return await made_with_key(db, account_id, key)


async def made_with_key(db: Reader, account_id: int, key: str) -> int | None:
    found: int | None = await db.value(_REMEMBERED, account_id, key)
    return found


async def forget_key(db: Writer, account_id: int, made_id: int) -> bool:
    """Drop the idempotency key that is tied to this id; False when there is none."""
    return bool(await db.run(_FORGET_KEY, account_id, made_id))


async def forget_keys(db: Writer, before: int) -> None:
    """Drop idempotency keys from before `before` (ms since 1970)."""
    await db.run(_FORGET, before)


async def insert_edit(db: Writer, edit_id: int, post_id: int, version: Edit) -> None:
    media = msgspec.json.encode(version.media).decode()
    poll = msgspec.json.encode(version.poll).decode()
    await db.run(
        _INSERT_EDIT, edit_id, post_id, version.text, version.spoiler_text, version.sensitive, media,
        version.created_at, poll,
    )  # fmt: skip


async def edits(db: Reader, post_id: int) -> list[Edit]:
    return [
        Edit(
            *(row[0], row[1], bool(row[2])),
            msgspec.json.decode(row[3], type=list[int]),
            row[4],
            msgspec.json.decode(row[5], type=list[str]),
        )
        for row in await db.all(_EDITS, post_id)
    ]


async def thread(db: Reader, thread_id: int, limit: int) -> list[Post]:
    return [post_of(row) for row in await db.all(_THREAD, thread_id, limit)]


_FILTERS = {
    "only_media": "and exists (select 1 from media m where m.post_id = p.id)",
    "exclude_replies": "and (p.in_reply_to_id is null or p.in_reply_to_account_id = p.account_id)",
    "exclude_reblogs": "and p.reblog_of_id is null",
    "open_only": "and p.visibility <= 1",
    "pinned": "and p.id in (select post_id from pin where pin.account_id = $1)",
}


def _listing(wanted: frozenset[str], *, tagged: bool, ascending: bool) -> Sql:
    conditions = " ".join(_FILTERS[name] for name in sorted(wanted))
    if tagged:
        conditions += " and exists (select 1 from post_tag t where t.post_id = p.id and t.tag = $5)"
    order = "asc" if ascending else "desc"
    return Sql(f"""
    select {COLUMNS} {FROM} where p.account_id = $1 and p.id < $2 and p.id > $3 {conditions}
    order by p.id {order} limit $4
    """)


_listings: dict[tuple[frozenset[str], bool, bool], Sql] = {}


async def by_account(db: Reader, account_id: int, wanted: Filter, bounds: Bounds) -> list[Post]:
    below, above, limit, ascending = bounds
    names = frozenset(name for name in _FILTERS if getattr(wanted, name))
    key = (names, bool(wanted.tagged), ascending)
    if key not in _listings:
        _listings[key] = _listing(names, tagged=key[1], ascending=ascending)
    extra = (wanted.tagged,) if wanted.tagged else ()
    rows = await db.all(_listings[key], account_id, below, above, limit, *extra)
    return [post_of(row) for row in rows]
