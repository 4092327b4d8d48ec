"""Blocking, muting, and private notes about others."""

from folkmoot.features.relations import store
from folkmoot.features.relations.follow import touch_pair, unfollow
from folkmoot.infra.boot import Work
from folkmoot.infra.clock import SECOND
from folkmoot.infra.errors import ForbiddenError, InvalidError

NOTE_LIMIT = 2_000


async def block(work: Work, account_id: int, target_id: int) -> None:
    """Block: both cease to follow each other, and neither sees the other's posts."""
    if target_id == account_id:
        raise ForbiddenError("You cannot block yourself")
    await unfollow(work, account_id, target_id)
    await unfollow(work, target_id, account_id)
    await store.insert_block(work.db, account_id, target_id, work.new_id())
    touch_pair(work, account_id, target_id)


async def unblock(work: Work, account_id: int, target_id: int) -> None:
    """End a block; what it ended does not come back."""
    await store.delete_block(work.db, account_id, target_id)
    touch_pair(work, account_id, target_id)


async def mute(work: Work, account_id: int, target_id: int, *, notifications: bool = True, duration: int = 0) -> None:
    """Mute for `duration` seconds, for good when it is 0; `notifications` says whether those are muted too."""
    if target_id == account_id:
        raise ForbiddenError("You cannot mute yourself")
    if duration < 0:
        raise InvalidError("Validation failed: Duration must not be negative")
    expires_at = work.now + duration * SECOND if duration else None
    await store.upsert_mute(
        work.db, account_id, target_id, work.new_id(), notifications=notifications, expires_at=expires_at
    )
    work.touch("relations", account_id)


async def unmute(work: Work, account_id: int, target_id: int) -> None:
    """End a mute."""
    await store.delete_mute(work.db, account_id, target_id)
    work.touch("relations", account_id)


async def note(work: Work, account_id: int, target_id: int, comment: str) -> None:
    """Keep a private note about another account."""
    if len(comment) > NOTE_LIMIT:
        raise InvalidError(f"Validation failed: Comment is too long (maximum is {NOTE_LIMIT} characters)")
    await store.upsert_note(work.db, account_id, target_id, comment)
