"""All SQL about networks that are kept out."""

import msgspec

from folkmoot.features.policy.types import NetworkBlock
from folkmoot.infra.db import Bounds, Paged, Reader, Sql, Writer

_COLUMNS = "id, network, severity, comment, created_at, expires_at"
_ALL = Sql(f"select {_COLUMNS} from ip_block")
_PAGE = Paged(f"select {_COLUMNS} from ip_block where cast($1 as bigint) = 0")
_ONE = Sql(f"select {_COLUMNS} from ip_block where id = $1")
_NAMED = Sql("select id from ip_block where network = $1")
_INSERT = Sql(f"insert into ip_block ({_COLUMNS}) values ($1, $2, $3, $4, $5, $6)")
_UPDATE = Sql("update ip_block set network = $2, severity = $3, comment = $4, expires_at = $5 where id = $1")
_DELETE = Sql("delete from ip_block where id = $1")
_FORGET_EXPIRED = Sql("delete from ip_block where expires_at <= $1")


async def everything(db: Reader) -> list[NetworkBlock]:
    return [NetworkBlock(*row) for row in await db.all(_ALL)]


async def page(db: Reader, bounds: Bounds) -> list[NetworkBlock]:
    return [NetworkBlock(*row) for row in await _PAGE.rows(db, 0, bounds)]


async def one(db: Reader, block_id: int) -> NetworkBlock | None:
    row = await db.one(_ONE, block_id)
    return None if row is None else NetworkBlock(*row)


async def id_named(db: Reader, network: str) -> int | None:
    found: int | None = await db.value(_NAMED, network)
    return found


async def insert(db: Writer, block: NetworkBlock) -> None:
    await db.run(_INSERT, *msgspec.structs.astuple(block))


async def update(db: Writer, block: NetworkBlock) -> None:
    await db.run(_UPDATE, block.id, block.network, block.severity, block.comment, block.expires_at)


async def delete(db: Writer, block_id: int) -> None:
    await db.run(_DELETE, block_id)


async def forget_expired(db: Writer, now: int) -> int:
    return await db.run(_FORGET_EXPIRED, now)
