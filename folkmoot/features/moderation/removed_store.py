"""All SQL about posts that staff removed."""

from collections.abc import Sequence

import msgspec

from folkmoot.features.moderation.types import BrokenRule, RemovedPost
from folkmoot.infra.db import Reader, Row, Sql, Writer

_COLUMNS = "post_id, account_id, strike_id, thread_id, visibility, category, rules, removed_at"
_INSERT = Sql(f"""
insert into removed_post ({_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (post_id) do nothing
""")
_BY_ID = Sql(f"select {_COLUMNS} from removed_post where post_id = $1")
_BY_STRIKES = Sql(f"select {_COLUMNS} from removed_post where strike_id = any($1) order by post_id")
_IN_THREAD = Sql(f"select {_COLUMNS} from removed_post where thread_id = $1 and visibility <= $2 order by post_id")

_RULES = msgspec.json.Decoder(list[BrokenRule])


def _removed(row: Row) -> RemovedPost:
    return RemovedPost(*(*row[:6], _RULES.decode(row[6]), row[7]))


async def insert(db: Writer, item: RemovedPost) -> bool:
    """Keep what stays of a post; False when somebody else was faster."""
    return bool(
        await db.run(
            _INSERT, item.post_id, item.account_id, item.strike_id, item.thread_id, item.visibility, item.category,
            msgspec.json.encode(item.rules).decode(), item.removed_at,
        )
    )  # fmt: skip


async def by_id(db: Reader, post_id: int) -> RemovedPost | None:
    row = await db.one(_BY_ID, post_id)
    return None if row is None else _removed(row)


async def by_strikes(db: Reader, strike_ids: Sequence[int]) -> list[RemovedPost]:
    return [_removed(row) for row in await db.all(_BY_STRIKES, list(strike_ids))]


async def in_thread(db: Reader, thread_id: int, visibility: int) -> list[RemovedPost]:
    """Return what was removed of a thread, as far as it was as open as that."""
    return [_removed(row) for row in await db.all(_IN_THREAD, thread_id, visibility)]
