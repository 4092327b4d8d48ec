"""Authorization codes (RFC 6749 with PKCE, RFC 7636): what a member allows an app, fetched by it exactly once."""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence

from folkmoot.features.auth import grant_store
from folkmoot.features.auth.errors import BadClientError, BadGrantError
from folkmoot.features.auth.grant_store import Grant
from folkmoot.features.auth.secret import digest, new_secret
from folkmoot.features.auth.tokens import issue_token, revoke_token
from folkmoot.features.auth.types import App
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.clock import DAY, MINUTE
from folkmoot.infra.db import Reader

CODE_LIFE = 10 * MINUTE
REMEMBERED = DAY
"""How long a used code is kept, so that showing it again revokes what was issued from it."""

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)


def is_challenge(text: str) -> bool:
    """Say whether `text` can be the S256 challenge of a verifier: 43 characters of base64url."""
    return _CHALLENGE.fullmatch(text) is not None


async def grant_code(
    work: Work, app: App, account_id: int, *, redirect_uri: str, scopes: str, code_challenge: str = ""
) -> str:
    """Note what a member allows an app and return the code (good for ten minutes, once) that fetches a token."""
    code = new_secret()
    grant = Grant(app.id, account_id, redirect_uri, scopes, code_challenge, work.now + CODE_LIFE)
    await grant_store.insert(work.db, digest(code), grant)
    return code


async def redeem_code(
    ground: Ground, app: App, code: str, *, redirect_uri: str, code_verifier: str = ""
) -> tuple[str, str, int]:
    """Exchange a code for a token; returns (secret, scopes, created at in ms).

    BadGrantError when the code is unknown, expired, used, of another app or does not fit; a code that is shown
    a second time also costs the token that the first time gave.
    """
    code_hash = digest(code)
    async with ground.work() as work:
        grant = await grant_store.get(work.db, code_hash)
        if grant is None or not _fits(grant, app, redirect_uri, code_verifier):
            raise BadGrantError
        if await grant_store.use(work.db, code_hash, work.now):
            if grant.expires_at < work.now:
                raise BadGrantError
            token_id, secret = await issue_token(work, app_id=app.id, account_id=grant.account_id, scopes=grant.scopes)
            await grant_store.mark_issued(work.db, token_id, code_hash)
            return secret, grant.scopes, work.now
        work.touch("token", *await grant_store.revoke_issued(work.db, code_hash))
    raise BadGrantError


def _fits(grant: Grant, app: App, redirect_uri: str, code_verifier: str) -> bool:
    if grant.app_id != app.id or grant.redirect_uri != redirect_uri:
        return False
    if not grant.code_challenge:
        # A verifier without a challenge means that somebody took the challenge away on the way (RFC 9700, 4.8.2).
        return not code_verifier
    return bool(_VERIFIER.fullmatch(code_verifier)) and hmac.compare_digest(
        challenge_of(code_verifier), grant.code_challenge
    )


def challenge_of(code_verifier: str) -> str:
    """Return the S256 challenge of a verifier."""
    hashed = hashlib.sha256(code_verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


def check_secret(app: App, client_secret: str) -> None:
    """Hold an app to its secret; BadClientError when it is another."""
    if not hmac.compare_digest(app.secret_hash, digest(client_secret)):
        raise BadClientError


async def revoke_own_token(work: Work, app: App, secret: str) -> bool:
    """Revoke a token of this app; True also when there is no such token, False when it is another app's."""
    owner = await grant_store.token_owner(work.db, digest(secret))
    if owner is None:
        return True
    if owner[0] != app.id:
        return False
    return await revoke_token(work, secret, app_id=app.id)


async def authorized_apps(db: Reader, account_id: int) -> Sequence[tuple[int, int, int | None]]:
    """Return (app id, since, last used; ms since 1970) of every app that may act for this member, newest first."""
    return await grant_store.authorized(db, account_id)


async def revoke_app(work: Work, account_id: int, app_id: int) -> None:
    """Take from an app every token and code it holds of this member."""
    work.touch("token", *await grant_store.revoke_app(work.db, account_id, app_id))
