"""The words of automatic deletion."""

import msgspec

WEEK = 7 * 24 * 3600
"""Seconds."""
PREVIEW_LIMIT = 10_000
"""How far a preview counts."""


class Rule(msgspec.Struct, frozen=True):
    """Which of its own posts an account has deleted. Columns in the order of store.COLUMNS.

    A post goes when it is older than `min_status_age` (seconds) and nothing keeps it: `keep_...` name what does, and
    so do so many favourites (`min_favs`) or boosts (`min_reblogs`), where a number is set. Boosts are posts that none
    of these keeps.
    """

    account_id: int
    enabled: bool = False
    min_status_age: int = 2 * WEEK
    keep_direct: bool = True
    keep_pinned: bool = True
    keep_polls: bool = False
    keep_media: bool = False
    keep_self_fav: bool = True
    keep_self_bookmark: bool = True
    min_favs: int | None = None
    min_reblogs: int | None = None
