"""The clock of scheduled posts."""

import logging

from folkmoot.features.scheduling import store
from folkmoot.features.scheduling.publish import publish
from folkmoot.features.scheduling.types import Scheduled
from folkmoot.infra.boot import Ground

log = logging.getLogger(__name__)

TOGETHER = 100
ROUNDS = 5
"""More wait for the next run, so that one run ends well within its time."""


async def publish_due(ground: Ground, _: None) -> None:
    """Publish every scheduled post whose time has come, each by itself; one that fails is tried again next time."""
    now, after = ground.clock(), (0, 0)
    for _round in range(ROUNDS):
        due = await store.due(await ground.read(), now, after, TOGETHER)
        for item in due:
            await _try(ground, item)
        if len(due) < TOGETHER:
            return
        after = (due[-1].scheduled_at, due[-1].id)


async def _try(ground: Ground, item: Scheduled) -> None:
    """Publish one; whatever goes wrong with it must not keep the others waiting."""
    try:
        await publish(ground, item)
    except Exception:
        log.exception("a scheduled post could not be published; trying again")
