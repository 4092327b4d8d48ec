"""The words of search."""

import msgspec

from folkmoot.infra.ids import MAX_ID


class AccountQuery(msgspec.Struct, frozen=True):
    """Which accounts are wanted; `followed_by` keeps those whom this account follows."""

    text: str
    limit: int
    offset: int = 0
    followed_by: int | None = None


class PostQuery(msgspec.Struct, frozen=True):
    """Which posts are wanted: with ids between `above` and `below`, by `author_id` where it is given."""

    text: str
    limit: int
    offset: int = 0
    author_id: int | None = None
    below: int = MAX_ID
    above: int = 0
    oldest_first: bool = False


class Day(msgspec.Struct, frozen=True):
    """How often a tag was used on the day that began at `start` (ms since 1970), and by how many accounts."""

    start: int
    uses: int = 0
    accounts: int = 0


class Stretch(msgspec.Struct, frozen=True):
    """Posts to be indexed below an id: the public ones of an account, or without one those the index lacks."""

    account_id: int = 0
    below: int = MAX_ID
