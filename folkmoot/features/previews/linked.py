"""The timeline of a link: who speaks about one page."""

from folkmoot.features import relations
from folkmoot.features.previews import store
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds

ROUNDS = 4


async def linked(ground: Ground, viewer_id: int | None, preview_id: int, bounds: Bounds) -> list[int]:
    """Return the ids of one page of public posts that show this preview, without those that the viewer shuns.

    Only posts of accounts that want to be discovered are among them.
    """
    db = await ground.read()
    below, above, limit, ascending = bounds
    found: list[int] = []
    for _ in range(ROUNDS):
        batch = await store.linked(db, preview_id, (below, above, limit, ascending))
        found += await _unshunned(ground, viewer_id, batch)
        if len(found) >= limit or len(batch) < limit:
            break
        below, above = (below, batch[-1][0]) if ascending else (batch[-1][0], above)
    return found[:limit]


async def _unshunned(ground: Ground, viewer_id: int | None, batch: list[tuple[int, int]]) -> list[int]:
    if viewer_id is None:
        return [post_id for post_id, _ in batch]
    reader, now = await relations.audience(ground, viewer_id), ground.clock()
    far = await relations.of_blocked_domains(ground, reader, {author_id for _, author_id in batch})
    return [post_id for post_id, author_id in batch if author_id not in far and not reader.shuns(author_id, now)]
