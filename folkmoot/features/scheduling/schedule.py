"""Scheduling a post, moving it to another time, and calling it off."""

from msgspec.structs import replace

from folkmoot.features import media, posts
from folkmoot.features.posts import Draft
from folkmoot.features.scheduling import store
from folkmoot.features.scheduling.errors import UnknownScheduleError
from folkmoot.features.scheduling.rules import check_daily, check_time, check_total, day_of
from folkmoot.features.scheduling.types import Scheduled
from folkmoot.infra.boot import Work


async def schedule(work: Work, account_id: int, draft: Draft, at: int) -> int:
    """Have `draft` published at `at` (ms since 1970) and return its id; its files are held for it.

    The same idempotency key returns what the first call made: a scheduled post, or the post it has become.
    InvalidError says what is wrong; the caller has seen to it that the member may see the post answered.
    """
    draft = posts.check_draft(draft)
    check_time(at, work.now)
    item = Scheduled(work.new_id(), account_id, at, draft, work.now)
    await store.lock_author(work.db, account_id)
    if draft.idempotency_key:
        earlier = await posts.claim_key(work, account_id, draft.idempotency_key, item.id)
        if earlier is not None:
            return earlier
    check_total(await store.count(work.db, account_id))
    await _check_day(work, item)
    await store.insert(work.db, item)
    await media.hold(work, account_id, item.id, draft.media_ids)
    return item.id


async def reschedule(work: Work, account_id: int, scheduled_id: int, at: int) -> Scheduled:
    """Move a member's own scheduled post to `at` (ms since 1970); InvalidError when that is too soon or too much."""
    check_time(at, work.now)
    await store.lock_author(work.db, account_id)
    item = replace(await _own(work, account_id, scheduled_id), scheduled_at=at)
    await _check_day(work, item)
    await store.move(work.db, item.id, at)
    return item


async def cancel(work: Work, account_id: int, scheduled_id: int) -> None:
    """Call a member's own scheduled post off; its files are free, and erased after a day unless a post takes them."""
    await remove(work, await _own(work, account_id, scheduled_id))


async def remove(work: Work, item: Scheduled) -> bool:
    """Take a locked scheduled post away and free its files; says whether its idempotency key was still known."""
    await media.release(work, item.id)
    await store.delete(work.db, item.id)
    return await posts.release_key(work, item.account_id, item.id)


async def _own(work: Work, account_id: int, scheduled_id: int) -> Scheduled:
    item = await store.lock(work.db, scheduled_id)
    if item is None or item.account_id != account_id:
        raise UnknownScheduleError
    return item


async def _check_day(work: Work, item: Scheduled) -> None:
    span = day_of(item.scheduled_at)
    check_daily(await store.count_between(work.db, item.account_id, span, item.id))
