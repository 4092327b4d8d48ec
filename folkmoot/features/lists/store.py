"""All SQL about lists."""

from collections.abc import Sequence

from folkmoot.features.lists.types import List, ListMember, RepliesPolicy
from folkmoot.infra.db import Bounds, Paged, Reader, Row, Sql, Writer

_COLUMNS = "id, account_id, title, replies_policy, exclusive"
_INSERT = Sql(f"insert into list ({_COLUMNS}) values ($1, $2, $3, $4, $5)")
_UPDATE = Sql("update list set title = $2, replies_policy = $3, exclusive = $4 where id = $1")
_DELETE = Sql("delete from list where id = $1")
_ONE = Sql(f"select {_COLUMNS} from list where id = $1 and account_id = $2")
_LOCK = Sql(f"select {_COLUMNS} from list where id = $1 and account_id = $2 for update")
_OF_ACCOUNT = Sql(f"select {_COLUMNS} from list where account_id = $1 order by id")
_WITH = Sql(f"""
select {_COLUMNS} from list where account_id = $1
and id in (select list_id from list_account where target_id = $2) order by id
""")
_COUNT = Sql("select count(*) from list where account_id = $1")

_PUT = Sql("""
insert into list_account (list_id, target_id, id, follower_id) values ($1, $2, $3, cast($4 as bigint))
on conflict do nothing
""")
_TAKE = Sql("delete from list_account where list_id = $1 and target_id = any($2)")
_MEMBERS = Paged("select id, target_id from list_account where list_id = $1")
_MEMBER_IDS = Sql("select target_id from list_account where list_id = $1")
_SIZES = Sql("select list_id, count(*) from list_account where list_id = any($1) group by list_id")
_APART = Sql("""
select distinct l.account_id, m.target_id from list l join list_account m on m.list_id = l.id
where l.account_id = any($1) and l.exclusive
""")
_BY_IDS = Sql(f"select {_COLUMNS} from list where id = any($1)")
_AMONG = Sql("select list_id, target_id from list_account where list_id = any($1) and target_id = any($2)")


def _list(row: Row) -> List:
    return List(row[0], row[1], row[2], RepliesPolicy(row[3]), bool(row[4]))


async def insert(db: Writer, made: List) -> None:
    await db.run(_INSERT, made.id, made.account_id, made.title, made.replies_policy.value, made.exclusive)


async def update(db: Writer, changed: List) -> None:
    await db.run(_UPDATE, changed.id, changed.title, changed.replies_policy.value, changed.exclusive)


async def delete(db: Writer, list_id: int) -> None:
    await db.run(_DELETE, list_id)


async def one(db: Reader, account_id: int, list_id: int) -> List | None:
    row = await db.one(_ONE, list_id, account_id)
    return None if row is None else _list(row)


async def lock(db: Writer, account_id: int, list_id: int) -> List | None:
    """Return a list that stays as it is until this transaction ends."""
    row = await db.one(_LOCK, list_id, account_id)
    return None if row is None else _list(row)


async def of_account(db: Reader, account_id: int) -> list[List]:
    return [_list(row) for row in await db.all(_OF_ACCOUNT, account_id)]


async def containing(db: Reader, account_id: int, target_id: int) -> list[List]:
    return [_list(row) for row in await db.all(_WITH, account_id, target_id)]


async def count(db: Reader, account_id: int) -> int:
    return int(await db.value(_COUNT, account_id))


async def put(db: Writer, to: List, target_id: int, row_id: int) -> bool:
    """Put an account on a list; False when it is there already."""
    follower_id = None if target_id == to.account_id else to.account_id
    return bool(await db.run(_PUT, to.id, target_id, row_id, follower_id))


async def take(db: Writer, list_id: int, target_ids: list[int]) -> None:
    await db.run(_TAKE, list_id, target_ids)


async def members(db: Reader, list_id: int, bounds: Bounds) -> list[ListMember]:
    """Return a page of who is on a list."""
    return [ListMember(*row) for row in await _MEMBERS.rows(db, list_id, bounds)]


async def member_ids(db: Reader, list_id: int) -> list[int]:
    return [row[0] for row in await db.all(_MEMBER_IDS, list_id)]


async def sizes(db: Reader, list_ids: list[int]) -> dict[int, int]:
    return {row[0]: row[1] for row in await db.all(_SIZES, list_ids)}


async def apart(db: Reader, account_ids: list[int]) -> Sequence[Row]:
    return await db.all(_APART, account_ids)


async def by_ids(db: Reader, list_ids: list[int]) -> list[List]:
    return [_list(row) for row in await db.all(_BY_IDS, list_ids)]


async def among(db: Reader, list_ids: list[int], target_ids: list[int]) -> Sequence[Row]:
    """Return the pairs (list, account) of those accounts that are on those lists."""
    return await db.all(_AMONG, list_ids, target_ids)
