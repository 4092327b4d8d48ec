"""What others may ask about lists; only owners are told anything of theirs."""

from collections.abc import Iterable

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
    await ground.read()
    known: frozenset[int] | None = ground.shelf("apart", on="relations", size=SHELF_SIZE).get(account_id)
    return (await aparts(ground, [account_id]))[account_id] if known is None else known


async def aparts(ground: Ground, account_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return what `apart` does for many accounts; one query for all of which nothing is remembered."""
    db = await ground.read()
    shelf = ground.shelf("apart", on="relations", size=SHELF_SIZE)
    known: dict[int, frozenset[int]]
    known, missing = shelf.many(account_ids)
    if missing:
        tick = ground.changes.tick
        found: dict[int, set[int]] = {account_id: set() for account_id in missing}
        for account_id, target_id in await store.apart(db, missing):
            found[account_id].add(target_id)
        for account_id, targets in found.items():
            known[account_id] = frozenset(targets)
            shelf.put(account_id, known[account_id], tick)
    return known


async def sizes(db: Reader, list_ids: list[int]) -> dict[int, int]:
    """Return how many accounts are on each of these lists. One query."""
    return dict.fromkeys(list_ids, 0) | (await store.sizes(db, list_ids) if list_ids else {})


async def by_ids(db: Reader, list_ids: list[int]) -> dict[int, List]:
    """Return lists by id, whoever made them; show each to its owner alone. One query."""
    return {found.id: found for found in await store.by_ids(db, list_ids)}


async def among(db: Reader, list_ids: list[int], target_ids: list[int]) -> dict[int, set[int]]:
    """Return which of these accounts are on each of these lists. One query."""
    found: dict[int, set[int]] = {list_id: set() for list_id in list_ids}
    for list_id, target_id in await store.among(db, list_ids, target_ids):
        found[list_id].add(target_id)
    return found
