"""All SQL about what staff see of members, and about the log of what staff do."""

import msgspec

from folkmoot.features.auth.store import USER_COLUMNS, user_of_row
from folkmoot.features.auth.types import User
from folkmoot.infra.db import Reader, Sql, Writer

_USERS = Sql(f"select {USER_COLUMNS} from local_user where account_id = any($1)")
_ORIGINS = Sql("""
select u.account_id, u.app_id, i.account_id from local_user u left join invite i on i.id = u.invite_id
where u.account_id = any($1)
""")
_ADDRESSES = Sql("""
select account_id, address, max(last_seen_at) from session where account_id = any($1) and address <> ''
group by account_id, address order by 3 desc
""")
_DISABLE = Sql("update local_user set disabled_at = $2 where account_id = $1")
_LOG = Sql("""
insert into staff_log (id, account_id, act, target, detail, created_at) values ($1, $2, $3, $4, $5, $6)
""")
_LOGGED_SINCE = Sql("""
select count(*) from staff_log where target = $1 and account_id = $2 and act = $3 and detail = $4 and created_at >= $5
""")
_ACTS = Sql("""
select id, account_id, act, target, detail, created_at from staff_log where id < $1 order by id desc limit $2
""")


class Act(msgspec.Struct, frozen=True):
    """A line of the staff's log: who (None: the command line) did what to whom, and when (ms since 1970)."""

    id: int
    account_id: int | None
    act: str
    target: str
    detail: str
    created_at: int


async def users(db: Reader, ids: list[int]) -> dict[int, User]:
    return {row[0]: user_of_row(row) for row in await db.all(_USERS, ids)}


async def origins(db: Reader, ids: list[int]) -> dict[int, tuple[int | None, int | None]]:
    """Return by member the app they signed up with, and the account that invited them."""
    return {row[0]: (row[1], row[2]) for row in await db.all(_ORIGINS, ids)}


async def addresses(db: Reader, ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    """Return the addresses of each member's open sessions with the time of last use, the latest first."""
    found: dict[int, list[tuple[str, int]]] = {}
    for account_id, address, at in await db.all(_ADDRESSES, ids):
        found.setdefault(account_id, []).append((address, at))
    return found


async def disable(db: Writer, account_id: int, at: int | None) -> bool:
    """Set when the login was disabled (None: it is not); False when there is no such member."""
    return bool(await db.run(_DISABLE, account_id, at))


async def insert_act(db: Writer, act: Act) -> None:
    await db.run(_LOG, *msgspec.structs.astuple(act))


async def logged_since(db: Reader, act: Act, since: int) -> bool:
    """Say whether the same was written down already since then."""
    return bool(await db.value(_LOGGED_SINCE, act.target, act.account_id, act.act, act.detail, since))


async def acts(db: Reader, below: int, limit: int) -> list[Act]:
    return [Act(*row) for row in await db.all(_ACTS, below, limit)]
