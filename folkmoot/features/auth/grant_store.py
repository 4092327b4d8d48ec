"""All SQL about authorization codes and the tokens issued from them."""

import msgspec

from folkmoot.features.auth.secret import shelf_key
from folkmoot.infra.db import Reader, Sql, Writer

_INSERT = Sql("""
insert into oauth_grant (code_hash, app_id, account_id, redirect_uri, scopes, code_challenge, expires_at)
values ($1, $2, $3, $4, $5, $6, $7)
""")
_GET = Sql("""
select app_id, account_id, redirect_uri, scopes, code_challenge, expires_at, used_at from oauth_grant
where code_hash = $1
""")
_USE = Sql("update oauth_grant set used_at = $2 where code_hash = $1 and used_at is null")
_FORGET = Sql("delete from oauth_grant where expires_at < $1")
_FORGET_OF = Sql("delete from oauth_grant where account_id = $1")
_FORGET_APP = Sql("delete from oauth_grant where account_id = $1 and app_id = $2")
_MARK = Sql("update token set grant_hash = $2 where id = $1")
_ISSUED = Sql("select secret_hash from token where grant_hash = $1")
_REVOKE_ISSUED = Sql("delete from token where grant_hash = $1")
_OWNER = Sql("select app_id from token where secret_hash = $1")
_AUTHORIZED = Sql("""
select app_id, max(created_at), max(last_used_at) from token where account_id = $1 and app_id is not null
group by app_id order by max(created_at) desc
""")
_APP_TOKENS = Sql("select secret_hash from token where account_id = $1 and app_id = $2")
_REVOKE_APP = Sql("delete from token where account_id = $1 and app_id = $2")


class Grant(msgspec.Struct, frozen=True):
    """What a member allowed an app, waiting to be fetched with its code. Times in ms since 1970."""

    app_id: int
    account_id: int
    redirect_uri: str
    scopes: str
    code_challenge: str
    expires_at: int
    used_at: int | None = None


async def insert(db: Writer, code_hash: bytes, grant: Grant) -> None:
    await db.run(
        _INSERT, code_hash, grant.app_id, grant.account_id, grant.redirect_uri, grant.scopes, grant.code_challenge,
        grant.expires_at,
    )  # fmt: skip


async def get(db: Reader, code_hash: bytes) -> Grant | None:
    row = await db.one(_GET, code_hash)
    return None if row is None else Grant(*row)


async def use(db: Writer, code_hash: bytes, at: int) -> bool:
    """Mark a code as used; False when somebody was faster."""
    return bool(await db.run(_USE, code_hash, at))


async def forget_expired(db: Writer, before: int) -> None:
    await db.run(_FORGET, before)


async def forget_of(db: Writer, account_id: int) -> None:
    await db.run(_FORGET_OF, account_id)


async def mark_issued(db: Writer, token_id: int, code_hash: bytes) -> None:
    await db.run(_MARK, token_id, code_hash)


async def revoke_issued(db: Writer, code_hash: bytes) -> list[int]:
    """Delete what was issued from a code; returns the shelf keys of those tokens."""
    keys = [shelf_key(bytes(row[0])) for row in await db.all(_ISSUED, code_hash)]
    await db.run(_REVOKE_ISSUED, code_hash)
    return keys


async def token_owner(db: Reader, secret_hash: bytes) -> tuple[int | None] | None:
    """Return (app id,) of a token; None when there is no such token."""
    row = await db.one(_OWNER, secret_hash)
    return None if row is None else (row[0],)


async def authorized(db: Reader, account_id: int) -> list[tuple[int, int, int | None]]:
    """Return (app id, since, last used) of the apps that hold a token of this member, newest first."""
    return [(row[0], row[1], row[2]) for row in await db.all(_AUTHORIZED, account_id)]


async def revoke_app(db: Writer, account_id: int, app_id: int) -> list[int]:
    """Delete what an app holds of a member; returns the shelf keys of those tokens."""
    keys = [shelf_key(bytes(row[0])) for row in await db.all(_APP_TOKENS, account_id, app_id)]
    await db.run(_REVOKE_APP, account_id, app_id)
    await db.run(_FORGET_APP, account_id, app_id)
    return keys
