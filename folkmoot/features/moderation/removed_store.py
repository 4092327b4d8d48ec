"""All SQL about posts that staff removed."""

from collections.abc import Sequence

import msgspec

from folkmoot.features.moderation.types import BrokenRule, RemovedPost
from folkmoot.infra.db import Reader, Row, Sql, Writer

_COLUMNS = "post_id, account_id, strike_id, visibility, category, rules, removed_at"
_INSERT = Sql(f"""
insert into removed_post ({_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7) on conflict (post_id) do nothing
""")
_BY_ID = Sql(f"select {_COLUMNS} from removed_post where post_id = $1")
_BY_STRIKES = Sql(f"select {_COLUMNS} from removed_post where strike_id = any($1) order by post_id")
_FORGET = Sql("delete from removed_post where strike_id = $1")
_KEEP_REPLIES = Sql("insert into removed_parent (reply_id, post_id) select id, $1 from post where in_reply_to_id = $1")
_PARENT = Sql("select post_id from removed_parent where reply_id = $1")

_RULES = msgspec.json.Decoder(list[BrokenRule])


def _removed(row: Row) -> RemovedPost:
    return RemovedPost(*(*row[:5], _RULES.decode(row[5]), row[6]))


async def insert(db: Writer, item: RemovedPost) -> bool:
    """Keep what stays of a post; False when somebody else was faster."""
    return bool(
        await db.run(
            _INSERT, item.post_id, item.account_id, item.strike_id, item.visibility, item.category,
            msgspec.json.encode(item.rules).decode(), item.removed_at,
        )
    )  # fmt: skip


async def forget(db: Writer, strike_id: int) -> None:
    """Forget what a strike removed, as if its author had deleted it."""
    await db.run(_FORGET, strike_id)


async def by_id(db: Reader, post_id: int) -> RemovedPost | None:
    row = await db.one(_BY_ID, post_id)
    return None if row is None else _removed(row)


async def by_strikes(db: Reader, strike_ids: Sequence[int]) -> list[RemovedPost]:
    return [_removed(row) for row in await db.all(_BY_STRIKES, list(strike_ids))]


async def keep_replies(db: Writer, post_id: int) -> None:
    """Note which posts answered one that is about to be deleted."""
    await db.run(_KEEP_REPLIES, post_id)


async def parent_of(db: Reader, reply_id: int) -> int | None:
    """Return which removed post this one answered."""
    found: int | None = await db.value(_PARENT, reply_id)
    return found
