"""The words of lists."""

from enum import Enum
from typing import NamedTuple

import msgspec

TITLE_LIMIT = 256
"""Characters of a title."""
LISTS_LIMIT = 50
"""Lists that one account may have."""


class RepliesPolicy(Enum):
    """Which replies of its accounts a list shows: to anybody followed, to accounts of the list, or none."""

    FOLLOWED = "followed"
    LIST = "list"
    NONE = "none"


class List(msgspec.Struct, frozen=True):
    """A list that `account_id` made. An `exclusive` one keeps the posts of its accounts out of the owner's home."""

    id: int
    account_id: int
    title: str
    replies_policy: RepliesPolicy = RepliesPolicy.LIST
    exclusive: bool = False


class ListChange(NamedTuple):
    """What a list is to become; None leaves a thing as it is."""

    title: str
    replies_policy: RepliesPolicy | None = None
    exclusive: bool | None = None


class ListMember(NamedTuple):
    """An account on a list; `row_id` is what pages of them are counted by."""

    row_id: int
    account_id: int
