"""All SQL about domains that members block."""

from collections.abc import Sequence

from folkmoot.infra.db import Paged, Reader, Row, Sql, Writer

PAGE = Paged("select id, domain from account_domain_block where account_id = $1")

_INSERT = Sql("insert into account_domain_block (account_id, domain, id) values ($1, $2, $3) on conflict do nothing")
_DELETE = Sql("delete from account_domain_block where account_id = $1 and domain = $2")
_COUNT = Sql("select count(*) from account_domain_block where account_id = $1")
_ALL = Sql("select account_id, domain from account_domain_block where account_id = any($1)")
_IS_BLOCKED = Sql("select 1 from account_domain_block where account_id = $1 and domain = $2")
_AMONG = Sql("""
select a.id from account a where a.id = any($2) and exists (
  select 1 from account_domain_block d where d.account_id = $1 and d.domain = a.domain)
""")
_BETWEEN = Sql("""
select 1 from account_domain_block d join account a on a.domain = d.domain
where (d.account_id = $1 and a.id = $2) or (d.account_id = $2 and a.id = $1)
""")
_FOLLOWERS = Sql("""
select f.account_id from follow f join account a on a.id = f.account_id
where f.target_id = $1 and a.domain = $2 limit $3
""")
_ASKERS = Sql("""
select r.account_id from follow_request r join account a on a.id = r.account_id
where r.target_id = $1 and a.domain = $2 limit $3
""")


async def insert(db: Writer, account_id: int, domain: str, row_id: int) -> bool:
    """Insert a block; False when it was there already."""
    return bool(await db.run(_INSERT, account_id, domain, row_id))


async def delete(db: Writer, account_id: int, domain: str) -> None:
    await db.run(_DELETE, account_id, domain)


async def count(db: Reader, account_id: int) -> int:
    return int(await db.value(_COUNT, account_id))


async def all_blocked(db: Reader, account_ids: list[int]) -> Sequence[Row]:
    """Return rows (account, domain)."""
    return await db.all(_ALL, account_ids)


async def is_blocked(db: Reader, account_id: int, domain: str) -> bool:
    return await db.value(_IS_BLOCKED, account_id, domain) is not None


async def among(db: Reader, account_id: int, ids: list[int]) -> set[int]:
    """Return those of `ids` who belong to a domain that the account blocks."""
    return {row[0] for row in await db.all(_AMONG, account_id, ids)}


async def is_between(db: Reader, account_id: int, other_id: int) -> bool:
    """Say whether one of two accounts blocks the domain of the other."""
    return await db.value(_BETWEEN, account_id, other_id) is not None


async def followers(db: Reader, account_id: int, domain: str, limit: int) -> list[int]:
    """Return some of those of a domain who follow the account or ask to."""
    found = [row[0] for row in await db.all(_FOLLOWERS, account_id, domain, limit)]
    return found or [row[0] for row in await db.all(_ASKERS, account_id, domain, limit)]
