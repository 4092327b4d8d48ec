"""Bearer tokens (RFC 6750): issued once, stored as a hash, revoked at once everywhere."""

from folkmoot.features.auth import store
from folkmoot.features.auth.secret import digest, new_secret, shelf_key
from folkmoot.infra.boot import Work


def token_key(secret: str) -> int:
    """Return the number by which changes of kind `token` name the token `secret`."""
    return shelf_key(digest(secret))


async def issue_token(work: Work, *, app_id: int | None, account_id: int | None, scopes: str) -> tuple[int, str]:
    """Issue a token for an app, and for a member when `account_id` is given; returns (id, secret)."""
    secret = new_secret()
    token_id = work.new_id()
    await store.insert_token(work.db, token_id, digest(secret), (app_id, account_id, scopes, work.now))
    return token_id, secret


async def revoke_token(work: Work, secret: str, *, app_id: int | None = None) -> bool:
    """Revoke the token `secret` (only if it is of `app_id`, when given); False when there is none."""
    secret_hash = digest(secret)
    work.touch("token", shelf_key(secret_hash))
    return await store.delete_token(work.db, secret_hash, app_id)


async def touch_tokens_of(work: Work, account_id: int) -> None:
    """Have it asked anew what a member's tokens and sessions open: what is known of them says whether they may act."""
    work.touch("token", *await store.token_keys(work.db, account_id))
    work.touch("sessions", account_id)


async def revoke_tokens_of(work: Work, account_id: int) -> None:
    """Revoke every token of a member, as after a password reset."""
    await touch_tokens_of(work, account_id)
    await store.delete_tokens_of(work.db, account_id)
