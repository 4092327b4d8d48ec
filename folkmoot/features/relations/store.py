"""All SQL about relations."""

from collections.abc import Sequence

import msgspec

from folkmoot.features.relations.types import FollowOptions, Voice
from folkmoot.infra.db import Paged, Reader, Row, Sql, Writer

FOLLOWERS = Paged("select id, account_id from follow where target_id = $1")
FOLLOWING = Paged("select id, target_id from follow where account_id = $1")
REQUESTS = Paged("select id, account_id from follow_request where target_id = $1")
BLOCKED = Paged("select id, target_id from block where account_id = $1")
MUTED = Paged("""
select id, target_id, expires_at from mute where account_id = $1 and (expires_at is null or expires_at > $5)
""")

_FOLLOW = Sql("""
insert into follow (account_id, target_id, id, show_reblogs, notify, languages) values ($1, $2, $3, $4, $5, $6)
on conflict (account_id, target_id) do nothing
""")
_REQUEST = Sql("""
insert into follow_request (account_id, target_id, id, show_reblogs, notify, languages)
values ($1, $2, $3, $4, $5, $6) on conflict (account_id, target_id) do update set
show_reblogs = excluded.show_reblogs, notify = excluded.notify, languages = excluded.languages
""")
_CHANGE_FOLLOW = Sql("""
update follow set show_reblogs = $3, notify = $4, languages = $5 where account_id = $1 and target_id = $2
""")
_UNFOLLOW = Sql("delete from follow where account_id = $1 and target_id = $2")
_TAKE_REQUEST = Sql("""
delete from follow_request where account_id = $1 and target_id = $2 returning show_reblogs, notify, languages
""")
_BLOCK = Sql("insert into block (account_id, target_id, id) values ($1, $2, $3) on conflict do nothing")
_UNBLOCK = Sql("delete from block where account_id = $1 and target_id = $2")
_MUTE = Sql("""
insert into mute (account_id, target_id, id, notifications, expires_at) values ($1, $2, $3, $4, $5)
on conflict (account_id, target_id) do update set
notifications = excluded.notifications, expires_at = excluded.expires_at
""")
_EXPIRED_MUTES = Sql("delete from mute where expires_at <= $1 returning account_id")
_UNMUTE = Sql("delete from mute where account_id = $1 and target_id = $2")
_NOTE = Sql("""
insert into account_note (account_id, target_id, comment) values ($1, $2, $3)
on conflict (account_id, target_id) do update set comment = excluded.comment
""")

_FOLLOWS_OUT = Sql("""
select target_id, show_reblogs, notify, languages from follow where account_id = $1 and target_id = any($2)
""")
_FOLLOWS_IN = Sql("select account_id from follow where target_id = $1 and account_id = any($2)")
_REQUESTS_OUT = Sql("select target_id from follow_request where account_id = $1 and target_id = any($2)")
_REQUESTS_IN = Sql("select account_id from follow_request where target_id = $1 and account_id = any($2)")
_BLOCKS_OUT = Sql("select target_id from block where account_id = $1 and target_id = any($2)")
_BLOCKS_IN = Sql("select account_id from block where target_id = $1 and account_id = any($2)")
_MUTES_OUT = Sql("""
select target_id, notifications, expires_at from mute where account_id = $1 and target_id = any($2)
""")
_NOTES = Sql("select target_id, comment from account_note where account_id = $1 and target_id = any($2)")

_ALL_FOLLOWED = Sql("select account_id, target_id, show_reblogs, languages from follow where account_id = any($1)")
_ALL_BLOCKED = Sql("select account_id, target_id from block where account_id = any($1)")
_ALL_BLOCKING = Sql("select target_id, account_id from block where target_id = any($1)")
_ALL_MUTED = Sql("select account_id, target_id, notifications, expires_at from mute where account_id = any($1)")
_COUNT_REQUESTS = Sql("select count(*) from follow_request where target_id = $1")
_FOLLOWS_AMONG = Sql("select account_id, target_id from follow where account_id = any($1) and target_id = any($2)")
_VOICE = Sql("""
select moved_to_id is not null, exists (select 1 from follow f where f.target_id = a.id and f.notify)
from account a where id = $1
""")
_NOTIFIED = Sql("select account_id from follow where target_id = $1 and notify")


def _follow_row(account_id: int, target_id: int, row_id: int, options: FollowOptions) -> tuple[object, ...]:
    languages = msgspec.json.encode(options.languages).decode()
    return account_id, target_id, row_id, options.show_reblogs, options.notify, languages


async def insert_follow(db: Writer, account_id: int, target_id: int, row_id: int, options: FollowOptions) -> bool:
    """Insert a follow; False when it was there already."""
    return bool(await db.run(_FOLLOW, *_follow_row(account_id, target_id, row_id, options)))


