"""What an account was told and may still see."""

from folkmoot.features.notifications import store
from folkmoot.features.notifications.types import Notification, Wanted
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds, Reader
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import MAX_ID, parse_id


async def page(ground: Ground, account_id: int, wanted: Wanted, bounds: Bounds) -> list[Notification]:
    """Return one page, newest first (oldest first where `bounds` say so). One query.

    Run the posts through `visible_to` before you show them.
    """
    return await store.page(await ground.read(), account_id, wanted, bounds, ground.clock())


async def get(ground: Ground, account_id: int, wanted: Wanted, notification_id: int) -> Notification:
    """Return one notification; MissingError when there is none that the account may see."""
    found = await store.one(await ground.read(), account_id, wanted, notification_id, ground.clock())
    if found is None:
        raise MissingError("Record not found")
    return found


async def count_unread(ground: Ground, account_id: int, wanted: Wanted, most: int) -> int:
    """Return how many are newer than the account's marker, counted no further than `most`. Two queries."""
    db = await ground.read()
    bounds = (MAX_ID, await last_read(db, account_id), most, False)
    return await store.count(db, account_id, wanted, bounds, ground.clock())


async def last_read(db: Reader, account_id: int) -> int:
    """Return up to which notification the account has read; 0 where it never said. One query."""
    marker = (await store.markers(db, account_id)).get("notifications")
    return 0 if marker is None else marker.last_read_id


async def one_of(ground: Ground, account_id: int, wanted: Wanted, written: str) -> Notification:
    """Return the notification whose id is `written`, as `get` does."""
    return await get(ground, account_id, wanted, parse_id(written) or 0)
