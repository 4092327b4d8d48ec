"""All SQL about who among the members has arrived, and who holds a role."""

from folkmoot.infra.db import Reader, Sql

_DORMANT = Sql("""
select account_id from local_user where account_id = any($1) and (confirmed_at is null or approved_at is null)
""")
_HOLDERS = Sql("""
select u.account_id from local_user u join role r on r.id = u.role_id
where r.name = $1 and u.disabled_at is null order by u.created_at, u.account_id
""")
_HOLDERS_AMONG = Sql("""
select role_id, account_id from local_user where role_id = any($1) and disabled_at is null
order by created_at, account_id
""")


async def dormant(db: Reader, account_ids: list[int]) -> set[int]:
    return {row[0] for row in await db.all(_DORMANT, account_ids)}


async def holders(db: Reader, role_name: str) -> list[int]:
    return [row[0] for row in await db.all(_HOLDERS, role_name)]


async def holders_among(db: Reader, role_ids: list[int]) -> list[tuple[int, int]]:
    return [(row[0], row[1]) for row in await db.all(_HOLDERS_AMONG, role_ids)]
