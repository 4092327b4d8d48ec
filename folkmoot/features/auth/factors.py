"""Second factors together: which a member has, whether a code is good, and what asks for proof of who acts."""

from folkmoot.features.auth import factor_store as store
from folkmoot.features.auth.errors import StaleFactorError, WrongPasswordError
from folkmoot.features.auth.otp import use_otp
from folkmoot.features.auth.passwords import verify_password
from folkmoot.features.auth.recovery import use_code
from folkmoot.features.auth.session_store import Session
from folkmoot.features.auth.types import Factors
from folkmoot.features.auth.users import user_of
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.clock import MINUTE
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import LimitedError

FRESH = 10 * MINUTE
"""How long a second factor counts as just shown."""
PROOFS = 10
"""Passwords that one member may try within five minutes to prove who acts."""


async def factors_of(db: Reader, account_id: int) -> Factors:
    """Return what this member can show beside a password. One query."""
    return await store.factors(db, account_id)


async def check_code(work: Work, account_id: int, code: str) -> bool:
    """Say whether `code` is a good one-time or recovery code of the member, and use it up.

    The caller counts tries with `count_code` first.
    """
    return await use_otp(work, account_id, code) or await use_code(work, account_id, code)


def has_fresh_factor(session: Session, now: int) -> bool:
    """Say whether a second factor was shown in this session within FRESH before `now` (ms since 1970)."""
    return session.last_factor_at is not None and 0 <= now - session.last_factor_at < FRESH


def require_fresh(session: Session, now: int) -> None:
    """Refuse with StaleFactorError unless a second factor was shown in this session within the last ten minutes."""
    if not has_fresh_factor(session, now):
        raise StaleFactorError


async def require_proof(ground: Ground, session: Session, password: str) -> None:
    """Ask for proof before factors change: a fresh second factor, or the password of a member who has none yet."""
    if (await factors_of(await ground.read(), session.account_id)).any:
        require_fresh(session, ground.clock())
    else:
        await require_password(ground, session.account_id, password)


async def require_password(ground: Ground, account_id: int, password: str) -> None:
    """Refuse with WrongPasswordError unless this is the member's password; LimitedError ends guessing."""
    if ground.config.limits.enabled:
        allowance = ground.limits.take(f"proof:{account_id}", PROOFS, ground.clock())
        if not allowance.allowed:
            raise LimitedError("Too many requests")
    user = await user_of(await ground.read(), account_id)
    if not await verify_password(None if user is None else user.password_hash, password):
        raise WrongPasswordError
