"""All SQL about rules for servers."""

from collections.abc import Sequence

import msgspec

from folkmoot.features.policy.types import DomainAllow, DomainBlock
from folkmoot.infra.db import Bounds, Paged, Reader, Row, Sql, Writer

BLOCK_COLUMNS = """id, domain, severity, reject_media, reject_reports, private_comment, public_comment, obfuscate,
created_at"""
_EVERYBODY = "where cast($1 as bigint) = 0"
_BLOCKS = Sql(f"select {BLOCK_COLUMNS} from domain_block order by domain")
_BLOCK_PAGE = Paged(f"select {BLOCK_COLUMNS} from domain_block {_EVERYBODY}")
_BLOCK = Sql(f"select {BLOCK_COLUMNS} from domain_block where id = $1")
_BLOCKS_NAMED = Sql(f"select {BLOCK_COLUMNS} from domain_block where domain = any($1)")
_INSERT_BLOCK = Sql(f"""
insert into domain_block ({BLOCK_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (domain) do nothing
""")
_UPDATE_BLOCK = Sql("""
update domain_block set severity = $2, reject_media = $3, reject_reports = $4, private_comment = $5,
public_comment = $6, obfuscate = $7 where id = $1
""")
_DELETE_BLOCK = Sql("delete from domain_block where id = $1")

_ALLOW_PAGE = Paged(f"select id, domain, created_at from domain_allow {_EVERYBODY}")
_ALLOW = Sql("select id, domain, created_at from domain_allow where id = $1")
_ALLOW_NAMED = Sql("select id, domain, created_at from domain_allow where domain = $1")
_INSERT_ALLOW = Sql("insert into domain_allow (id, domain, created_at) values ($1, $2, $3) on conflict do nothing")
_DELETE_ALLOW = Sql("delete from domain_allow where id = $1")


def _block(row: Row) -> DomainBlock:
    return DomainBlock(*(*row[:3], bool(row[3]), bool(row[4]), row[5], row[6], bool(row[7]), row[8]))


async def blocks(db: Reader) -> list[DomainBlock]:
    return [_block(row) for row in await db.all(_BLOCKS)]


async def block_page(db: Reader, bounds: Bounds) -> list[DomainBlock]:
    return [_block(row) for row in await _BLOCK_PAGE.rows(db, 0, bounds)]


async def block(db: Reader, block_id: int) -> DomainBlock | None:
    row = await db.one(_BLOCK, block_id)
    return None if row is None else _block(row)


async def blocks_named(db: Reader, domains: Sequence[str]) -> list[DomainBlock]:
    return [_block(row) for row in await db.all(_BLOCKS_NAMED, list(domains))]


async def insert_block(db: Writer, item: DomainBlock) -> bool:
    """Insert a rule; False when the server has one."""
    return bool(await db.run(_INSERT_BLOCK, *msgspec.structs.astuple(item)))


async def update_block(db: Writer, item: DomainBlock) -> None:
    await db.run(
        _UPDATE_BLOCK, item.id, item.severity, item.reject_media, item.reject_reports, item.private_comment,
        item.public_comment, item.obfuscate,
    )  # fmt: skip


async def delete_block(db: Writer, block_id: int) -> None:
    await db.run(_DELETE_BLOCK, block_id)


async def allow_page(db: Reader, bounds: Bounds) -> list[DomainAllow]:
    return [DomainAllow(*row) for row in await _ALLOW_PAGE.rows(db, 0, bounds)]


async def allow(db: Reader, allow_id: int) -> DomainAllow | None:
    row = await db.one(_ALLOW, allow_id)
    return None if row is None else DomainAllow(*row)


async def allow_named(db: Reader, domain: str) -> DomainAllow | None:
    row = await db.one(_ALLOW_NAMED, domain)
    return None if row is None else DomainAllow(*row)


async def insert_allow(db: Writer, item: DomainAllow) -> bool:
    """Insert a permission; False when the server has one."""
    return bool(await db.run(_INSERT_ALLOW, *item))


async def delete_allow(db: Writer, allow_id: int) -> None:
    await db.run(_DELETE_ALLOW, allow_id)
