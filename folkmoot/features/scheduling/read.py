"""What others may ask about scheduled posts."""

from folkmoot.features.scheduling import store
from folkmoot.features.scheduling.errors import UnknownScheduleError
from folkmoot.features.scheduling.types import Scheduled
from folkmoot.infra.db import Bounds, Reader


async def get(db: Reader, account_id: int, scheduled_id: int) -> Scheduled:
    """Return a member's own scheduled post; UnknownScheduleError for another's as for one that is not there."""
    found = await store.by_id(db, scheduled_id)
    if found is None or found.account_id != account_id:
        raise UnknownScheduleError
    return found


async def of_account(db: Reader, account_id: int, bounds: Bounds) -> list[Scheduled]:
    """Return a page of what a member scheduled, the latest made first (or oldest first, as `bounds` say). One query."""
    return await store.of_account(db, account_id, bounds)
