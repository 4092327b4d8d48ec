"""The public timelines: what everyone may read, of this server, of others, or of both."""

from itertools import islice

from folkmoot.features import relations
from folkmoot.features.timelines import store
from folkmoot.features.timelines.types import NEWEST, Entry, Public
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds

HEAD = 80
"""Newest entries remembered of each variant."""
ROUNDS = 4


async def public(ground: Ground, viewer_id: int | None, wanted: Public, bounds: Bounds) -> list[int]:
    """Return the ids of one page, without those that the viewer (None: anybody) shuns."""
    await ground.read()
    below, above, limit, ascending = bounds
    found: list[int] = []
    if below == NEWEST and not ascending:
        head = await _head(ground, wanted)
        newer = [entry for entry in head if entry.id > above] if above else head
        found = await _unshunned(ground, viewer_id, newer, limit)
        if len(found) >= limit or len(newer) < HEAD:
            return found[:limit]
        below = head[-1].id
    for _ in range(ROUNDS):
        batch = await store.public(
            ground.db.reader, wanted.place, only_media=wanted.only_media, bounds=(below, above, limit, ascending)
        )
        found += await _unshunned(ground, viewer_id, batch, limit)
        if len(found) >= limit or len(batch) < limit:
            break
        below, above = (below, batch[-1].id) if ascending else (batch[-1].id, above)
    return found[:limit]


async def _head(ground: Ground, wanted: Public) -> list[Entry]:
    """Return the newest entries of one variant, from memory where nothing public changed since."""
    shelf = ground.shelf("public", on="public", size=1)
    tick = ground.changes.tick
    variants: dict[Public, list[Entry]] | None = shelf.get(0)
    if variants is None:
        variants = {}
        shelf.put(0, variants, tick)
    if wanted not in variants:
        variants[wanted] = await store.public(
            ground.db.reader, wanted.place, only_media=wanted.only_media, bounds=(NEWEST, 0, HEAD, False)
        )
    return variants[wanted]


async def _unshunned(ground: Ground, viewer_id: int | None, entries: list[Entry], limit: int) -> list[int]:
    """Return the first `limit` ids by authors whom the viewer does not shun."""
    if viewer_id is None:
        return [entry.id for entry in entries[:limit]]
    reader = await relations.audience(ground, viewer_id)
    far = await relations.of_blocked_domains(ground, reader, {entry.account_id for entry in entries})
    now = ground.clock()
    wanted = (entry.id for entry in entries if entry.account_id not in far and not reader.shuns(entry.account_id, now))
    return list(islice(wanted, limit))
