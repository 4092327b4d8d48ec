"""Tying files to posts."""

from folkmoot.features.media import store
from folkmoot.features.media.types import PROCESSING
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError

_ALONE = frozenset(("video", "audio"))
"""What clients show as the only file of a post."""


async def attach(work: Work, account_id: int, post_id: int, media_ids: list[int]) -> None:
    """Tie the account's ready files to its post, in this order; InvalidError when one cannot be."""
    for position, media_id in enumerate(media_ids):
        if not await store.attach(work.db, media_id, account_id, post_id, position):
            raise await _refusal(work, account_id, media_id)
    await _check_together(work, media_ids)


async def hold(work: Work, account_id: int, holder_id: int, media_ids: list[int]) -> None:
    """Keep the account's ready files for a post to come: no other takes them, and they are not swept.

    `holder_id` is what waits to be that post; InvalidError when a file cannot be kept.
    """
    for media_id in media_ids:
        if not await store.hold(work.db, media_id, account_id, holder_id):
            raise await _refusal(work, account_id, media_id)
    await _check_together(work, media_ids)


async def release(work: Work, holder_id: int) -> None:
    """Free what was held; it is erased after a day unless a post takes it."""
    await store.release(work.db, holder_id, work.now)


async def _refusal(work: Work, account_id: int, media_id: int) -> InvalidError:
    """Return why a file could not be taken."""
    found = await store.by_ids(work.db, [media_id])
    if found and found[0].account_id == account_id and found[0].state == PROCESSING:
        return InvalidError("Cannot attach files that have not finished processing. Try again in a moment!")
    return InvalidError("Validation failed: Media attachment was not found or belongs to another post")


async def _check_together(work: Work, media_ids: list[int]) -> None:
    if len(media_ids) > 1 and any(item.kind in _ALONE for item in await store.by_ids(work.db, media_ids)):
        raise InvalidError("Validation failed: A video or a sound cannot be attached together with other files")


async def detach(work: Work, post_id: int) -> None:
    """Untie a post's files; they are erased after a day unless another post takes them."""
    await store.detach(work.db, post_id, work.now)


async def replace(work: Work, account_id: int, post_id: int, media_ids: list[int]) -> None:
    """Make exactly these files those of the post."""
    await detach(work, post_id)
    await attach(work, account_id, post_id, media_ids)
