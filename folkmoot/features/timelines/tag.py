"""Tag timelines: public posts that use a tag."""

from folkmoot.features import relations
from folkmoot.features.timelines import store
from folkmoot.features.timelines.types import Entry, Tagged
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds

ROUNDS = 4


async def tagged(ground: Ground, viewer_id: int | None, wanted: Tagged, bounds: Bounds) -> list[int]:
    """Return the ids of one page, without those that the viewer (None: anybody) shuns; four rounds at most fill it."""
    db = await ground.read()
    below, above, limit, ascending = bounds
    found: list[int] = []
    for _ in range(ROUNDS):
        batch = await store.tagged(db, wanted, (below, above, limit, ascending))
        found += await _unshunned(ground, viewer_id, batch)
        if len(found) >= limit or len(batch) < limit:
            break
        below, above = (below, batch[-1].id) if ascending else (batch[-1].id, above)
    return found[:limit]


async def _unshunned(ground: Ground, viewer_id: int | None, entries: list[Entry]) -> list[int]:
    if viewer_id is None:
        return [entry.id for entry in entries]
    reader = await relations.audience(ground, viewer_id)
    far = await relations.of_blocked_domains(ground, reader, {entry.account_id for entry in entries})
    now = ground.clock()
    return [entry.id for entry in entries if entry.account_id not in far and not reader.shuns(entry.account_id, now)]
