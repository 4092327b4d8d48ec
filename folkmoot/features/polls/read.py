"""What others may ask about polls, always for many at once."""

from collections.abc import Sequence

from folkmoot.features.polls import store
from folkmoot.features.polls.types import Poll
from folkmoot.infra.db import Reader


async def of_posts(db: Reader, post_ids: Sequence[int]) -> dict[int, Poll]:
    """Return the polls of these posts by the post's id; posts without one are left out. One query."""
    return {poll.post_id: poll for poll in await store.of_posts(db, post_ids)} if post_ids else {}


async def options_of(db: Reader, post_id: int) -> list[str]:
    """Return what can be answered to a post; nothing where it has no poll. One query."""
    found = await store.of_posts(db, [post_id])
    return found[0].options if found else []


async def ballots(db: Reader, account_id: int, post_ids: Sequence[int]) -> dict[int, list[int]]:
    """Return what an account chose, as places among the options, by the post's id. One query."""
    return await store.ballots(db, account_id, post_ids) if post_ids else {}


async def voters(db: Reader, post_id: int, after: int, limit: int) -> list[int]:
    """Return the ids of accounts that answered a poll, by id, those above `after`. One query."""
    return await store.voters(db, post_id, after, limit)
