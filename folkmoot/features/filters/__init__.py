"""Filters: words and posts that a member does not want to come upon, and what apps are to do about them.

Announces nothing. Promises that a member reaches their own filters alone, that a keyword means nothing but its
letters, and that what is shown is judged by the filters as they are in that moment.
"""

from folkmoot.features.filters.active import Active, active, make_ready
from folkmoot.features.filters.edit import change, create, delete
from folkmoot.features.filters.errors import UnknownFilterError
from folkmoot.features.filters.keywords import add_keyword, change_keyword, delete_keyword
from folkmoot.features.filters.read import by_keyword, by_mark, get, of_account
from folkmoot.features.filters.statuses import add_status, remove_status
from folkmoot.features.filters.types import Change, Filter, Keyword, KeywordChange, Mark, Match

__all__ = [
    "Active",
    "Change",
    "Filter",
    "Keyword",
    "KeywordChange",
    "Mark",
    "Match",
    "UnknownFilterError",
    "active",
    "add_keyword",
    "add_status",
    "by_keyword",
    "by_mark",
    "change",
    "change_keyword",
    "create",
    "delete",
    "delete_keyword",
    "get",
    "make_ready",
    "of_account",
    "remove_status",
]
