"""What others may ask about lists; only owners are told anything of theirs."""

from folkmoot.features.lists import store
from folkmoot.features.lists.types import List, ListMember
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds, Reader
from folkmoot.infra.errors import MissingError

SHELF_SIZE = 10_000


async def get(db: Reader, account_id: int, list_id: int) -> List:
    """Return a list that `account_id` made; MissingError for any other."""
    found = await store.one(db, account_id, list_id)
    if found is None:
        raise MissingError("Record not found")
    return found


async def of_account(db: Reader, account_id: int) -> list[List]:
    """Return the lists that `account_id` made, oldest first."""
    return await store.of_account(db, account_id)


async def containing(db: Reader, account_id: int, target_id: int) -> list[List]:
    """Return those lists of `account_id` that `target_id` is on, oldest first."""
    return await store.containing(db, account_id, target_id)


async def members(db: Reader, list_id: int, bounds: Bounds) -> list[ListMember]:
    """Return a page of the accounts on a list, last added first; the caller has got the list as its owner."""
    return await store.members(db, list_id, bounds)


async def member_ids(db: Reader, list_id: int) -> list[int]:
    """Return the ids of all accounts on a list, in no order; the caller has got the list as its owner."""
    return await store.member_ids(db, list_id)


async def apart(ground: Ground, account_id: int) -> frozenset[int]:
    """Return whose posts exclusive lists keep out of this account's home, from memory where nothing changed since."""
    db = await ground.read()
    shelf = ground.shelf("apart", on="relations", size=SHELF_SIZE)
    known: frozenset[int] | None = shelf.get(account_id)
    if known is None:
        tick = ground.changes.tick
        known = await store.apart(db, account_id)
        shelf.put(account_id, known, tick)
    return known
