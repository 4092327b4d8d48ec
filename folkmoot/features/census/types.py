"""The words of the census."""

import msgspec


class Week(msgspec.Struct, frozen=True):
    """What happened in the week that began at `start` (Monday midnight UTC, ms since 1970).

    `posts` were open to all, `members` signed in or posted, `arrivals` joined.
    """

    start: int
    posts: int
    members: int
    arrivals: int
