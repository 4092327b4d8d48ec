"""Counting, now and then: a count reads weeks of posts, so its result is kept for an hour."""

from folkmoot.features.census import store
from folkmoot.features.census.types import Week
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.ids import first_id_at

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
    """What this process counted last, each with the time until which it holds."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._weeks: tuple[int, list[Week]] = (0, [])
        self._active: tuple[int, int] = (0, 0)

    async def weeks(self) -> list[Week]:
        now = self._ground.clock()
        if now >= self._weeks[0]:
            self._weeks = (now + HOUR, await self._count_weeks(now))
        return self._weeks[1]

    async def active(self) -> int:
        now = self._ground.clock()
        if now >= self._active[0]:
            since = now - MONTH
            counted = await store.active_since(await self._ground.read(), since, first_id_at(since))
            self._active = (now + HOUR, counted)
        return self._active[1]

    async def _count_weeks(self, now: int) -> list[Week]:
        db = await self._ground.read()
        current = now - (now - FIRST_MONDAY) % WEEK
        since = current - (WEEKS - 1) * WEEK
        first_id = first_id_at(since)
        posted = await store.posts_by_week(db, since, first_id)
        seen = await store.members_by_week(db, since, first_id)
        joined = await store.arrivals_by_week(db, since)
        return [
            Week(since + number * WEEK, posted.get(number, 0), seen.get(number, 0), joined.get(number, 0))
            for number in reversed(range(WEEKS))
        ]
