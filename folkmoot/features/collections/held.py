"""The collection that a member is about to change."""

from folkmoot.features.collections import store
from folkmoot.features.collections.errors import UnknownCollectionError, not_theirs
from folkmoot.features.collections.types import Collection
from folkmoot.infra.boot import Work


async def held(work: Work, account_id: int, collection_id: int) -> Collection:
    """Return a collection of `account_id` that nobody else changes meanwhile."""
    found = await store.lock(work.db, collection_id)
    if found is None:
        raise UnknownCollectionError
    if found.account_id != account_id:
        raise not_theirs()
    return found
