"""The words of announcements."""

import msgspec


class Words(msgspec.Struct, frozen=True):
    """What is said, and from when to when (ms since 1970; None: from now, for good). `all_day` means whole days."""

    text: str
    starts_at: int | None = None
    ends_at: int | None = None
    all_day: bool = False


class Announcement(msgspec.Struct, frozen=True):
    """Columns in the order of store.COLUMNS; `read` says whether the viewer has put it away. Times in ms since 1970."""

    id: int
    text: str
    starts_at: int | None
    ends_at: int | None
    all_day: bool
    published_at: int
    updated_at: int
    read: bool = False


class Reaction(msgspec.Struct, frozen=True):
    """How many reacted with one emoji (itself, or the shortcode of a custom one), and whether the viewer did."""

    name: str
    count: int
    me: bool
