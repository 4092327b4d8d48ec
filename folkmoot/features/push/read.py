"""Reading subscriptions."""

from folkmoot.features.push import store
from folkmoot.features.push.types import Subscription
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import MissingError


async def of_token(db: Reader, token_id: int) -> Subscription:
    """Return the subscription of a token; MissingError when it has none."""
    found = await store.of_token(db, token_id)
    if found is None:
        raise MissingError("Record not found")
    return found
