"""Following tags: their public posts come into the follower's home."""

from typing import NamedTuple

from folkmoot.features.relations import tag_store
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Bounds, Reader
from folkmoot.infra.errors import InvalidError

TAGS_LIMIT = 200
"""Tags that one member follows at most: each is looked up whenever the member's home is put together."""


class FollowedTag(NamedTuple):
    """A row of the list of followed tags; `row_id` is what its pages are counted by."""

    row_id: int
    tag: str


async def follow_tag(work: Work, account_id: int, tag: str) -> None:
    """Follow a tag by its key; again changes nothing. InvalidError where the member follows too many."""
    if await tag_store.count_others(work.db, account_id, tag) >= TAGS_LIMIT:
        raise InvalidError(f"Validation failed: Cannot follow more than {TAGS_LIMIT} tags")
    await tag_store.insert(work.db, account_id, tag, work.new_id())
    work.touch("relations", account_id)


async def unfollow_tag(work: Work, account_id: int, tag: str) -> None:
    """Cease to follow a tag; nothing happens where it was not followed."""
    await tag_store.delete(work.db, account_id, tag)
    work.touch("relations", account_id)


async def followed_tags(db: Reader, account_id: int, bounds: Bounds) -> list[FollowedTag]:
    """Return which tags an account follows, newest first."""
    return [FollowedTag(*row) for row in await tag_store.PAGE.rows(db, account_id, bounds)]


async def tags_followed_among(db: Reader, account_id: int, tags: list[str]) -> set[str]:
    """Return those of `tags` that the account follows."""
    return await tag_store.among(db, account_id, tags) if tags else set()
