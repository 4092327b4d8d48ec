"""All SQL about automatic deletion."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from folkmoot.features.automatic_deletion.types import Rule
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = """account_id, enabled, min_status_age, keep_direct, keep_pinned, keep_polls, keep_media, keep_self_fav,
keep_self_bookmark, min_favs, min_reblogs"""

_RULE = Sql(f"select {COLUMNS} from automatic_deletion where account_id = $1")
_LOCK_RULE = Sql(f"select {COLUMNS} from automatic_deletion where account_id = $1 for update")
_PUT = Sql(f"""
insert into automatic_deletion ({COLUMNS}, next_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (account_id) do update set enabled = $2, min_status_age = $3, keep_direct = $4, keep_pinned = $5,
keep_polls = $6, keep_media = $7, keep_self_fav = $8, keep_self_bookmark = $9, min_favs = $10, min_reblogs = $11,
seen_id = 0, next_at = $12
""")
_FORGET = Sql("delete from automatic_deletion where account_id = $1")
_WAITING = Sql("""
select r.account_id from automatic_deletion r join account a on a.id = r.account_id
where r.enabled and r.next_at <= $1 and a.suspended_at is null order by r.next_at limit $2
""")
_LOCK = Sql(f"""
select {COLUMNS}, seen_id from automatic_deletion where account_id = $1 and enabled and next_at <= $2
for update skip locked
""")
_NOTE = Sql("update automatic_deletion set seen_id = $2, next_at = $3 where account_id = $1")

# What keeps the post `p`, for the parameters of _kept(). Boosts have no files, polls, pins or marks of their own.
# All of it is the author's: PostgreSQL, which may read it once instead of asking for each post, reads no more.
_KEPT = """
($2 and p.visibility = 3)
or ($3 and exists (select 1 from pin k where k.post_id = p.id and k.account_id = $1))
or ($4 and exists (select 1 from poll k where k.post_id = p.id and k.account_id = $1))
or ($5 and exists (select 1 from media k where k.post_id = p.id and k.account_id = $1))
or ($6 and exists (select 1 from favourite k where k.post_id = p.id and k.account_id = $1))
or ($7 and exists (select 1 from bookmark k where k.post_id = p.id and k.account_id = $1))
or p.favourites_count >= coalesce(cast($8 as bigint), 9223372036854775807)
or p.reblogs_count >= coalesce(cast($9 as bigint), 9223372036854775807)
"""
_LOOKED_AT = Sql(f"""
select p.id, ({_KEPT}) from (
  select * from post where account_id = $1 and id > $10 and id < $11 order by id limit $12
) p order by p.id
""")
_LOCK_POSTS = Sql("select id from post where id = any($1) order by id for update")
_NOT_KEPT = Sql(f"select p.id from post p where p.account_id = $1 and p.id = any($10) and not ({_KEPT})")
_COUNT = Sql(f"""
select count(*) from (
  select 1 from post p where p.account_id = $1 and p.id < $10 and not ({_KEPT}) limit $11
) due
""")


class Looked(NamedTuple):
    """A post that was looked at, and whether the rule keeps it."""

    id: int
    kept: bool


def _rule(row: Row) -> Rule:
    direct, pinned, polls, media, fav, bookmark = map(bool, row[3:9])
    return Rule(row[0], bool(row[1]), row[2], direct, pinned, polls, media, fav, bookmark, row[9], row[10])


def _kept(rule: Rule) -> tuple[object, ...]:
    return (
        rule.account_id, rule.keep_direct, rule.keep_pinned, rule.keep_polls, rule.keep_media, rule.keep_self_fav,
        rule.keep_self_bookmark, rule.min_favs, rule.min_reblogs,
    )  # fmt: skip


async def rule(db: Reader, account_id: int) -> Rule | None:
    row = await db.one(_RULE, account_id)
    return None if row is None else _rule(row)


async def lock_rule(db: Writer, account_id: int) -> Rule | None:
    """Return an account's rule, on or off, which nobody else changes until this transaction ends."""
    row = await db.one(_LOCK_RULE, account_id)
    return None if row is None else _rule(row)


async def put(db: Writer, rule: Rule, at: int) -> None:
    """Write an account's rule; its posts are looked at from the oldest on, from `at` (ms since 1970)."""
    await db.run(_PUT, *msgspec.structs.astuple(rule), at)


async def forget(db: Writer, account_id: int) -> None:
    await db.run(_FORGET, account_id)


async def waiting(db: Reader, now: int, limit: int) -> list[int]:
    """Return accounts whose posts are to be looked at, who waits longest first; none that are suspended."""
    return [row[0] for row in await db.all(_WAITING, now, limit)]


async def lock_due(db: Writer, account_id: int, now: int) -> tuple[Rule, int] | None:
    """Return a rule that nobody else follows or changes until this transaction ends, and the last post looked at.

    None when it is off or not to be followed at `now` (ms since 1970), or somebody else is following it.
    """
    row = await db.one(_LOCK, account_id, now)
    return None if row is None else (_rule(row), row[11])


async def note(db: Writer, account_id: int, seen_id: int, next_at: int) -> None:
    """Note up to which post an account's posts were looked at, and when to go on (ms since 1970)."""
    await db.run(_NOTE, account_id, seen_id, next_at)


async def look(db: Reader, rule: Rule, span: tuple[int, int], limit: int) -> list[Looked]:
    """Return the account's posts above the first id and below the second, the oldest first."""
    rows = await db.all(_LOOKED_AT, *_kept(rule), *span, limit)
    return [Looked(row[0], bool(row[1])) for row in rows]


async def lock_not_kept(db: Writer, rule: Rule, ids: Sequence[int]) -> list[int]:
    """Return those of these posts that the rule does not keep; nobody marks them before the transaction ends.

    What would keep a post refers to its row or changes it, and so waits for the lock, or was there before it.
    """
    await db.all(_LOCK_POSTS, list(ids))
    return [row[0] for row in await db.all(_NOT_KEPT, *_kept(rule), list(ids))]


async def count(db: Reader, rule: Rule, below: int, limit: int) -> int:
    """Count the account's posts below this id that the rule does not keep, up to `limit`."""
    return int(await db.value(_COUNT, *_kept(rule), below, limit))
