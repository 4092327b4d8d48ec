"""How the index follows the posts: at once for new words, stretch by stretch for what changes at large."""

import asyncio
import time
from collections.abc import Callable

from folkmoot.features import accounts, media, polls, posts
from folkmoot.features.accounts import AccountListed
from folkmoot.features.search import index_store
from folkmoot.features.search.content import Content, Entry, entry
from folkmoot.features.search.events import Written
from folkmoot.features.search.types import Stretch
from folkmoot.infra import jobs
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.ids import MAX_ID

AT_ONCE = 200
"""Posts indexed in one transaction."""
PAGES = 250
"""Pages of the index that are written anew in one transaction: a megabyte."""
TURN_SECONDS = 60.0
"""How long a stretch is worked at before it goes to the end of the line."""


async def index(ground: Ground, facts: list[Written]) -> None:
    """Write the posts into the index as they are now."""
    async with ground.work() as work:
        await _index(work, [fact.post_id for fact in facts])


async def _index(work: Work, ids: list[int]) -> None:
    """Write posts that stand into the index; they cannot be edited or erased until this commits."""
    standing = await index_store.lock(work.db, ids)
    if standing:
        await index_store.write(work.db, await _entries(work, standing))


async def _entries(work: Work, ids: list[int]) -> list[Entry]:
    db = work.db
    found = [post for post in (await posts.by_ids(db, ids)).values() if post.reblog_of_id is None]
    authors = await accounts.by_ids(db, list({post.account_id for post in found}))
    files = await media.of_posts(db, ids)
    tags, asked = await posts.tags_of(db, ids), await polls.of_posts(db, ids)
    return [
        entry(Content(
            post, files.get(post.id, []), [tag.key for tag in tags.get(post.id, [])],
            asked[post.id].options if post.id in asked else [],
            listed=post.account_id in authors and authors[post.account_id].indexable,
        ))
        for post in found
    ]  # fmt: skip


async def index_account(ground: Ground, fact: AccountListed) -> None:
    """Let the open posts of an account be found by everybody, or no longer, as it wants now."""
    await index_stretch(ground, Stretch(fact.account_id))


async def index_stretch(ground: Ground, stretch: Stretch) -> None:
    """Index what the stretch names; what takes longer than a turn goes on in a job of its own."""
    until, below = time.monotonic() + TURN_SECONDS, stretch.below
    while ids := await _next(ground, Stretch(stretch.account_id, below)):
        below = ids[-1]
        over = time.monotonic() > until
        async with ground.work() as work:
            await _index(work, ids)
            if over:
                await jobs.enqueue(work.db, "index stretch", Stretch(stretch.account_id, below), work.now)
        if over:
            return
        await asyncio.sleep(0)


async def _next(ground: Ground, stretch: Stretch) -> list[int]:
    db = await ground.read()
    if stretch.account_id:
        return await index_store.of_author(db, stretch.account_id, stretch.below, AT_ONCE)
    return await index_store.missing(db, stretch.below, AT_ONCE)


async def cleanse(ground: Ground, _: object) -> None:
    """Write the index of SQLite anew without what was deleted, in small steps that others may write between.

    FTS5 only marks words of deleted posts as gone. PostgreSQL forgets them by itself.
    """
    if ground.db.kind != "sqlite":
        return
    first, worked = True, True
    while worked:
        async with ground.work() as work:
            worked = await index_store.merge(work.db, -PAGES if first else PAGES)
        first = False
        await asyncio.sleep(0)


async def reindex(ground: Ground, told: Callable[[int], None]) -> int:
    """Index every post that the index lacks, newest first, and return how many; `told` hears of each batch.

    What was done stays done: where this is interrupted, the next call goes on.
    """
    done, below = 0, MAX_ID
    while ids := await _next(ground, Stretch(below=below)):
        async with ground.work() as work:
            await _index(work, ids)
        below = ids[-1]
        done += len(ids)
        told(len(ids))
    return done


async def index_state(ground: Ground) -> tuple[int, int]:
    """Return how many posts there are, and how many of them can be found by their words."""
    return await index_store.state(await ground.read())
