"""What others may ask about posts, always for many at once. Run what you get through `visible_to`."""

from collections.abc import Sequence
from typing import NamedTuple

from folkmoot.features.posts import marks, quote_store, store
from folkmoot.features.posts.types import Edit, Filter, Post, Quoting, Tag
from folkmoot.infra.db import Bounds, Paged, Reader

THREAD_LIMIT = 4_000


class Flags:
    """What a viewer did with a post, as bits."""

    FAVOURITED = 1
    REBLOGGED = 2
    BOOKMARKED = 4
    PINNED = 8
    MUTED = 16


class Listed(NamedTuple):
    """A row of a list; `row_id` is what its pages are counted by, `id` the post or account listed."""

    row_id: int
    id: int


async def by_ids(db: Reader, ids: Sequence[int]) -> dict[int, Post]:
    """Return posts by id; unknown ids are left out. One query."""
    return {post.id: post for post in await store.by_ids(db, ids)} if ids else {}


async def by_account(db: Reader, account_id: int, wanted: Filter, bounds: Bounds) -> list[Post]:
    """Return an account's posts, newest first. One query."""
    return await store.by_account(db, account_id, wanted, bounds)


async def thread(db: Reader, thread_id: int) -> list[Post]:
    """Return every post of a thread, oldest first, at most THREAD_LIMIT. One query."""
    return await store.thread(db, thread_id, THREAD_LIMIT)


async def mentions_of(db: Reader, ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the ids of the accounts that each post mentions. One query."""
    return await store.mentions(db, ids)


async def words_of(db: Reader, ids: Sequence[int]) -> tuple[dict[int, list[int]], dict[int, list[Tag]]]:
    """Return whom each post mentions, and its tags. One query."""
    return await store.words(db, ids)


async def mentioned_in(db: Reader, account_id: int, ids: Sequence[int]) -> set[int]:
    """Return those of `ids` that mention the account. One query."""
    return await store.mentioned_in(db, account_id, ids)


async def tags_of(db: Reader, ids: Sequence[int]) -> dict[int, list[Tag]]:
    """Return the tags of each post. One query."""
    return await store.tags(db, ids)


async def flags(db: Reader, account_id: int, ids: Sequence[int]) -> dict[int, int]:
    """Return what the account did with each of these posts, as Flags bits; posts without any are left out."""
    found: dict[int, int] = {}
    for bit, post_id, _ in await marks.flags(db, account_id, ids):
        found[post_id] = found.get(post_id, 0) | (1 << bit)
    return found


async def flags_among(db: Reader, account_ids: list[int], ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """Return what `flags` does, by account, with 0 for posts without any. One query for all of them."""
    found = {account_id: dict.fromkeys(ids, 0) for account_id in account_ids}
    for bit, post_id, account_id in await marks.flags_among(db, account_ids, ids):
        found[account_id][post_id] |= 1 << bit
    return found


async def edits(db: Reader, post_id: int) -> list[Edit]:
    """Return the versions of a post, oldest first; empty when it was never edited."""
    return await store.edits(db, post_id)


async def pinned(db: Reader, account_id: int) -> list[Post]:
    """Return an account's pinned posts, newest first."""
    return await store.by_account(db, account_id, Filter(pinned=True), (2**63 - 1, 0, 40, False))


async def thread_muted_by(db: Reader, thread_id: int, account_ids: list[int]) -> set[int]:
    """Return those of `account_ids` who muted the thread."""
    return await marks.muted_by(db, thread_id, account_ids) if account_ids else set()


async def _listed(db: Reader, paged: Paged, owner_id: int, bounds: Bounds) -> list[Listed]:
    return [Listed(row[0], row[1]) for row in await paged.rows(db, owner_id, bounds)]


async def favourited(db: Reader, account_id: int, bounds: Bounds) -> list[Listed]:
    """Return the posts an account favourited, latest favourite first."""
    return await _listed(db, marks.FAVOURITED, account_id, bounds)


async def bookmarked(db: Reader, account_id: int, bounds: Bounds) -> list[Listed]:
    """Return the posts an account bookmarked, latest bookmark first."""
    return await _listed(db, marks.BOOKMARKED, account_id, bounds)


async def favourited_by(db: Reader, post_id: int, bounds: Bounds) -> list[Listed]:
    """Return who favourited a post, latest first."""
    return await _listed(db, marks.FAVOURITED_BY, post_id, bounds)


async def reblogged_by(db: Reader, post_id: int, bounds: Bounds) -> list[Listed]:
    """Return who boosted a post for everyone to see, latest first."""
    return await _listed(db, marks.REBLOGGED_BY, post_id, bounds)


async def quoting(db: Reader, post_id: int, bounds: Bounds) -> list[Quoting]:
    """Return the posts whose quote of this one stands, newest first, and their authors. One query."""
    return await quote_store.quoting(db, post_id, bounds)
