"""The words of the census."""

from typing import NamedTuple

import msgspec

from folkmoot.infra.clock import DAY


class Week(msgspec.Struct, frozen=True):
    """What happened in the week that began at `start` (Monday midnight UTC, ms since 1970).

    `posts` were open to all, `members` signed in or posted, `arrivals` joined.
    """

    start: int
    posts: int
    members: int
    arrivals: int


class Span(msgspec.Struct, frozen=True):
    """Whole days from `since` until before `until`."""

    since: int
    until: int

    @property
    def days(self) -> int:
        return (self.until - self.since) // DAY

    @property
    def before(self) -> "Span":
        """The span of the same length that ended when this one began."""
        return Span(max(0, 2 * self.since - self.until), self.since)


class Measure(msgspec.Struct, frozen=True):
    """A number over a span of time. `previous` is that of the span before, `days` the values of each day in order."""

    key: str
    total: int
    previous: int
    days: list[tuple[int, int]]


class Share(NamedTuple):
    """One of those that there is most of; `name` for people, '' where the key says it all."""

    key: str
    name: str
    value: int


class Bucket(NamedTuple):
    """How many of a cohort were seen in the day or month that began at `start`, and which part of it that is."""

    start: int
    value: int
    rate: float


class Cohort(msgspec.Struct, frozen=True):
    """Those who joined in the day or month that began at `start`, and when they were seen since."""

    start: int
    buckets: list[Bucket]
