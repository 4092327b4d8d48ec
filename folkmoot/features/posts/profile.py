"""An account's posts as one visitor sees them on its profile: full pages, whatever had to be left out."""

from msgspec.structs import replace

from folkmoot.features import relations
from folkmoot.features.posts import store
from folkmoot.features.posts.types import Filter, Post
from folkmoot.features.posts.visible import visible_to
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds

ROUNDS = 10
"""Queries of growing size that one page may cost where much is hidden: some 20,000 posts are looked through."""


async def on_profile(
    ground: Ground, viewer_id: int | None, account_id: int, wanted: Filter, bounds: Bounds
) -> list[int]:
    """Return the ids of one page of those posts that the viewer (None: anybody) may see, counted as `bounds` say."""
    db = await ground.read()
    below, above, limit, ascending = bounds
    wanted = replace(wanted, open_only=viewer_id is None)
    found: list[int] = []
    size = limit
    for _ in range(ROUNDS):
        batch = await store.by_account(db, account_id, wanted, (below, above, size, ascending))
        found += await _shown(ground, viewer_id, batch)
        if len(found) >= limit or len(batch) < size:
            break
        below, above = (below, batch[-1].id) if ascending else (batch[-1].id, above)
        size *= 2
    return found[:limit]


async def _shown(ground: Ground, viewer_id: int | None, batch: list[Post]) -> list[int]:
    """Return those posts that may be shown, and boosts whose original may be shown too."""
    boosted = [post.reblog_of_id for post in batch if post.reblog_of_id is not None]
    originals = await store.by_ids(ground.db.reader, boosted) if boosted else []
    if viewer_id is not None:
        reader = await relations.audience(ground, viewer_id)
        far = await relations.of_blocked_domains(ground, reader, {post.account_id for post in originals})
        originals = [post for post in originals if post.account_id not in reader.blocking | far]
    seen = {post.id for post in await visible_to(ground, viewer_id, [*batch, *originals])}
    return [post.id for post in batch if post.id in seen and (post.reblog_of_id is None or post.reblog_of_id in seen)]
