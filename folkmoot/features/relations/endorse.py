"""Endorsing those whom one follows, on one's own profile; who ceases to follow ceases to endorse."""

from folkmoot.features.relations import endorse_store, store
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError


async def endorse(work: Work, account_id: int, target_id: int) -> None:
    """Endorse an account; again changes nothing. InvalidError where it is not followed."""
    if target_id not in await store.follows_out(work.db, account_id, [target_id]):
        raise InvalidError("Validation failed: You must be already following the person you want to endorse")
    await endorse_store.insert(work.db, account_id, target_id, work.new_id())


async def unendorse(work: Work, account_id: int, target_id: int) -> None:
    """End an endorsement; nothing happens where there is none."""
    await endorse_store.delete(work.db, account_id, target_id)
