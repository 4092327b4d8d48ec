"""Putting accounts into collections, and taking them out: by the owner, or by themselves for good."""

from folkmoot.features import accounts, auth, relations
from folkmoot.features.collections import store
from folkmoot.features.collections.errors import not_theirs
from folkmoot.features.collections.events import Featured
from folkmoot.features.collections.held import held
from folkmoot.features.collections.rules import ITEMS_LIMIT, may_be_featured
from folkmoot.features.collections.types import Collection, Item
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError, MissingError


async def add(work: Work, account_id: int, collection_id: int, target_id: int) -> Item:
    """Put an account into a collection of `account_id`.

    UnknownCollectionError where there is none, ForbiddenError for somebody else's, InvalidError where the account
    may not be in it, is in it, or there is no more room.
    """
    collection = await held(work, account_id, collection_id)
    (item,) = await put_all(work, collection, [target_id])
    await store.touch(work.db, collection_id, work.now)
    return item


async def put_all(work: Work, collection: Collection, target_ids: list[int]) -> list[Item]:
    """Put these accounts into a collection, all of them or none."""
    wanted = list(dict.fromkeys(target_ids))
    if not wanted:
        return []
    if await store.count_items(work.db, collection.id) + len(wanted) > ITEMS_LIMIT:
        raise InvalidError(f"Validation failed: A collection cannot have more than {ITEMS_LIMIT} accounts")
    await _check(work, collection.account_id, wanted)
    ids = sorted(work.new_id() for _ in wanted)
    pairs = zip(ids, wanted, strict=True)
    items = [Item(item_id, collection.id, target_id, work.now, consenting=True) for item_id, target_id in pairs]
    for item in items:
        if not await store.put(work.db, item):
            raise InvalidError("Validation failed: Account has already been taken")
    work.announce(Featured(collection.account_id, ids))
    return items


async def _check(work: Work, owner_id: int, ids: list[int]) -> None:
    """Refuse accounts that are unknown or do not want it, alike: nobody learns here who blocks them."""
    found = await accounts.by_ids(work.db, ids)
    unready = await auth.dormant(work.db, ids)
    blocked = {
        standing.target_id
        for standing in await relations.between(work.db, owner_id, ids, work.now)
        if standing.blocking or standing.blocked_by
    }
    for target_id in ids:
        if target_id not in found or target_id in unready or target_id in blocked:
            raise _refused()
        if not may_be_featured(found[target_id]):
            raise _refused()


def _refused() -> InvalidError:
    return InvalidError("Validation failed: Account cannot be featured in a collection")


async def remove(work: Work, account_id: int, collection_id: int, item_id: int) -> None:
    """Take an account out of a collection of `account_id`; MissingError for one that is not in it."""
    await held(work, account_id, collection_id)
    if await store.holder(work.db, collection_id, item_id) is None:
        raise MissingError("Record not found")
    await store.take(work.db, item_id)
    await store.touch(work.db, collection_id, work.now)


async def revoke(work: Work, account_id: int, collection_id: int, item_id: int) -> None:
    """Take oneself out of somebody's collection, for good.

    MissingError for a place that is not in it, ForbiddenError for somebody else's.
    """
    holder = await store.holder(work.db, collection_id, item_id)
    if holder is None:
        raise MissingError("Record not found")
    if holder != account_id:
        raise not_theirs()
    await store.revoke(work.db, item_id)
    work.touch("notifications", account_id)
