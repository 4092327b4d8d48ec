"""Invitations: a member vouches for somebody, for a number of uses and a time; the code is shown once."""

import secrets

from folkmoot.features.auth import signup_store
from folkmoot.features.auth.errors import BadInviteError
from folkmoot.features.auth.secret import digest
from folkmoot.features.auth.signup_store import Invite
from folkmoot.infra.boot import Work
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import InvalidError

USES_LIMIT = 1_000
LIFE_LIMIT = 365 * DAY
OPEN_LIMIT = 100
"""Invitations that one member may have open."""
REMEMBERED = 30 * DAY
"""How long a member sees what became of an invitation that ran out."""


async def make_invite(work: Work, account_id: int, *, max_uses: int = 1, life: int = 7 * DAY) -> str:
    """Make an invitation good for `max_uses` sign-ups within `life` ms; returns its code, which is not kept.

    The caller has checked that the member may invite (Permission.INVITE_USERS).
    """
    if not 1 <= max_uses <= USES_LIMIT or not 1 <= life <= LIFE_LIMIT:
        raise InvalidError("An invitation is good for 1 to 1,000 uses and at most a year.")
    if await signup_store.open_invites(work.db, account_id, work.now) >= OPEN_LIMIT:
        raise InvalidError("You have too many open invitations. Take some back first.")
    code = secrets.token_urlsafe(16)
    invite = Invite(work.new_id(), work.now, work.now + life, max_uses, 0)
    await signup_store.insert_invite(work.db, invite, account_id, digest(code))
    return code


async def use_invite(work: Work, code: str) -> int:
    """Count one use of an invitation and return its id; BadInviteError when it is not good (any more)."""
    found = await signup_store.use_invite(work.db, digest(code.strip()), work.now)
    if found is None:
        raise BadInviteError
    return found


async def invite_is_open(db: Reader, code: str, now: int) -> bool:
    """Say whether an invitation could be used now."""
    return await signup_store.invite_is_open(db, digest(code.strip()), now)


async def invites_of(db: Reader, account_id: int) -> list[Invite]:
    """Return the last hundred invitations of a member, newest first."""
    return await signup_store.invites(db, account_id)


async def end_invite(work: Work, account_id: int, invite_id: int) -> bool:
    """Take an invitation back; False when the member has none such."""
    return await signup_store.end_invite(work.db, account_id, invite_id)
