"""Collections: accounts that a member recommends to others, and the say of those who are in them.

Announces Featured and CollectionChanged. Promises that nobody is shown in a collection without their consent: it is
judged when they are added and each time the collection is shown, and who takes it back is never added again.
"""

from folkmoot.features.collections.edit import change, create, delete
from folkmoot.features.collections.errors import CollectionRefusedError, UnknownCollectionError
from folkmoot.features.collections.events import CollectionChanged, Featured
from folkmoot.features.collections.items import add, remove, revoke
from folkmoot.features.collections.read import by_ids, featuring, get, items_by_ids, items_in, of_owner, shown
from folkmoot.features.collections.rules import DESCRIPTION_LIMIT, ITEMS_LIMIT, NAME_LIMIT, may_be_featured
from folkmoot.features.collections.types import Collection, CollectionChange, Item, Shown

__all__ = [
    "DESCRIPTION_LIMIT",
    "ITEMS_LIMIT",
    "NAME_LIMIT",
    "Collection",
    "CollectionChange",
    "CollectionChanged",
    "CollectionRefusedError",
    "Featured",
    "Item",
    "Shown",
    "UnknownCollectionError",
    "add",
    "by_ids",
    "change",
    "create",
    "delete",
    "featuring",
    "get",
    "items_by_ids",
    "items_in",
    "may_be_featured",
    "of_owner",
    "remove",
    "revoke",
    "shown",
]
