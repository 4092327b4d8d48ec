"""Counting, now and then: a count reads weeks of posts, so its result is kept, that of a finished week for good."""

import asyncio

from folkmoot.features.census import store
from folkmoot.features.census.types import Week
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY, HOUR

WEEKS = 12
WEEK = 7 * DAY
FIRST_MONDAY = 4 * DAY
"""1970 began on a Thursday."""
MONTH = 30 * DAY


async def weeks(ground: Ground) -> list[Week]:
    """Return the last twelve weeks with the current one, newest first."""
    return await ground.one(_Counts).weeks()


async def active_members(ground: Ground) -> int:
    """Return how many members signed in or posted in the last thirty days."""
    return await ground.one(_Counts).active()


class _Counts:
    """What this process counted, each with the time until which it holds."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._weeks: dict[int, tuple[int, Week]] = {}
        self._active = (0, 0)

    async def weeks(self) -> list[Week]:
        now = self._ground.clock()
        current = now - (now - FIRST_MONDAY) % WEEK
        starts = [current - back * WEEK for back in range(WEEKS)]
        self._weeks = {start: self._weeks[start] for start in starts if start in self._weeks}
        return [await self._week(start, now) for start in starts]

    async def _week(self, start: int, now: int) -> Week:
        holds_until, known = self._weeks.get(start, (0, None))
        if known is not None and now < holds_until:
            return known
        await asyncio.sleep(0)  # on SQLite a count stands in the way of everyone: let them pass between two
        counted = Week(start, *await store.everything(await self._ground.read(), start, start + WEEK))
        finished = start + WEEK <= now
        self._weeks[start] = (now + WEEKS * WEEK if finished else min(now + HOUR, start + WEEK), counted)
        return counted

    async def active(self) -> int:
        now = self._ground.clock()
        holds_until, known = self._active
        if now < holds_until:
            return known
        counted = await store.members(await self._ground.read(), now - MONTH, now + 1)
        self._active = (now + HOUR, counted)
        return counted
