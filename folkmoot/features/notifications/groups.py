"""What an account was told, several notifications of the same thing as one."""

from folkmoot.features.notifications import group_store, store
from folkmoot.features.notifications.read import last_read, one_of
from folkmoot.features.notifications.types import ALONE, Group, Notification, Wanted
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Bounds
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import MAX_ID, parse_id

SENDERS_LIMIT = 200
"""Accounts of one group that are listed, those of the newest notifications."""


async def group_page(ground: Ground, account_id: int, wanted: Wanted, bounds: Bounds) -> list[Group]:
    """Return one page of groups, each once at its newest notification, in the order of `bounds`. Two queries."""
    db, now = await ground.read(), ground.clock()
    newest = await group_store.newest(db, account_id, wanted, bounds, now)
    keys = [item.group for item in newest if item.group and item.kind in wanted.grouped]
    oldest_id = min((item.id for item in newest), default=0)
    found = await group_store.groups(db, account_id, wanted, keys, now, oldest_id) if keys else {}
    return [
        found.get(item.group_key) or _single(item) if item.kind in wanted.grouped else _single(item) for item in newest
    ]


def _single(item: Notification) -> Group:
    ungrouped = item._replace(group=None)
    return Group(ungrouped.group_key, ungrouped, 1, item.id, [item.from_id])


async def get_group(ground: Ground, account_id: int, wanted: Wanted, key: str) -> Group:
    """Return one group; MissingError when there is none that the account may see."""
    if key.startswith(ALONE):
        return _single(await one_of(ground, account_id, wanted, key.removeprefix(ALONE)))
    found = await group_store.groups(await ground.read(), account_id, wanted, [key], ground.clock())
    if key not in found:
        raise MissingError("Record not found")
    return found[key]


async def group_senders(ground: Ground, account_id: int, wanted: Wanted, key: str) -> list[int]:
    """Return who caused a group, the newest first, at most SENDERS_LIMIT; MissingError as for `get_group`."""
    if key.startswith(ALONE):
        return [(await one_of(ground, account_id, wanted, key.removeprefix(ALONE))).from_id]
    db = await ground.read()
    found = await group_store.senders(db, account_id, wanted, key, ground.clock(), SENDERS_LIMIT)
    if not found:
        raise MissingError("Record not found")
    return found


async def dismiss_group(work: Work, account_id: int, key: str) -> None:
    """Remove every notification of a group; MissingError when there is none."""
    if key.startswith(ALONE):
        removed = await store.dismiss(work.db, account_id, [parse_id(key.removeprefix(ALONE)) or 0])
    else:
        removed = await group_store.dismiss(work.db, account_id, key)
    if not removed:
        raise MissingError("Record not found")
    work.touch("notifications", account_id)


async def count_unread_groups(ground: Ground, account_id: int, wanted: Wanted, most: int) -> int:
    """Return how many groups have something newer than the account's marker, no further than `most`. Two queries."""
    db = await ground.read()
    bounds = (MAX_ID, await last_read(db, account_id), most, False)
    return await group_store.count(db, account_id, wanted, bounds, ground.clock())
