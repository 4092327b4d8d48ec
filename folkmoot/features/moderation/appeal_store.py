"""All SQL about appeals."""

from collections.abc import Sequence

from folkmoot.features.moderation.types import Appeal
from folkmoot.infra.db import Reader, Sql, Writer

_COLUMNS = "strike_id, text, state, created_at, decided_at, decided_by_account_id"
_INSERT = Sql("""
insert into appeal (strike_id, text, state, created_at) values ($1, $2, $3, $4) on conflict (strike_id) do nothing
""")
_WAITING = Sql(f"select {_COLUMNS} from appeal where decided_at is null order by created_at, strike_id limit $1")
_COUNT = Sql("select count(*) from appeal where decided_at is null")
_DECIDE = Sql("""
update appeal set state = $2, decided_at = $3, decided_by_account_id = $4 where strike_id = $1 and decided_at is null
""")
_BY_STRIKES = Sql(f"select {_COLUMNS} from appeal where strike_id = any($1)")


async def insert(db: Writer, item: Appeal) -> bool:
    """Keep an appeal; False when there is one already."""
    return bool(await db.run(_INSERT, item.strike_id, item.text, item.state, item.created_at))


async def by_strikes(db: Reader, strike_ids: Sequence[int]) -> list[Appeal]:
    return [Appeal(*row) for row in await db.all(_BY_STRIKES, list(strike_ids))]


async def waiting(db: Reader, limit: int) -> list[Appeal]:
    """Return the appeals that nobody answered yet, the oldest first."""
    return [Appeal(*row) for row in await db.all(_WAITING, limit)]


async def count_waiting(db: Reader) -> int:
    return int(await db.value(_COUNT))


async def decide(db: Writer, strike_id: int, state: str, at: int, by_id: int) -> bool:
    """Answer an appeal; False where none waits."""
    return bool(await db.run(_DECIDE, strike_id, state, at, by_id))
