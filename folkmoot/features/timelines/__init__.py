"""Timelines: home, lists, public and tag, merged at read time; they hold ids and never copies of posts.

Announces nothing. Promises that a page is filtered by what its reader wants to see at that moment; whoever shows
it still runs it through `posts.visible_to`.
"""

from folkmoot.features.timelines.fresh import (
    Reading,
    fresh,
    stands_at_home,
    stands_in_public,
    stands_on_list,
    stands_under_tag,
)
from folkmoot.features.timelines.home import home
from folkmoot.features.timelines.list import of_list
from folkmoot.features.timelines.public import public
from folkmoot.features.timelines.tag import tagged
from folkmoot.features.timelines.thread import Answer, Branches, Context, branches, context
from folkmoot.features.timelines.types import NEWEST, Entry, Fresh, Public, Tagged
from folkmoot.infra.db import Bounds

__all__ = [
    "NEWEST",
    "Answer",
    "Bounds",
    "Branches",
    "Context",
    "Entry",
    "Fresh",
    "Public",
    "Reading",
    "Tagged",
    "branches",
    "context",
    "fresh",
    "home",
    "of_list",
    "public",
    "stands_at_home",
    "stands_in_public",
    "stands_on_list",
    "stands_under_tag",
    "tagged",
]
