"""All SQL about drafts."""

import msgspec

from folkmoot.features.drafts.types import Params, Saved
from folkmoot.infra.db import Bounds, Paged, Reader, Row, Sql, Writer

COLUMNS = "id, account_id, version, params"

_LOCK_AUTHOR = Sql("select 1 from local_user where account_id = $1 for update")
_COUNT = Sql("select count(*) from draft where account_id = $1")
_INSERT = Sql(f"insert into draft ({COLUMNS}) values ($1, $2, $3, $4)")
_UPDATE = Sql("update draft set version = $2, params = $3 where id = $1")
_DELETE = Sql("delete from draft where id = $1")
_OWN = Sql(f"select {COLUMNS} from draft where id = $1 and account_id = $2")
_LOCK = Sql(f"select {COLUMNS} from draft where id = $1 and account_id = $2 for update")
# Pages follow the last change: for them the version stands in the place of the id.
_OF_ACCOUNT = Paged("""
select draft_id, account_id, id, params
from (select id as draft_id, account_id, version as id, params from draft) changed where account_id = $1
""")


def _saved(row: Row) -> Saved:
    return Saved(row[0], row[1], row[2], msgspec.json.decode(row[3], type=Params))


async def lock_author(db: Reader, account_id: int) -> None:
    """Let one transaction at a time count and add what this member drafts."""
    await db.value(_LOCK_AUTHOR, account_id)


async def count(db: Reader, account_id: int) -> int:
    return int(await db.value(_COUNT, account_id))


async def insert(db: Writer, item: Saved, params: str) -> None:
    await db.run(_INSERT, item.id, item.account_id, item.version, params)


async def update(db: Writer, item: Saved, params: str) -> None:
    await db.run(_UPDATE, item.id, item.version, params)


async def delete(db: Writer, draft_id: int) -> None:
    await db.run(_DELETE, draft_id)


async def own(db: Reader, account_id: int, draft_id: int) -> Saved | None:
    row = await db.one(_OWN, draft_id, account_id)
    return None if row is None else _saved(row)


async def lock(db: Writer, account_id: int, draft_id: int) -> Saved | None:
    """Return a member's draft that nobody else changes or publishes until this transaction ends."""
    row = await db.one(_LOCK, draft_id, account_id)
    return None if row is None else _saved(row)


async def of_account(db: Reader, account_id: int, bounds: Bounds) -> list[Saved]:
    return [_saved(row) for row in await _OF_ACCOUNT.rows(db, account_id, bounds)]
