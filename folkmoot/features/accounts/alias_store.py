"""All SQL about aliases."""

from collections.abc import Sequence

from folkmoot.infra.db import Reader, Row, Sql, Writer

_INSERT = Sql("""
insert into alias (id, account_id, target_id, handle) values ($1, $2, cast($3 as bigint), $4) on conflict do nothing
""")
_DELETE = Sql("delete from alias where account_id = $1 and id = $2")
_OF_ACCOUNT = Sql("select id, target_id, handle from alias where account_id = $1 order by id")


async def insert(db: Writer, alias_id: int, account_id: int, target_id: int | None, handle: str) -> None:
    await db.run(_INSERT, alias_id, account_id, target_id, handle)


async def delete(db: Writer, account_id: int, alias_id: int) -> None:
    await db.run(_DELETE, account_id, alias_id)


async def of_account(db: Reader, account_id: int) -> Sequence[Row]:
    return await db.all(_OF_ACCOUNT, account_id)
