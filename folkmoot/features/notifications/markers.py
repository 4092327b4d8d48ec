"""How far a member has read: of home, and of what it was told."""

from collections.abc import Mapping

from folkmoot.features.notifications import store
from folkmoot.features.notifications.types import TIMELINES, Marker
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader


async def markers(db: Reader, account_id: int) -> dict[str, Marker]:
    """Return the account's markers by timeline; those never set are left out. One query."""
    return await store.markers(db, account_id)


async def read_up_to(work: Work, account_id: int, ids: Mapping[str, int]) -> dict[str, Marker]:
    """Remember the last id read of each of these timelines; returns their markers. The later word counts."""
    known = [timeline for timeline in TIMELINES if timeline in ids]
    for timeline in known:
        await store.set_marker(work.db, account_id, timeline, ids[timeline], work.now)
    found = await store.markers(work.db, account_id)
    return {timeline: found[timeline] for timeline in known}
