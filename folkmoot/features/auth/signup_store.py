"""All SQL about signing up: invitations, secrets sent by mail, and what they change in a user."""

import msgspec

from folkmoot.infra.db import Reader, Row, Sql, Writer

_USE_INVITE = Sql("""
update invite set uses = uses + 1 where code_hash = $1 and (expires_at is null or expires_at > $2)
and (max_uses is null or uses < max_uses)
and account_id in (select u.account_id from local_user u join account a on a.id = u.account_id
                   where u.disabled_at is null and a.suspended_at is null)
returning id
""")
_INVITE_OPEN = Sql("""
select count(*) from invite where code_hash = $1 and (expires_at is null or expires_at > $2)
and (max_uses is null or uses < max_uses)
""")
_INSERT_INVITE = Sql("""
insert into invite (id, code_hash, account_id, created_at, expires_at, max_uses) values ($1, $2, $3, $4, $5, $6)
""")
_INVITES = Sql("""
select id, created_at, expires_at, max_uses, uses from invite where account_id = $1 order by id desc limit 100
""")
_OPEN_INVITES = Sql("""
select count(*) from invite where account_id = $1 and (expires_at is null or expires_at > $2)
and (max_uses is null or uses < max_uses)
""")
_FORGET_INVITES = Sql("delete from invite where expires_at < $1")
_END_INVITE = Sql("delete from invite where account_id = $1 and id = $2")
_ORIGIN = Sql("update local_user set invite_id = $2, app_id = $3 where account_id = $1")
_APP_OF = Sql("select app_id from local_user where account_id = $1")

_INSERT_SECRET = Sql("""
insert into mail_secret (secret_hash, account_id, purpose, email_key, expires_at) values ($1, $2, $3, $4, $5)
""")
_SECRET = Sql("""
select account_id, email_key from mail_secret where secret_hash = $1 and purpose = $2 and expires_at > $3
""")
_DROP_SECRETS = Sql("delete from mail_secret where account_id = $1 and purpose = $2")
_FORGET_EXPIRED = Sql("delete from mail_secret where expires_at < $1")
_WAITING = Sql("""
select account_id from local_user
where confirmed_at is not null and approved_at is null and disabled_at is null order by account_id limit $1
""")

_CONFIRM = Sql("update local_user set confirmed_at = $2 where account_id = $1 and confirmed_at is null")
_APPROVE = Sql("update local_user set approved_at = $2 where account_id = $1 and approved_at is null")
_EMAIL = Sql("update local_user set email = $2, email_key = $3 where account_id = $1")
_PASSWORD = Sql("update local_user set password_hash = $2 where account_id = $1")
_LOCALE = Sql("update local_user set locale = $2 where account_id = $1")


class Invite(msgspec.Struct, frozen=True):
    """An invitation as its maker sees it; the code itself was shown once. Times in ms since 1970."""

    id: int
    created_at: int
    expires_at: int | None
    max_uses: int | None
    uses: int


async def use_invite(db: Writer, code_hash: bytes, now: int) -> int | None:
    """Count one use; returns the invitation's id, None when it is unknown, used up, or its maker is gone."""
    row: Row | None = await db.one(_USE_INVITE, code_hash, now)
    return None if row is None else row[0]


async def invite_is_open(db: Reader, code_hash: bytes, now: int) -> bool:
    return bool(await db.value(_INVITE_OPEN, code_hash, now))


async def insert_invite(db: Writer, invite: Invite, account_id: int, code_hash: bytes) -> None:
    await db.run(
        _INSERT_INVITE, invite.id, code_hash, account_id, invite.created_at, invite.expires_at, invite.max_uses
    )  # fmt: skip


async def invites(db: Reader, account_id: int) -> list[Invite]:
    return [Invite(*row) for row in await db.all(_INVITES, account_id)]


async def open_invites(db: Reader, account_id: int, now: int) -> int:
    return int(await db.value(_OPEN_INVITES, account_id, now))


async def forget_invites(db: Writer, before: int) -> None:
    await db.run(_FORGET_INVITES, before)


async def end_invite(db: Writer, account_id: int, invite_id: int) -> bool:
    return bool(await db.run(_END_INVITE, account_id, invite_id))


async def note_origin(db: Writer, account_id: int, invite_id: int | None, app_id: int | None) -> None:
    await db.run(_ORIGIN, account_id, invite_id, app_id)


async def app_of(db: Reader, account_id: int) -> int | None:
    """Return the app through which the member signed up, None for the pages."""
    found: int | None = await db.value(_APP_OF, account_id)
    return found


async def insert_secret(
    db: Writer, secret_hash: bytes, account_id: int, purpose: str, email_key: str, expires_at: int
) -> None:
    await db.run(_INSERT_SECRET, secret_hash, account_id, purpose, email_key, expires_at)


async def secret(db: Reader, secret_hash: bytes, purpose: str, now: int) -> tuple[int, str] | None:
    """Return (account id, address it was sent to) of a secret that is still good."""
    row = await db.one(_SECRET, secret_hash, purpose, now)
    return None if row is None else (row[0], row[1])


async def drop_secrets(db: Writer, account_id: int, purpose: str) -> None:
    """Forget a member's secrets of this purpose."""
    await db.run(_DROP_SECRETS, account_id, purpose)


async def forget_expired(db: Writer, before: int) -> None:
    await db.run(_FORGET_EXPIRED, before)


async def waiting(db: Reader, limit: int) -> list[int]:
    return [row[0] for row in await db.all(_WAITING, limit)]


async def confirm(db: Writer, account_id: int, at: int) -> bool:
    return bool(await db.run(_CONFIRM, account_id, at))


async def approve(db: Writer, account_id: int, at: int) -> bool:
    return bool(await db.run(_APPROVE, account_id, at))


async def set_email(db: Writer, account_id: int, email: str, email_key: str) -> None:
    await db.run(_EMAIL, account_id, email, email_key)


async def set_password(db: Writer, account_id: int, password_hash: str) -> None:
    await db.run(_PASSWORD, account_id, password_hash)


async def set_locale(db: Writer, account_id: int, locale: str) -> None:
    await db.run(_LOCALE, account_id, locale)
