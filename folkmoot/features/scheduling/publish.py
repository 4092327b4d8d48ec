"""Publishing what was scheduled: it ceases to be scheduled and becomes a post in one transaction."""

import logging

from msgspec.structs import replace

from folkmoot.features import accounts, auth, posts
from folkmoot.features.posts import Draft, Post
from folkmoot.features.scheduling import store
from folkmoot.features.scheduling.schedule import remove
from folkmoot.features.scheduling.types import Scheduled
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.errors import Refusal

log = logging.getLogger(__name__)


async def publish(ground: Ground, item: Scheduled) -> int | None:
    """Publish a scheduled post that is due and return the post's id; None when it was dropped, moved or gone.

    Where the answered post is gone, or its author no longer shows it to this member, the post is published as one
    that answers nothing: as an answer looks whose parent was deleted after it. So it is with a post that may no longer
    quote what it was to quote. A post whose author may not post at
    that time, or that the rules of posts refuse by now, is dropped for good and its files are freed.
    """
    parent = await _parent(ground, item)
    try:
        async with ground.work() as work:
            return await _publish(work, item.id, parent, ground.config.site.domain)
    except Refusal as refusal:
        log.warning("a scheduled post was dropped: %s", refusal.sentence)
    async with ground.work() as work:
        if (waiting := await _lock_due(work, item.id)) is not None:
            await remove(work, waiting)
    return None


async def _parent(ground: Ground, item: Scheduled) -> Post | None:
    if item.draft.in_reply_to_id is None:
        return None
    try:
        return await posts.get_visible(ground, item.account_id, item.draft.in_reply_to_id)
    except posts.UnknownPostError:
        return None


async def _lock_due(work: Work, scheduled_id: int) -> Scheduled | None:
    """Return the scheduled post for this transaction alone; None when it is gone or its time was moved."""
    item = await store.lock(work.db, scheduled_id)
    return None if item is None or item.scheduled_at > work.now else item


async def _publish(work: Work, scheduled_id: int, parent: Post | None, own_domain: str) -> int | None:
    item = await _lock_due(work, scheduled_id)
    if item is None:
        return None
    key_known = await remove(work, item)
    if not await _may_post(work, item.account_id):
        log.info("a scheduled post was dropped: its author may not post")
        return None
    # A key forgotten after its hour may by now be that of another post, which must not swallow this one.
    draft = item.draft if key_known else replace(item.draft, idempotency_key="")
    draft = await _quoting(work, item.account_id, draft, own_domain)
    return await posts.publish(work, item.account_id, draft, parent=parent, own_domain=own_domain)


async def _quoting(work: Work, account_id: int, draft: Draft, own_domain: str) -> Draft:
    """Return the draft with what it may still quote."""
    try:
        return await posts.check_quote(work, account_id, draft, own_domain=own_domain)
    except Refusal:
        return replace(draft, quoted_id=None)


async def _may_post(work: Work, account_id: int) -> bool:
    user = await auth.user_of(work.db, account_id)
    account = await accounts.get(work.db, account_id)
    return user is not None and user.functional and account.suspended_at is None
