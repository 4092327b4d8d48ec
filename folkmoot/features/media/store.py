"""All SQL about media."""

from collections.abc import Sequence

import msgspec

from folkmoot.features.media.types import PROCESSING, READY, Media
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = """id, account_id, post_id, position, state, kind, original, small, meta, blurhash, description,
focus_x, focus_y, refusal, created_at, held_by"""

_INSERT = Sql("""
insert into media (id, account_id, state, description, focus_x, focus_y, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
""")
_FINISH = Sql("""
update media set state = $2, kind = $3, original = $4, small = $5, meta = $6, blurhash = $7, bytes = $8,
refusal = $9 where id = $1
""")
_DESCRIBE = Sql("update media set description = $2, focus_x = $3, focus_y = $4 where id = $1")
_PORTRAY = Sql("update media set small = $2, meta = $3, blurhash = $4 where id = $1 and small = $5")
_DELETE = Sql("delete from media where id = any($1)")
_BY_IDS = Sql(f"select {COLUMNS} from media where id = any($1)")
_OF_POSTS = Sql(f"select {COLUMNS} from media where post_id = any($1) order by post_id, position")
_OF_ACCOUNT = Sql(f"select {COLUMNS} from media where account_id = $1")
_ATTACH = Sql("""
update media set post_id = $3, position = $4 where id = $1 and account_id = $2 and state = $5
and (post_id is null or post_id = $3) and held_by is null
""")
_DETACH = Sql("update media set post_id = null, created_at = $2 where post_id = $1")
_HOLD = Sql("""
update media set held_by = $3 where id = $1 and account_id = $2 and state = $4
and post_id is null and held_by is null
""")
_RELEASE = Sql("update media set held_by = null, created_at = $2 where held_by = $1")
_KEEP = Sql("""
insert into media_kept (keeper_id, media_id)
select cast($1 as bigint), id from media where account_id = $2 and id = any($3)
""")
_FRESHEN = Sql("""
update media set created_at = $2
where post_id is null and id in (select media_id from media_kept where keeper_id = $1)
""")
_LET_GO = Sql("delete from media_kept where keeper_id = $1")
_LOOSE = Sql(f"""
select {COLUMNS} from media where post_id is null and held_by is null and created_at < $1
and not exists (select 1 from media_kept k where k.media_id = media.id) limit $2
""")


def _media(row: Row) -> Media:
    return Media(*(*row[:8], msgspec.json.decode(row[8]), *row[9:]))


async def insert(db: Writer, item: Media) -> None:
    await db.run(
        _INSERT,
        item.id,
        item.account_id,
        PROCESSING,
        item.description,
        item.focus_x,
        item.focus_y,
        item.created_at,
    )


async def finish(db: Writer, item: Media, size: int) -> bool:
    """Write down what cleaning found; `size` in bytes. False when the row is gone."""
    meta = msgspec.json.encode(item.meta).decode()
    changed = await db.run(
        _FINISH,
        item.id,
        item.state,
        item.kind,
        item.original,
        item.small,
        meta,
        item.blurhash,
        size,
        item.refusal,
    )
    return bool(changed)


async def describe(db: Writer, item: Media) -> None:
    await db.run(_DESCRIBE, item.id, item.description, item.focus_x, item.focus_y)


async def portray(db: Writer, item: Media, *, instead_of: str) -> bool:
    """Write down another preview; False when the row is gone or has got a third one meanwhile."""
    meta = msgspec.json.encode(item.meta).decode()
    return bool(await db.run(_PORTRAY, item.id, item.small, meta, item.blurhash, instead_of))


async def delete(db: Writer, ids: Sequence[int]) -> None:
    await db.run(_DELETE, list(ids))


async def by_ids(db: Reader, ids: Sequence[int]) -> list[Media]:
    return [_media(row) for row in await db.all(_BY_IDS, list(ids))]


async def of_posts(db: Reader, post_ids: Sequence[int]) -> list[Media]:
    return [_media(row) for row in await db.all(_OF_POSTS, list(post_ids))]


async def of_account(db: Reader, account_id: int) -> list[Media]:
    return [_media(row) for row in await db.all(_OF_ACCOUNT, account_id)]


async def attach(db: Writer, media_id: int, account_id: int, post_id: int, position: int) -> bool:
    """Tie a ready file to a post of the same account; False when it is not there, not ready, or another's."""
    return bool(await db.run(_ATTACH, media_id, account_id, post_id, position, READY))


async def hold(db: Writer, media_id: int, account_id: int, holder_id: int) -> bool:
    """Keep a ready file for a post to come; False when it is not there, not ready, another's, or in use."""
    return bool(await db.run(_HOLD, media_id, account_id, holder_id, READY))


async def release(db: Writer, holder_id: int, at: int) -> None:
    await db.run(_RELEASE, holder_id, at)


async def keep(db: Writer, keeper_id: int, account_id: int, ids: Sequence[int]) -> None:
    """Note that those of these files that are the account's are kept."""
    await db.run(_KEEP, keeper_id, account_id, list(ids))


async def let_go(db: Writer, keeper_id: int, at: int) -> None:
    """Keep nothing any longer; what no post has counts as new at `at` (ms since 1970)."""
    await db.run(_FRESHEN, keeper_id, at)
    await db.run(_LET_GO, keeper_id)


async def detach(db: Writer, post_id: int, at: int) -> None:
    await db.run(_DETACH, post_id, at)


async def loose_before(db: Reader, at: int, limit: int) -> list[Media]:
    """Return files that no post took before `at` (ms since 1970)."""
    return [_media(row) for row in await db.all(_LOOSE, at, limit)]
