"""Search: accounts by their names, tags by their beginning, and posts that a member may see by their words.

Announces nothing. Promises that nobody finds a post which they may not see, and that the open posts of others are
found only where their author wants that (`indexable`), unless the member boosted, favourited, bookmarked or was
mentioned. A post that is gone is gone from the index in the same transaction, because its row there hangs on it.
"""

from folkmoot.features.search.events import Written
from folkmoot.features.search.jobs import index_state, reindex
from folkmoot.features.search.people import find_accounts
from folkmoot.features.search.place import Place, locate
from folkmoot.features.search.tags import find_tags, tag_history
from folkmoot.features.search.types import AccountQuery, Day, PostQuery, Stretch
from folkmoot.features.search.words import find_posts

__all__ = [
    "AccountQuery",
    "Day",
    "Place",
    "PostQuery",
    "Stretch",
    "Written",
    "find_accounts",
    "find_posts",
    "find_tags",
    "index_state",
    "locate",
    "reindex",
    "tag_history",
]
