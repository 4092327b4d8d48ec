"""Answering a poll, and taking the answers of those who leave back."""

from collections.abc import Iterable

from folkmoot.features.polls import store
from folkmoot.features.polls.errors import UnknownPollError
from folkmoot.features.polls.rules import check_vote, counted
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError


async def vote(work: Work, account_id: int, post_id: int, choices: Iterable[int], *, at: int | None = None) -> None:
    """Answer the poll of a post that the caller got through `get_visible`; `choices` are places among its options.

    UnknownPollError where the post has none; InvalidError says why an answer does not count. `at` (ms since 1970)
    is for imports and the demo.
    """
    poll = await store.lock(work.db, post_id)
    if poll is None:
        raise UnknownPollError
    chosen = check_vote(poll, account_id, choices, work.now if at is None else at)
    if not await store.cast(work.db, post_id, account_id, chosen):
        raise InvalidError("Validation failed: You have already voted on this poll")
    await store.count(work.db, post_id, counted(poll.tallies, chosen, 1), poll.voters_count + 1)
    work.touch("post", post_id)
    work.touch("flags", account_id)


async def withdraw(work: Work, account_id: int, limit: int) -> int:
    """Take back what an account answered to up to `limit` polls; returns to how many."""
    asked = await store.voted_in(work.db, account_id, limit)
    for post_id in asked:
        poll = await store.lock(work.db, post_id)
        chosen = await store.take_back(work.db, post_id, account_id)
        if poll is not None and chosen is not None:
            await store.count(work.db, post_id, counted(poll.tallies, chosen, -1), poll.voters_count - 1)
            work.touch("post", post_id)
    return len(asked)
