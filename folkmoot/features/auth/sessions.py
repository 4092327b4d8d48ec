"""Web sessions: a random secret in a cookie, stored as a hash, which the member can see and end."""

from folkmoot.features.auth import session_store
from folkmoot.features.auth.secret import digest, new_secret
from folkmoot.features.auth.session_store import Session
from folkmoot.infra.boot import Work
from folkmoot.infra.clock import DAY, MINUTE
from folkmoot.infra.db import Reader

IDLE_LIFE = 60 * DAY
"""A session that nobody used for so long is over."""
SEEN_EVERY = 5 * MINUTE
"""How exactly `last_seen_at` is kept; spares a write at each page."""
AGENT_LIMIT = 300


async def open_session(
    work: Work, account_id: int, *, address: str = "", user_agent: str = "", factor_shown: bool = False
) -> tuple[Session, str]:
    """Open a session for a member who has just signed in; returns it and the secret for the cookie."""
    secret = new_secret()
    factor_at = work.now if factor_shown else None
    session = Session(
        work.new_id(), account_id, work.now, work.now, factor_at, address, user_agent.replace("\0", "")[:AGENT_LIMIT]
    )
    await session_store.insert(work.db, session, digest(secret))
    return session, secret


async def session_of(db: Reader, secret: str, now: int) -> Session | None:
    """Return the session of this cookie; None when it ended, was idle too long, or its member may not act."""
    return await session_store.by_secret(db, digest(secret), now - IDLE_LIFE)


async def sessions_of(db: Reader, account_id: int, now: int) -> list[Session]:
    """Return the open sessions of a member, last seen first."""
    return await session_store.of(db, account_id, now - IDLE_LIFE)


def is_stale(session: Session, now: int) -> bool:
    """Say whether `last_seen_at` is old enough to be written again."""
    return now - session.last_seen_at > SEEN_EVERY


async def session_seen(work: Work, session: Session, address: str) -> None:
    """Note that the session was used now, from `address`."""
    await session_store.seen(work.db, session.id, work.now, address)


async def factor_shown(work: Work, session_id: int) -> None:
    """Note that the member has just shown a second factor in this session."""
    await session_store.factor_shown(work.db, session_id, work.now)


async def end_session(work: Work, account_id: int, session_id: int) -> bool:
    """End one session of a member; False when they have no such session."""
    work.touch("sessions", account_id)
    return await session_store.end(work.db, account_id, session_id)


async def end_sessions(work: Work, account_id: int, *, but: int = 0) -> None:
    """End every session of a member except `but`."""
    work.touch("sessions", account_id)
    await session_store.end_all(work.db, account_id, but)
