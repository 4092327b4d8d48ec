"""All SQL about strikes."""

from collections.abc import Sequence

import msgspec

from folkmoot.features.moderation.types import Strike
from folkmoot.infra.db import Bounds, Paged, Reader, Row, Sql, Writer

_COLUMNS = "id, target_account_id, account_id, action, text, post_ids, report_ids, created_at"
_INSERT = Sql(f"insert into strike ({_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8)")
_BY_IDS = Sql(f"select {_COLUMNS} from strike where id = any($1)")
_OF = Paged(f"select {_COLUMNS} from strike where target_account_id = $1")

_IDS = msgspec.json.Decoder(list[int])


def _strike(row: Row) -> Strike:
    return Strike(*(*row[:5], _IDS.decode(row[5]), _IDS.decode(row[6]), row[7]))


async def insert(db: Writer, strike: Strike) -> None:
    post_ids, report_ids = (msgspec.json.encode(ids).decode() for ids in (strike.post_ids, strike.report_ids))
    await db.run(
        _INSERT, strike.id, strike.target_account_id, strike.account_id, strike.action, strike.text, post_ids,
        report_ids, strike.created_at,
    )  # fmt: skip


async def by_ids(db: Reader, ids: Sequence[int]) -> list[Strike]:
    return [_strike(row) for row in await db.all(_BY_IDS, list(ids))]


async def of(db: Reader, account_id: int, bounds: Bounds) -> list[Strike]:
    return [_strike(row) for row in await _OF.rows(db, account_id, bounds)]
