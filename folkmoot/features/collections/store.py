"""All SQL about collections.

Whether somebody consents to being shown is asked of what stands now: their own setting, and blocks either way.
"""

from collections.abc import Sequence

from folkmoot.features.collections.types import Collection, Item
from folkmoot.infra.db import Reader, Row, Sql, Writer

COLUMNS = """c.id, c.account_id, c.name, c.description, c.language, c.tag, c.sensitive, c.discoverable, c.created_at,
c.updated_at"""
_FROM = "from collection c join account o on o.id = c.account_id and o.suspended_at is null"
_CONSENTING = """(a.discoverable
and not exists (select 1 from block b where b.account_id = c.account_id and b.target_id = a.id)
and not exists (select 1 from block b where b.account_id = a.id and b.target_id = c.account_id))"""
_ITEMS = f"""
select i.id, i.collection_id, i.account_id, i.created_at, {_CONSENTING} from collection_item i
join collection c on c.id = i.collection_id join account a on a.id = i.account_id and a.suspended_at is null
where not i.revoked"""

_LOCK_OWNER = Sql("select 1 from account where id = $1 for update")
_COUNT = Sql("select count(*) from collection where account_id = $1")
_INSERT = Sql("""
insert into collection (id, account_id, name, description, language, tag, sensitive, discoverable, created_at,
updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
""")
_UPDATE = Sql("""
update collection set name = $2, description = $3, language = $4, tag = $5, sensitive = $6, discoverable = $7,
updated_at = $8 where id = $1
""")
_TOUCH = Sql("update collection set updated_at = $2 where id = $1")
_DELETE = Sql("delete from collection where id = $1")
_LOCK = Sql(f"select {COLUMNS} from collection c where c.id = $1 for update")
_BY_IDS = Sql(f"select {COLUMNS} {_FROM} where c.id = any($1)")
_OF_OWNER = Sql(f"""
select {COLUMNS} {_FROM} where c.account_id = $1 and (c.discoverable or cast($2 as boolean))
order by c.id desc limit $3 offset $4
""")
_FEATURING = Sql(f"""
select {COLUMNS} {_FROM} join collection_item i on i.collection_id = c.id and i.account_id = $1 and not i.revoked
where not exists (select 1 from block b where b.account_id = c.account_id and b.target_id = $1)
order by i.collection_id desc limit $2 offset $3
""")

_ITEMS_OF = Sql(f"{_ITEMS} and i.collection_id = any($1) order by i.id")
_ITEMS_BY_IDS = Sql(f"{_ITEMS} and i.id = any($1) order by i.id")
_COUNT_ITEMS = Sql("select count(*) from collection_item where collection_id = $1 and not revoked")
_PUT = Sql("""
insert into collection_item (id, collection_id, account_id, created_at) values ($1, $2, $3, $4)
on conflict (collection_id, account_id) do nothing
""")
_HOLDER = Sql("select account_id from collection_item where collection_id = $1 and id = $2 and not revoked")
_TAKE = Sql("delete from collection_item where id = $1")
_REVOKE = Sql("update collection_item set revoked = true where id = $1")


def _collection(row: Row) -> Collection:
    return Collection(*(*row[:6], bool(row[6]), bool(row[7]), *row[8:]))


def _item(row: Row) -> Item:
    return Item(row[0], row[1], row[2], row[3], bool(row[4]))


async def count(db: Writer, account_id: int) -> int:
    """Return how many collections an account has, which nobody changes until this transaction ends."""
    await db.value(_LOCK_OWNER, account_id)
    return int(await db.value(_COUNT, account_id))


async def insert(db: Writer, made: Collection) -> None:
    await db.run(
        _INSERT, made.id, made.account_id, made.name, made.description, made.language, made.tag, made.sensitive,
        made.discoverable, made.created_at, made.updated_at,
    )  # fmt: skip


async def update(db: Writer, changed: Collection) -> None:
    await db.run(
        _UPDATE, changed.id, changed.name, changed.description, changed.language, changed.tag, changed.sensitive,
        changed.discoverable, changed.updated_at,
    )  # fmt: skip


async def touch(db: Writer, collection_id: int, at: int) -> None:
    await db.run(_TOUCH, collection_id, at)


async def delete(db: Writer, collection_id: int) -> None:
    await db.run(_DELETE, collection_id)


async def lock(db: Writer, collection_id: int) -> Collection | None:
    """Return a collection that stays as it is until this transaction ends."""
    row = await db.one(_LOCK, collection_id)
    return None if row is None else _collection(row)


async def by_ids(db: Reader, ids: Sequence[int]) -> list[Collection]:
    """Return these collections but those of suspended owners."""
    return [_collection(row) for row in await db.all(_BY_IDS, list(ids))]


async def of_owner(db: Reader, account_id: int, page: tuple[int, int], *, hidden: bool) -> list[Collection]:
    """Return an account's collections, the newest first; `hidden` ones too. `page` is (at most, left out before)."""
    return [_collection(row) for row in await db.all(_OF_OWNER, account_id, hidden, *page)]


async def featuring(db: Reader, account_id: int, page: tuple[int, int]) -> list[Collection]:
    """Return the collections that an account is in, the newest first."""
    return [_collection(row) for row in await db.all(_FEATURING, account_id, *page)]


async def items_of(db: Reader, collection_ids: Sequence[int]) -> list[Item]:
    return [_item(row) for row in await db.all(_ITEMS_OF, list(collection_ids))]


async def items_by_ids(db: Reader, ids: Sequence[int]) -> list[Item]:
    return [_item(row) for row in await db.all(_ITEMS_BY_IDS, list(ids))]


async def count_items(db: Reader, collection_id: int) -> int:
    return int(await db.value(_COUNT_ITEMS, collection_id))


async def put(db: Writer, item: Item) -> bool:
    """Add an account; False when it is there already, or took its consent back."""
    return bool(await db.run(_PUT, item.id, item.collection_id, item.account_id, item.created_at))


async def holder(db: Reader, collection_id: int, item_id: int) -> int | None:
    """Return whose place in the collection this is; None for none."""
    found: int | None = await db.value(_HOLDER, collection_id, item_id)
    return found


async def take(db: Writer, item_id: int) -> None:
    await db.run(_TAKE, item_id)


async def revoke(db: Writer, item_id: int) -> None:
    await db.run(_REVOKE, item_id)
