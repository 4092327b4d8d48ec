"""Appealing against a strike: once for each, within six months, by the owner of the account."""

from folkmoot.features.moderation import appeal_store, strike_store
from folkmoot.features.moderation.rules import APPEAL_LIMIT
from folkmoot.features.moderation.types import Appeal, Strike
from folkmoot.infra.boot import Work
from folkmoot.infra.clock import DAY
from folkmoot.infra.errors import ConflictError, InvalidError, MissingError

APPEAL_DAYS = 184
"""Six months, the longest there are."""


def may_appeal(strike: Strike, now: int) -> bool:
    """Say whether it is early enough to appeal."""
    return now < strike.created_at + APPEAL_DAYS * DAY


async def appeal(work: Work, account_id: int, strike_id: int, text: str) -> Appeal:
    """Keep what the owner of an account says against a strike, for staff to judge.

    MissingError for a strike that is none of theirs, InvalidError for what nobody can judge, ConflictError where they
    appealed before or it is too late.
    """
    found = await strike_store.by_ids(work.db, [strike_id])
    if not found or found[0].target_account_id != account_id:
        raise MissingError("Record not found")
    if not text.strip():
        raise InvalidError("Validation failed: Text can't be blank")
    if len(text) > APPEAL_LIMIT:
        raise InvalidError(f"Validation failed: Text is too long (maximum is {APPEAL_LIMIT} characters)")
    if not may_appeal(found[0], work.now):
        raise ConflictError("The time for an appeal is over.")
    made = Appeal(strike_id, text.strip(), "pending", work.now)
    if not await appeal_store.insert(work.db, made):
        raise ConflictError("You appealed already.")
    work.touch("appeals", 0)
    return made