async def insert_request(db: Writer, account_id: int, target_id: int, row_id: int, options: FollowOptions) -> None:
    await db.run(_REQUEST, *_follow_row(account_id, target_id, row_id, options))


async def change_follow(db: Writer, account_id: int, target_id: int, options: FollowOptions) -> None:
    _, _, _, *wishes = _follow_row(account_id, target_id, 0, options)
    await db.run(_CHANGE_FOLLOW, account_id, target_id, *wishes)


async def delete_follow(db: Writer, account_id: int, target_id: int) -> bool:
    return bool(await db.run(_UNFOLLOW, account_id, target_id))


async def take_request(db: Writer, account_id: int, target_id: int) -> FollowOptions | None:
    """Remove a follow request and return its wishes; None when there was none."""
    row = await db.one(_TAKE_REQUEST, account_id, target_id)
    return None if row is None else FollowOptions(bool(row[0]), bool(row[1]), msgspec.json.decode(row[2]))


async def insert_block(db: Writer, account_id: int, target_id: int, row_id: int) -> None:
    await db.run(_BLOCK, account_id, target_id, row_id)


async def delete_block(db: Writer, account_id: int, target_id: int) -> None:
    await db.run(_UNBLOCK, account_id, target_id)


async def upsert_mute(
    db: Writer, account_id: int, target_id: int, row_id: int, *, notifications: bool, expires_at: int | None
) -> None:
    await db.run(_MUTE, account_id, target_id, row_id, notifications, expires_at)


async def delete_mute(db: Writer, account_id: int, target_id: int) -> None:
    await db.run(_UNMUTE, account_id, target_id)


async def take_expired_mutes(db: Writer, now: int) -> set[int]:
    """Remove mutes whose time is over; returns whose they were."""
    return {row[0] for row in await db.all(_EXPIRED_MUTES, now)}


async def upsert_note(db: Writer, account_id: int, target_id: int, comment: str) -> None:
    await db.run(_NOTE, account_id, target_id, comment)


async def follows_out(db: Reader, account_id: int, ids: list[int]) -> dict[int, FollowOptions]:
    rows = await db.all(_FOLLOWS_OUT, account_id, ids)
    return {row[0]: FollowOptions(bool(row[1]), bool(row[2]), msgspec.json.decode(row[3])) for row in rows}


async def mutes_out(db: Reader, account_id: int, ids: list[int]) -> dict[int, tuple[bool, int | None]]:
    return {row[0]: (bool(row[1]), row[2]) for row in await db.all(_MUTES_OUT, account_id, ids)}


async def notes(db: Reader, account_id: int, ids: list[int]) -> dict[int, str]:
    return {row[0]: row[1] for row in await db.all(_NOTES, account_id, ids)}


async def _ids(db: Reader, sql: Sql, *arguments: object) -> set[int]:
    return {row[0] for row in await db.all(sql, *arguments)}


async def follows_in(db: Reader, account_id: int, ids: list[int]) -> set[int]:
    return await _ids(db, _FOLLOWS_IN, account_id, ids)


async def requests_out(db: Reader, account_id: int, ids: list[int]) -> set[int]:
    return await _ids(db, _REQUESTS_OUT, account_id, ids)


async def requests_in(db: Reader, account_id: int, ids: list[int]) -> set[int]:
    return await _ids(db, _REQUESTS_IN, account_id, ids)


async def blocks_out(db: Reader, account_id: int, ids: list[int]) -> set[int]:
    return await _ids(db, _BLOCKS_OUT, account_id, ids)


async def blocks_in(db: Reader, account_id: int, ids: list[int]) -> set[int]:
    return await _ids(db, _BLOCKS_IN, account_id, ids)


async def all_followed(db: Reader, account_ids: list[int]) -> Sequence[Row]:
    return await db.all(_ALL_FOLLOWED, account_ids)


async def all_blocked(db: Reader, account_ids: list[int]) -> Sequence[Row]:
    return await db.all(_ALL_BLOCKED, account_ids)


async def all_blocking(db: Reader, account_ids: list[int]) -> Sequence[Row]:
    return await db.all(_ALL_BLOCKING, account_ids)


async def all_muted(db: Reader, account_ids: list[int]) -> Sequence[Row]:
    return await db.all(_ALL_MUTED, account_ids)


async def notified(db: Reader, account_id: int) -> set[int]:
    return await _ids(db, _NOTIFIED, account_id)


async def voice(db: Reader, account_id: int) -> Voice:
    row = await db.one(_VOICE, account_id)
    return Voice() if row is None else Voice(bool(row[0]), bool(row[1]))


async def follows_among(db: Reader, account_ids: list[int], target_ids: list[int]) -> set[tuple[int, int]]:
    return {(row[0], row[1]) for row in await db.all(_FOLLOWS_AMONG, account_ids, target_ids)}


async def count_requests(db: Reader, account_id: int) -> int:
    return int(await db.value(_COUNT_REQUESTS, account_id))
