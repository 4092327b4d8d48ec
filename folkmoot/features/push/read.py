"""Reading subscriptions."""

from folkmoot.features.push import store
from folkmoot.features.push.types import Holder, Subscription
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import MissingError


async def held_by(db: Reader, holder: Holder) -> Subscription:
    """Return the subscription of a token or session; MissingError when it has none."""
    found = await store.held_by(db, holder)
    if found is None:
        raise MissingError("Record not found")
    return found
