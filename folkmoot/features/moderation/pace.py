"""How fast reports are answered here: counted now and then, for everybody to see."""

from folkmoot.features.moderation import rules, store
from folkmoot.features.moderation.types import Pace
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.ids import first_id_at

SPAN = 90 * DAY


async def pace_of_reports(ground: Ground) -> Pace:
    """Return how fast the reports of the last ninety days were answered, counted at most an hour ago."""
    return await ground.one(_Counted).pace()


class _Counted:
    """What this process counted, and until when it holds."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._until = 0
        self._pace = Pace(None, 0, 0)

    async def pace(self) -> Pace:
        now = self._ground.clock()
        if now >= self._until:
            waits = await store.waits(await self._ground.read(), first_id_at(now - SPAN), now)
            self._pace, self._until = rules.pace(waits), now + HOUR
        return self._pace
