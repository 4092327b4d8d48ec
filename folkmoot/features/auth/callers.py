"""Who calls: the meaning of a bearer token, remembered until it or its member changes."""

import msgspec

from folkmoot.features.auth import store
from folkmoot.features.auth.errors import BadTokenError
from folkmoot.features.auth.roles import role_of
from folkmoot.features.auth.secret import digest, shelf_key
from folkmoot.features.auth.types import Permission
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import ForbiddenError

SHELF_SIZE = 20_000


class Caller(msgspec.Struct, frozen=True):
    """A token that was shown: whose it is, from which app, for what. `refusal` says why its member may not act."""

    token_id: int
    app_id: int | None
    account_id: int | None
    scopes: frozenset[str]
    permissions: int
    refusal: str
    created_at: int

    def require_active(self) -> int:
        """Return the member's account id; an error says why there is none or why it may not act."""
        if self.account_id is None:
            raise BadTokenError("This method requires an authenticated user")
        if self.refusal:
            raise ForbiddenError(self.refusal)
        return self.account_id

    def may(self, permission: Permission) -> bool:
        return bool(self.permissions & (permission | Permission.ADMINISTRATOR))


async def authenticate(ground: Ground, secret: str) -> Caller:
    """Return who shows the bearer token `secret`; BadTokenError when it is not (or no longer) good."""
    db = await ground.read()
    shelf = ground.shelf("callers", on="token", size=SHELF_SIZE)
    secret_hash = digest(secret)
    key = shelf_key(secret_hash)
    known: tuple[bytes, Caller] | None = shelf.get(key)
    if known is not None and known[0] == secret_hash:
        return known[1]
    tick = ground.changes.tick
    row = await store.caller(db, secret_hash)
    if row is None:
        raise BadTokenError
    token_id, app_id, account_id, scopes, created_at, confirmed_at, approved_at, disabled_at, suspended_at = row[:9]
    role = await role_of(db, row[9])
    refusal = _refusal(account_id, confirmed_at, approved_at, disabled_at or suspended_at)
    caller = Caller(
        token_id, app_id, account_id, frozenset(scopes.split()), 0 if refusal else role.permissions, refusal, created_at
    )
    shelf.put(key, (secret_hash, caller), tick)
    return caller


def _refusal(account_id: int | None, confirmed_at: int | None, approved_at: int | None, closed_at: int | None) -> str:
    if account_id is None:
        return ""
    if closed_at is not None:
        return "Your login is currently disabled"
    if confirmed_at is None:
        return "Your login is missing a confirmed e-mail address"
    if approved_at is None:
        return "Your login is currently pending approval"
    return ""
