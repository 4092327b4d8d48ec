"""The clock of automatic deletion: a few posts of each member in turn, and only so many a minute."""

import logging

from folkmoot.features import posts
from folkmoot.features.automatic_deletion import store
from folkmoot.features.automatic_deletion.rules import old_below
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.clock import HOUR

log = logging.getLogger(__name__)

LOAD = 200
"""Posts deleted in one run, of all members together; a look at a member's posts that finds nothing counts as one."""
TOGETHER = 10
"""Posts of one member deleted in one transaction, before it is the next one's turn."""
WINDOW = 500
"""Posts of one member looked at in one transaction."""
IN_TURN = 50
PAUSE = 3 * HOUR
"""How long a member whose posts have all been looked at is left alone."""


async def delete_due(ground: Ground, _: None = None) -> None:
    """Delete posts whose authors' rules say so, the longest waiting member first, until LOAD is reached."""
    left = LOAD
    while left > 0:
        waiting = await store.waiting(await ground.read(), ground.clock(), IN_TURN)
        if not waiting:
            return
        for account_id in waiting[:left]:
            left -= max(1, await _try(ground, account_id, left))


async def _try(ground: Ground, account_id: int, most: int) -> int:
    """Delete what is due of one member; whatever goes wrong with it must not keep the others waiting."""
    try:
        async with ground.work() as work:
            return await _delete_some(work, account_id, min(most, TOGETHER))
    except Exception:
        log.exception("a member's old posts could not be deleted; trying again later")
    async with ground.work() as work:
        if (found := await store.lock_due(work.db, account_id, work.now)) is not None:
            await store.note(work.db, account_id, found[1], work.now + PAUSE)
    return 0


async def _delete_some(work: Work, account_id: int, most: int) -> int:
    """Look at the next posts of a member, delete up to `most` of them, and return how many went."""
    found = await store.lock_due(work.db, account_id, work.now)
    if found is None:
        return 0
    rule, seen_id = found
    looked = await store.look(work.db, rule, (seen_id, old_below(rule, work.now)), WINDOW)
    due = [post.id for post in looked if not post.kept]
    going = await store.lock_not_kept(work.db, rule, due[:most]) if due else []
    found_posts = (await posts.by_ids(work.db, going)).values()
    for post in sorted(found_posts, key=lambda post: post.reblog_of_id is None):  # a boost before what it boosts
        await posts.delete(work, post)
    if len(due) > most:
        await store.note(work.db, account_id, due[most - 1], work.now)
    elif len(looked) == WINDOW:
        await store.note(work.db, account_id, looked[-1].id, work.now)
    else:
        await store.note(work.db, account_id, 0, work.now + PAUSE)
    return len(going)
