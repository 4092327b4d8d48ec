"""All SQL about web sessions."""

import msgspec

from folkmoot.infra.db import Reader, Sql, Writer

_COLUMNS = "id, account_id, created_at, last_seen_at, last_factor_at, address, user_agent"
_INSERT = Sql("""
insert into session (id, account_id, created_at, last_seen_at, last_factor_at, address, user_agent, secret_hash)
values ($1, $2, $3, $4, $5, $6, $7, $8)
""")
_OPEN = """
select s.id, s.account_id, s.created_at, s.last_seen_at, s.last_factor_at, s.address, s.user_agent
from session s join account a on a.id = s.account_id join local_user u on u.account_id = s.account_id
where s.last_seen_at >= $2 and a.suspended_at is null and u.disabled_at is null
and u.confirmed_at is not null and u.approved_at is not null
"""
_BY_SECRET = Sql(f"{_OPEN} and s.secret_hash = $1")
_BY_ID = Sql(f"{_OPEN} and s.id = $1")
_OF = Sql(f"""
select {_COLUMNS} from session where account_id = $1 and last_seen_at >= $2 order by last_seen_at desc, id desc
""")
_SEEN = Sql("update session set last_seen_at = $2, address = $3 where id = $1")
_FACTOR = Sql("update session set last_factor_at = $2 where id = $1")
_END = Sql("delete from session where account_id = $1 and id = $2")
_END_ALL = Sql("delete from session where account_id = $1 and id <> $2")
_FORGET_IDLE = Sql("delete from session where last_seen_at < $1")


class Session(msgspec.Struct, frozen=True):
    """A browser in which a member is signed in. Times in ms since 1970."""

    id: int
    account_id: int
    created_at: int
    last_seen_at: int
    last_factor_at: int | None
    address: str
    user_agent: str


async def insert(db: Writer, session: Session, secret_hash: bytes) -> None:
    await db.run(_INSERT, *msgspec.structs.astuple(session), secret_hash)


async def by_secret(db: Reader, secret_hash: bytes, seen_since: int) -> Session | None:
    row = await db.one(_BY_SECRET, secret_hash, seen_since)
    return None if row is None else Session(*row)


async def by_id(db: Reader, session_id: int, seen_since: int) -> Session | None:
    row = await db.one(_BY_ID, session_id, seen_since)
    return None if row is None else Session(*row)


async def of(db: Reader, account_id: int, seen_since: int) -> list[Session]:
    return [Session(*row) for row in await db.all(_OF, account_id, seen_since)]


async def seen(db: Writer, session_id: int, at: int, address: str) -> None:
    await db.run(_SEEN, session_id, at, address)


async def factor_shown(db: Writer, session_id: int, at: int) -> None:
    await db.run(_FACTOR, session_id, at)


async def end(db: Writer, account_id: int, session_id: int) -> bool:
    return bool(await db.run(_END, account_id, session_id))


async def end_all(db: Writer, account_id: int, but: int) -> None:
    await db.run(_END_ALL, account_id, but)


async def forget_idle(db: Writer, before: int) -> None:
    await db.run(_FORGET_IDLE, before)
