"""All SQL about appeals."""

from collections.abc import Sequence

from folkmoot.features.moderation.types import Appeal
from folkmoot.infra.db import Reader, Sql, Writer

_COLUMNS = "strike_id, text, state, created_at, decided_at, decided_by_account_id"
_INSERT = Sql("""
insert into appeal (strike_id, text, state, created_at) values ($1, $2, $3, $4) on conflict (strike_id) do nothing
""")
_BY_STRIKES = Sql(f"select {_COLUMNS} from appeal where strike_id = any($1)")


async def insert(db: Writer, item: Appeal) -> bool:
    """Keep an appeal; False when there is one already."""
    return bool(await db.run(_INSERT, item.strike_id, item.text, item.state, item.created_at))


async def by_strikes(db: Reader, strike_ids: Sequence[int]) -> list[Appeal]:
    return [Appeal(*row) for row in await db.all(_BY_STRIKES, list(strike_ids))]
