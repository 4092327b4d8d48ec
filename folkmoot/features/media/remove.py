"""Removing a file that no post uses."""

from folkmoot.features.media import store
from folkmoot.features.media.errors import UnknownMediaError
from folkmoot.features.media.events import MediaErased
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError


async def remove(work: Work, account_id: int, media_id: int) -> None:
    """Remove a file of the account; UnknownMediaError when it is another's.

    InvalidError while a post uses it, or one to come waits with it.
    """
    found = await store.by_ids(work.db, [media_id])
    if not found or found[0].account_id != account_id:
        raise UnknownMediaError
    if found[0].post_id is not None:
        raise InvalidError("Validation failed: Media attachment is currently used by a status")
    if found[0].held_by is not None:
        raise InvalidError("Validation failed: Media attachment is currently used by a scheduled post")
    await store.delete(work.db, [media_id])
    work.announce(MediaErased(found[0].objects))


async def remove_loose(work: Work, before: int, limit: int) -> int:
    """Remove files that no post took before `before` (ms since 1970), at most `limit`; returns how many."""
    loose = await store.loose_before(work.db, before, limit)
    if loose:
        await store.delete(work.db, [item.id for item in loose])
        work.announce(MediaErased([key for item in loose for key in item.objects]))
    return len(loose)
