"""Secrets that travel by mail: to confirm an address, to set a new password. Stored as hashes, good for a while."""

from folkmoot.features import policy
from folkmoot.features.auth import grant_store, signup_store, store
from folkmoot.features.auth.errors import BadLinkError
from folkmoot.features.auth.events import (
    ConfirmationAsked,
    EmailConfirmed,
    PasswordChanged,
    ResetAsked,
    SignUpRepeated,
    UserApproved,
)
from folkmoot.features.auth.secret import digest, new_secret
from folkmoot.features.auth.sessions import end_sessions
from folkmoot.features.auth.tokens import revoke_tokens_of
from folkmoot.features.auth.types import User
from folkmoot.features.auth.users import BLOCKED, check_email, email_key, email_refused, user_by_email, user_of
from folkmoot.infra.boot import Work
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.db import Reader

CONFIRM = "confirm"
RESET = "reset"
LIVES = {CONFIRM: 2 * DAY, RESET: HOUR}


def ask_confirmation(work: Work, account_id: int) -> None:
    """Have the confirmation mail sent (again)."""
    work.announce(ConfirmationAsked(account_id))


def ask_reset(work: Work, email: str) -> None:
    """Have a reset mail sent, if this is a member's address; costs the same whether it is or not."""
    work.announce(ResetAsked(email_key(email)))


def tell_of_repeated_sign_up(work: Work, email: str) -> None:
    """Have the owner of an address told that it was used to sign up once more."""
    work.announce(SignUpRepeated(email_key(email)))


async def new_mail_secret(work: Work, user: User, purpose: str) -> str:
    """Make a secret to send to a member's address; older ones stay good until one of them is used."""
    secret = new_secret()
    expires_at = work.now + LIVES[purpose]
    await signup_store.insert_secret(
        work.db, digest(secret), user.account_id, purpose, email_key(user.email), expires_at
    )
    return secret


async def addressee(db: Reader, secret: str, purpose: str, now: int) -> User:
    """Return the member to whom this secret was sent; BadLinkError when it is used, old, or for a former address."""
    found = await signup_store.secret(db, digest(secret), purpose, now)
    user = None if found is None else await user_of(db, found[0])
    if found is None or user is None or email_key(user.email) != found[1]:
        raise BadLinkError
    return user


async def confirm_email(work: Work, secret: str) -> User:
    """Confirm the address to which `secret` was sent and return the member; BadLinkError when it is not good."""
    user = await addressee(work.db, secret, CONFIRM, work.now)
    if await signup_store.confirm(work.db, user.account_id, work.now):
        work.announce(EmailConfirmed(user.account_id))
    await signup_store.drop_secrets(work.db, user.account_id, CONFIRM)
    await _standing_changed(work, user.account_id)
    return user


async def approve_user(work: Work, account_id: int) -> bool:
    """Accept an application; False when there was none. The caller has checked that staff may."""
    if not await signup_store.approve(work.db, account_id, work.now):
        return False
    work.announce(UserApproved(account_id))
    await _standing_changed(work, account_id)
    return True


async def waiting_for_approval(db: Reader, limit: int) -> list[int]:
    """Return the account ids of those whose address is confirmed and who wait for an answer, the oldest first."""
    return await signup_store.waiting(db, limit)


async def change_unconfirmed_email(work: Work, user: User, email: str) -> None:
    """Correct the address of a member who has not confirmed it yet; the mails to the old one become void."""
    check_email(email)
    if await policy.email_is_blocked(work.db, email):
        raise email_refused("blocked", BLOCKED)
    other = await user_by_email(work.db, email)
    if other is not None and other.account_id != user.account_id:
        raise email_refused("taken", "has already been taken")
    await signup_store.set_email(work.db, user.account_id, email, email_key(email))
    await signup_store.drop_secrets(work.db, user.account_id, CONFIRM)


async def reset_password(work: Work, secret: str, password_hash: str) -> User:
    """Set a new password by mail, ending every session, token and code; BadLinkError when it is not good."""
    user = await addressee(work.db, secret, RESET, work.now)
    await change_password(work, user.account_id, password_hash)
    await revoke_tokens_of(work, user.account_id)
    await grant_store.forget_of(work.db, user.account_id)
    return user


async def change_password(work: Work, account_id: int, password_hash: str, *, keep_session: int = 0) -> None:
    """Set a new password, ending every other session; the member is told by mail."""
    await signup_store.set_password(work.db, account_id, password_hash)
    await signup_store.drop_secrets(work.db, account_id, RESET)
    await end_sessions(work, account_id, but=keep_session)
    work.announce(PasswordChanged(account_id))


async def change_locale(work: Work, account_id: int, locale: str) -> None:
    """Note the language in which a member reads pages and mails."""
    await signup_store.set_locale(work.db, account_id, locale)


async def signed_up_with(db: Reader, account_id: int) -> int | None:
    """Return the id of the app through which the member signed up; None for the pages."""
    return await signup_store.app_of(db, account_id)


async def _standing_changed(work: Work, account_id: int) -> None:
    """What is remembered of a member's tokens says whether they may act: it must be asked again."""
    work.touch("token", *await store.token_keys(work.db, account_id))
    work.touch("account", account_id)
