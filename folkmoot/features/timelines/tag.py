"""Tag timelines: public posts that use a tag."""

from folkmoot.features import relations
from folkmoot.features.timelines import store
from folkmoot.features.timelines.types import Tagged
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds


async def tagged(ground: Ground, viewer_id: int | None, wanted: Tagged, bounds: Bounds) -> list[int]:
    """Return the ids of one page, without those that the viewer (None: anybody) shuns."""
    db = await ground.read()
    entries = await store.tagged(db, wanted, bounds)
    if viewer_id is None:
        return [entry.id for entry in entries]
    reader = await relations.audience(ground, viewer_id)
    far = await relations.of_blocked_domains(ground, reader, {entry.account_id for entry in entries})
    now = ground.clock()
    return [entry.id for entry in entries if entry.account_id not in far and not reader.shuns(entry.account_id, now)]
