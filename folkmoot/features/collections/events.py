"""Facts about collections that others follow up."""

import msgspec


class Featured(msgspec.Struct, frozen=True):
    """These accounts were added to a collection of `owner_id`."""

    owner_id: int
    item_ids: list[int]


class CollectionChanged(msgspec.Struct, frozen=True):
    """Its owner changed what it says of itself."""

    owner_id: int
    collection_id: int
