"""Asking something with a post, and asking something else when it is edited."""

from folkmoot.features.polls import store
from folkmoot.features.polls.types import Poll, PollDraft
from folkmoot.infra.boot import Work
from folkmoot.infra.clock import SECOND


async def attach(work: Work, account_id: int, post_id: int, draft: PollDraft, at: int) -> None:
    """Give the account's post of `at` (ms since 1970) a poll that `check_poll` returned."""
    await store.insert(work.db, _made(account_id, post_id, draft, at))


async def replace(work: Work, account_id: int, post_id: int, draft: PollDraft | None) -> bool:
    """Make this the poll of a post, or none; says whether anything changed. Its time begins now.

    Where other options are asked, or another number of them may be chosen, what was answered before is void.
    """
    before = await store.lock(work.db, post_id)
    if draft is None:
        await store.delete(work.db, post_id)
        return before is not None
    after = _made(account_id, post_id, draft, work.now)
    if before is None:
        await store.insert(work.db, after)
        return True
    if (before.options, before.multiple) == (after.options, after.multiple):
        after = _made(account_id, post_id, draft, work.now, before)
    else:
        await store.drop_ballots(work.db, post_id)
    await store.update(work.db, after)
    return after != before


def _made(account_id: int, post_id: int, draft: PollDraft, at: int, answered: Poll | None = None) -> Poll:
    return Poll(
        post_id, account_id, draft.options, draft.multiple, draft.hide_totals, at + draft.expires_in * SECOND,
        [0] * len(draft.options) if answered is None else answered.tallies,
        0 if answered is None else answered.voters_count,
    )  # fmt: skip
