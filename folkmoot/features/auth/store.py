"""All SQL about users, apps, tokens and roles."""

import msgspec

from folkmoot.features.auth.secret import shelf_key
from folkmoot.features.auth.types import App, Role, User
from folkmoot.infra.db import Reader, Row, Sql, Writer

_APP_COLUMNS = "id, client_id, secret_hash, name, website, redirect_uris, scopes, created_at"
_INSERT_APP = Sql(f"insert into app ({_APP_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8)")
_APP_BY_CLIENT = Sql(f"select {_APP_COLUMNS} from app where client_id = $1")
_APPS = Sql(f"select {_APP_COLUMNS} from app where id = any($1)")

_INSERT_TOKEN = Sql("""
insert into token (id, secret_hash, app_id, account_id, scopes, created_at) values ($1, $2, $3, $4, $5, $6)
""")
_DELETE_TOKEN = Sql("""
delete from token where secret_hash = $1 and (cast($2 as bigint) is null or app_id = $2)
""")
_DELETE_TOKENS = Sql("delete from token where account_id = $1")
_TOKEN_HASHES = Sql("select secret_hash from token where account_id = $1")
_CALLER = Sql("""
select t.id, t.app_id, t.account_id, t.scopes, t.created_at, u.confirmed_at, u.approved_at, u.disabled_at,
a.suspended_at, u.role_id
from token t left join local_user u on u.account_id = t.account_id left join account a on a.id = t.account_id
where t.secret_hash = $1
""")

USER_COLUMNS = """account_id, email, password_hash, role_id, locale, created_at, confirmed_at, approved_at,
disabled_at, reason, otp_enabled_at, post_visibility, post_sensitive, post_language, quote_policy"""
_INSERT_USER = Sql("""
insert into local_user (account_id, email, email_key, password_hash, locale, created_at, confirmed_at, approved_at,
reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (email_key) do nothing
""")
_USER = Sql(f"select {USER_COLUMNS} from local_user where account_id = $1")
_USER_BY_EMAIL = Sql(f"select {USER_COLUMNS} from local_user where email_key = $1")
_PREFERENCES = Sql("""
update local_user set post_visibility = coalesce($2, post_visibility),
post_sensitive = coalesce($3, post_sensitive), post_language = coalesce($4, post_language),
quote_policy = coalesce($5, quote_policy) where account_id = $1
""")

_ROLES = Sql("select id, name, permissions, position, color, highlighted, collection_limit from role")
_ENSURE_ROLE = Sql("""
insert into role (id, name, permissions, position, color, highlighted, collection_limit)
values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing
""")
_ROLES_HELD = Sql("select account_id, role_id from local_user where role_id is not null and account_id = any($1)")
_SET_ROLE = Sql("update local_user set role_id = $2 where account_id = $1")


def _app(row: Row) -> App:
    return App(*(*row[:5], msgspec.json.decode(row[5], type=list[str]), *row[6:]))


def user_of_row(row: Row) -> User:
    return User(*(*row[:12], bool(row[12]), *row[13:]))


async def insert_app(db: Writer, app: App) -> None:
    uris = msgspec.json.encode(app.redirect_uris).decode()
    await db.run(
        _INSERT_APP, app.id, app.client_id, app.secret_hash, app.name, app.website, uris, app.scopes, app.created_at
    )


async def app_by_client_id(db: Reader, client_id: str) -> App | None:
    row = await db.one(_APP_BY_CLIENT, client_id)
    return None if row is None else _app(row)


async def apps_by_ids(db: Reader, ids: list[int]) -> dict[int, App]:
    return {row[0]: _app(row) for row in await db.all(_APPS, ids)}


async def insert_token(
    db: Writer, token_id: int, secret_hash: bytes, grant: tuple[int | None, int | None, str, int]
) -> None:
    """Insert a token; `grant` is (app id, account id, scopes, time)."""
    await db.run(_INSERT_TOKEN, token_id, secret_hash, *grant)


async def delete_token(db: Writer, secret_hash: bytes, app_id: int | None) -> bool:
    return bool(await db.run(_DELETE_TOKEN, secret_hash, app_id))


async def delete_tokens_of(db: Writer, account_id: int) -> None:
    await db.run(_DELETE_TOKENS, account_id)


async def token_keys(db: Reader, account_id: int) -> list[int]:
    """Return the shelf keys of every token of a member."""
    return [shelf_key(bytes(row[0])) for row in await db.all(_TOKEN_HASHES, account_id)]


async def caller(db: Reader, secret_hash: bytes) -> Row | None:
    return await db.one(_CALLER, secret_hash)


async def insert_user(db: Writer, user: User, email_key: str) -> bool:
    """Insert a user; False when the address is in use."""
    return bool(
        await db.run(
            _INSERT_USER, user.account_id, user.email, email_key, user.password_hash, user.locale, user.created_at,
            user.confirmed_at, user.approved_at, user.reason,
        )
    )  # fmt: skip


async def user_of(db: Reader, account_id: int) -> User | None:
    row = await db.one(_USER, account_id)
    return None if row is None else user_of_row(row)


async def user_by_email(db: Reader, email_key: str) -> User | None:
    row = await db.one(_USER_BY_EMAIL, email_key)
    return None if row is None else user_of_row(row)


async def update_preferences(
    db: Writer,
    account_id: int,
    *,
    visibility: str | None,
    sensitive: bool | None,
    language: str | None,
    quote_policy: str | None,
) -> None:
    await db.run(_PREFERENCES, account_id, visibility, sensitive, language, quote_policy)


async def roles(db: Reader) -> dict[int, Role]:
    return {row[0]: Role(*(*row[:5], bool(row[5]), row[6])) for row in await db.all(_ROLES)}


async def roles_held(db: Reader, account_ids: list[int]) -> dict[int, int]:
    return {row[0]: row[1] for row in await db.all(_ROLES_HELD, account_ids)}


async def ensure_role(db: Writer, role: Role) -> None:
    await db.run(_ENSURE_ROLE, *(getattr(role, name) for name in role.__struct_fields__))


async def set_role(db: Writer, account_id: int, role_id: int | None) -> bool:
    """Set a member's role; False when there is no such member."""
    return bool(await db.run(_SET_ROLE, account_id, role_id))
