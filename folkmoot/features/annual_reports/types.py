"""The words of annual reports."""

from enum import Enum
from typing import NamedTuple

import msgspec

SCHEMA = 2
"""The version of the published schema by which `Data` is shown."""


class State(Enum):
    """How a report of some year stands for a member."""

    AVAILABLE = "available"
    GENERATING = "generating"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"


class Month(msgspec.Struct, frozen=True):
    """What was posted in a month, and how many of those who follow now began to."""

    month: int
    statuses: int
    followers: int


class TagCount(msgspec.Struct, frozen=True):
    """A tag as it was written, and in how many posts."""

    name: str
    count: int


class Data(msgspec.Struct, frozen=True):
    """What a report says, as it is stored; `top_post_id` is the open post that was boosted most."""

    archetype: str
    months: list[Month]
    tags: list[TagCount]
    top_post_id: int | None


class Report(msgspec.Struct, frozen=True):
    """What a member is told of one of their years."""

    account_id: int
    year: int
    data: Data


class Year(NamedTuple):
    """What a member posted in a year: all of it, and how much of that were boosts, answers to others, and polls."""

    posts: int
    boosts: int
    replies: int
    polls: int
