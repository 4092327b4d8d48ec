"""Lists: accounts that a member reads apart from home; whoever is followed no longer is on none.

Announces nothing. Promises that a list is nobody's business but its owner's.
"""

from folkmoot.features.lists.edit import change, create, delete
from folkmoot.features.lists.membership import add, remove
from folkmoot.features.lists.read import (
    among,
    apart,
    aparts,
    by_ids,
    containing,
    get,
    member_ids,
    members,
    of_account,
    sizes,
)
from folkmoot.features.lists.types import LISTS_LIMIT, TITLE_LIMIT, List, ListChange, ListMember, RepliesPolicy

__all__ = [
    "LISTS_LIMIT",
    "TITLE_LIMIT",
    "List",
    "ListChange",
    "ListMember",
    "RepliesPolicy",
    "add",
    "among",
    "apart",
    "aparts",
    "by_ids",
    "change",
    "containing",
    "create",
    "delete",
    "get",
    "member_ids",
    "members",
    "of_account",
    "remove",
    "sizes",
]
