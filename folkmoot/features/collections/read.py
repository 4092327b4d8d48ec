"""What others may ask about collections, always for many at once."""

from collections.abc import Sequence

from folkmoot.features import relations
from folkmoot.features.collections import store
from folkmoot.features.collections.errors import UnknownCollectionError
from folkmoot.features.collections.types import Collection, Item, Shown
from folkmoot.features.relations import Audience
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Reader


async def by_ids(db: Reader, ids: Sequence[int]) -> list[Collection]:
    """Return these collections; unknown ones and those of suspended owners are left out. One query."""
    return await store.by_ids(db, ids) if ids else []


async def items_by_ids(db: Reader, ids: Sequence[int]) -> dict[int, Item]:
    """Return places in collections by id; those that were given up, and of suspended accounts, are left out."""
    return {item.id: item for item in await store.items_by_ids(db, ids)} if ids else {}


async def items_in(db: Reader, collection_ids: Sequence[int]) -> list[Item]:
    """Return the places in these collections, as `items_by_ids` does. One query."""
    return await store.items_of(db, collection_ids) if collection_ids else []


async def of_owner(db: Reader, account_id: int, limit: int, offset: int, *, hidden: bool) -> list[Collection]:
    """Return an account's collections, the newest first; `hidden` says whether those not discoverable too."""
    return await store.of_owner(db, account_id, (limit, offset), hidden=hidden)


async def featuring(db: Reader, account_id: int, limit: int, offset: int) -> list[Collection]:
    """Return the collections that an account is in, the newest first, but of those who block it."""
    return await store.featuring(db, account_id, (limit, offset))


async def get(ground: Ground, viewer_id: int | None, collection_id: int) -> Shown:
    """Return one collection; UnknownCollectionError when there is none that the viewer may see."""
    found = await shown(ground, viewer_id, await store.by_ids(await ground.read(), [collection_id]))
    if not found:
        raise UnknownCollectionError
    return found[0]


async def shown(ground: Ground, viewer_id: int | None, found: Sequence[Collection]) -> list[Shown]:
    """Return collections as the viewer (None: anybody) sees them, without those of whom block the viewer. One query.

    Only who consents to be shown is, to their own eyes and the owner's the others too; nobody sees in them whom they
    block or who blocks them.
    """
    db = await ground.read()
    reader = None if viewer_id is None else await relations.audience(ground, viewer_id)
    seen = [each for each in found if reader is None or each.account_id not in reader.blocked_by]
    items = await items_in(db, [each.id for each in seen])
    return [
        Shown(each, [item for item in items if item.collection_id == each.id and _is_seen(each, item, reader)])
        for each in seen
    ]


def _is_seen(collection: Collection, item: Item, reader: Audience | None) -> bool:
    if reader is None:
        return item.consenting
    if reader.account_id in (collection.account_id, item.account_id):
        return True
    return item.consenting and item.account_id not in reader.blocking and item.account_id not in reader.blocked_by
