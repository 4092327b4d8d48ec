"""All SQL about leaving: which accounts are being erased, and the rows that go without changing anybody's numbers."""

from folkmoot.infra.db import Reader, Sql, Writer

SWEPT = (
    ("notification", "account_id"),
    ("notification", "from_account_id"),
    ("report", "account_id"),
    ("report", "target_account_id"),
    ("collection_item", "account_id"),
    ("strike", "target_account_id"),
)
"""What there may be much of, deleted in chunks; the rest goes with the account's row (`on delete cascade`)."""

_BEGIN = Sql("insert into erasure (account_id, started_at) values ($1, $2) on conflict do nothing")
_LOCK = Sql("select 1 from erasure where account_id = $1 for update")
_END = Sql("delete from erasure where account_id = $1")
_SWEEP = [
    Sql(f"delete from {table} where id in (select id from {table} where {column} = $1 limit $2)")
    for table, column in SWEPT
]
_BOOKMARKS = Sql("""
delete from bookmark where account_id = $1 and id in (select id from bookmark where account_id = $1 limit $2)
""")


async def begin(db: Writer, account_id: int, at: int) -> bool:
    """Note that an account is being erased; False when it is already."""
    return bool(await db.run(_BEGIN, account_id, at))


async def lock(db: Reader, account_id: int) -> bool:
    """Keep other processes from erasing the same account at the same time; False when it is erased."""
    return await db.value(_LOCK, account_id) is not None


async def end(db: Writer, account_id: int) -> None:
    await db.run(_END, account_id)


async def sweep(db: Writer, account_id: int, limit: int) -> int:
    """Delete up to `limit` rows of the first table that has any; returns how many."""
    for statement in (*_SWEEP, _BOOKMARKS):
        deleted = await db.run(statement, account_id, limit)
        if deleted:
            return deleted
    return 0
