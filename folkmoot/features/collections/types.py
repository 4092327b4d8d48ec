"""The words of collections."""

from typing import NamedTuple

import msgspec


class Collection(msgspec.Struct, frozen=True):
    """What a member calls a number of accounts; columns in the order of store.COLUMNS, times in ms since 1970.

    `tag` is a key; it and `language` are '' where there is none.
    """

    id: int
    account_id: int
    name: str = ""
    description: str = ""
    language: str = ""
    tag: str = ""
    sensitive: bool = False
    discoverable: bool = True
    created_at: int = 0
    updated_at: int = 0


class CollectionChange(msgspec.Struct, frozen=True):
    """What is to change; None leaves a thing as it is."""

    name: str | None = None
    description: str | None = None
    language: str | None = None
    tag: str | None = None
    sensitive: bool | None = None
    discoverable: bool | None = None


class Item(NamedTuple):
    """An account in a collection; `consenting` says whether it may be shown there now. Times in ms since 1970."""

    id: int
    collection_id: int
    account_id: int
    created_at: int
    consenting: bool


class Shown(NamedTuple):
    """A collection as one viewer sees it."""

    collection: Collection
    items: list[Item]
