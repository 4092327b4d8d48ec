"""Featuring tags on one's profile."""

from typing import NamedTuple

from folkmoot.features.showcase import store
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import InvalidError, MissingError

FEATURED_LIMIT = 10
"""Tags that a member may feature."""


class FeaturedTag(NamedTuple):
    """A featured tag, how many open posts of the member use it, and when (ms since 1970) the last was written."""

    id: int
    tag: str
    posts: int
    last_post_at: int | None


async def feature_tag(work: Work, account_id: int, tag: str) -> None:
    """Feature a tag by its key; again changes nothing. InvalidError where the member features too many."""
    if await store.count_others(work.db, account_id, tag) >= FEATURED_LIMIT:
        raise InvalidError(f"Validation failed: Cannot feature more than {FEATURED_LIMIT} tags")
    await store.insert(work.db, work.new_id(), account_id, tag)


async def unfeature(work: Work, account_id: int, featured_id: int) -> None:
    """Cease to feature a tag by the id of its feature; MissingError when the member has none with it."""
    if not await store.delete(work.db, account_id, featured_id):
        raise MissingError("Record not found")


async def unfeature_tag(work: Work, account_id: int, tag: str) -> None:
    """Cease to feature a tag by its key; nothing happens where it was not featured."""
    await store.delete_tag(work.db, account_id, tag)


async def featured_tags(db: Reader, account_id: int) -> list[FeaturedTag]:
    """Return what an account features, the longest featured first. One query."""
    return [FeaturedTag(*row) for row in await store.featured(db, account_id)]


async def featured_names(db: Reader, account_id: int) -> list[str]:
    """Return the keys of the tags that an account features, the longest featured first, uncounted. One query."""
    return await store.names(db, account_id)


async def featured_among(db: Reader, account_id: int, tags: list[str]) -> set[str]:
    """Return those of `tags` that the account features."""
    return await store.among(db, account_id, tags) if tags else set()


async def own_recent_tags(db: Reader, account_id: int, limit: int) -> list[str]:
    """Return the tags that an account uses most of late and does not feature yet. One query."""
    return await store.own_recent(db, account_id, limit)
