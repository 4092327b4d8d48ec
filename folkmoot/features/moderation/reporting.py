"""What members see of the reports that they wrote."""

from folkmoot.features.moderation import store
from folkmoot.features.moderation.types import Report
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Bounds, Reader

KEPT = 20_000
"""Members of whom it is remembered whether something was decided."""


async def own_reports(db: Reader, account_id: int, bounds: Bounds) -> list[Report]:
    """Return a page of what an account reported, newest first. One query."""
    return await store.own(db, account_id, bounds)


async def untold_decisions(ground: Ground, account_id: int) -> int:
    """Count the reports of an account that were decided since it looked; from memory where nothing changed."""
    db = await ground.read()
    shelf = ground.shelf("untold decisions", on="decided", size=KEPT)
    known: int | None = shelf.get(account_id)
    if known is None:
        tick = ground.changes.tick
        known = await store.untold(db, account_id)
        shelf.put(account_id, known, tick)
    return known


async def tell_of_decisions(work: Work, account_id: int) -> None:
    """Note that an account has seen what came of its reports."""
    await store.tell(work.db, account_id, work.now)
    work.touch("decided", account_id)
