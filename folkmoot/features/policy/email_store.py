"""All SQL about mail addresses that cannot sign up."""

from collections.abc import Sequence

from folkmoot.features.policy.types import Attempts, EmailDomainBlock, HashBlock
from folkmoot.infra.db import Bounds, Paged, Reader, Row, Sql, Writer

_EVERYBODY = "where cast($1 as bigint) = 0"
_PAGE = Paged(f"select id, domain, created_at from email_domain_block {_EVERYBODY}")
_ONE = Sql("select id, domain, created_at from email_domain_block where id = $1")
_INSERT = Sql("insert into email_domain_block (id, domain, created_at) values ($1, $2, $3) on conflict do nothing")
_DELETE = Sql("delete from email_domain_block where id = $1")
_NAMED = Sql("select id from email_domain_block where domain = any($1)")
_ATTEMPTS = Sql("""
select block_id, day, uses from email_domain_attempt where block_id = any($1) and day >= $2 order by day desc
""")
_COUNT = Sql("""
insert into email_domain_attempt (block_id, day, uses) values ($1, $2, 1)
on conflict (block_id, day) do update set uses = email_domain_attempt.uses + 1
""")
_FORGET_ATTEMPTS = Sql("delete from email_domain_attempt where day < $1")

_HASH_PAGE = Paged(f"select id, hash from canonical_email_block {_EVERYBODY}")
_HASH = Sql("select id, hash from canonical_email_block where id = $1")
_HASHES = Sql("select id, hash from canonical_email_block where hash = $1")
_INSERT_HASH = Sql("""
insert into canonical_email_block (id, hash, account_id, created_at) values ($1, $2, $3, $4) on conflict do nothing
""")
_DELETE_HASH = Sql("delete from canonical_email_block where id = $1")
_DELETE_HASH_OF = Sql("delete from canonical_email_block where account_id = $1")


async def _with_history(db: Reader, rows: Sequence[Row], since: int) -> list[EmailDomainBlock]:
    days: dict[int, list[Attempts]] = {row[0]: [] for row in rows}
    for block_id, day, uses in await db.all(_ATTEMPTS, list(days), since):
        days[block_id].append(Attempts(day, uses))
    return [EmailDomainBlock(row[0], row[1], row[2], days[row[0]]) for row in rows]


async def page(db: Reader, bounds: Bounds, since: int) -> list[EmailDomainBlock]:
    return await _with_history(db, await _PAGE.rows(db, 0, bounds), since)


async def one(db: Reader, block_id: int, since: int) -> EmailDomainBlock | None:
    row = await db.one(_ONE, block_id)
    return None if row is None else (await _with_history(db, [row], since))[0]


async def insert(db: Writer, block_id: int, domain: str, at: int) -> bool:
    """Insert a block; False when the provider has one."""
    return bool(await db.run(_INSERT, block_id, domain, at))


async def delete(db: Writer, block_id: int) -> None:
    await db.run(_DELETE, block_id)


async def ids_named(db: Reader, domains: list[str]) -> list[int]:
    return [row[0] for row in await db.all(_NAMED, domains)]


async def count(db: Writer, block_id: int, day: int) -> None:
    await db.run(_COUNT, block_id, day)


async def forget_attempts(db: Writer, before: int) -> None:
    await db.run(_FORGET_ATTEMPTS, before)


async def hash_page(db: Reader, bounds: Bounds) -> list[HashBlock]:
    return [HashBlock(*row) for row in await _HASH_PAGE.rows(db, 0, bounds)]


async def hash_one(db: Reader, block_id: int) -> HashBlock | None:
    row = await db.one(_HASH, block_id)
    return None if row is None else HashBlock(*row)


async def hashes(db: Reader, digest: str) -> list[HashBlock]:
    return [HashBlock(*row) for row in await db.all(_HASHES, digest)]


async def insert_hash(db: Writer, block: HashBlock, account_id: int | None, at: int) -> bool:
    """Insert a block; False when the address has one."""
    return bool(await db.run(_INSERT_HASH, block.id, block.hash, account_id, at))


async def delete_hash(db: Writer, block_id: int) -> None:
    await db.run(_DELETE_HASH, block_id)


async def delete_hash_of(db: Writer, account_id: int) -> None:
    await db.run(_DELETE_HASH_OF, account_id)
