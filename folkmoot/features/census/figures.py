"""What staff may ask about a span of time: measures, dimensions and how many of those who joined came back.

A figure reads many rows, so it is kept for a while, and others get their turn between two of them.
"""

import asyncio
from calendar import monthrange
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from folkmoot.features.census import dimension_store, measure_store
from folkmoot.features.census.types import Bucket, Cohort, Measure, Share, Span
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY, MINUTE
from folkmoot.infra.errors import InvalidError

T = TypeVar("T")

MEASURES = measure_store.KEYS
DIMENSIONS = dimension_store.KEYS
BYTES = measure_store.BYTES
"""Measures that count bytes."""
LONGEST = {"measure": 366, "dimension": 366, "day": 92, "month": 1_100}
"""Days that one question may be about."""
KEPT = 500
KEPT_FOR = 5 * MINUTE
TAGS_KNOWN = 20_000


async def measure(ground: Ground, key: str, span: Span, subject: str = "") -> Measure:
    """Return one of MEASURES over `span`; `subject` is the tag or server it is about. InvalidError for long spans."""
    _bound(span, "measure")

    async def count() -> Measure:
        db = ground.db.reader
        previous = await measure_store.total(db, key, span.before.since, span.before.until, subject)
        await asyncio.sleep(0)
        found = await measure_store.days(db, key, span.since, span.until, subject)
        days = [(day, found.get(day // DAY, 0)) for day in range(span.since, span.until, DAY)]
        total = sum(found.values())
        if key in measure_store.DISTINCT:  # who came on two days is one all the same
            await asyncio.sleep(0)
            total = await measure_store.total(db, key, span.since, span.until, subject)
        return Measure(key, total, previous, days)

    return await ground.one(_Figures).get((key, span, subject), count)


async def dimension(ground: Ground, key: str, span: Span, limit: int, subject: str = "") -> list[Share]:
    """Return the first `limit` of one of DIMENSIONS over `span`, the most first. InvalidError for long spans."""
    _bound(span, "dimension")

    async def count() -> list[Share]:
        return await dimension_store.shares(ground.db.reader, key, span.since, span.until, limit, subject)

    return await ground.one(_Figures).get((key, span, limit, subject), count)


async def space(ground: Ground) -> tuple[int, int]:
    """Return the bytes of the database and of stored media."""

    async def count() -> tuple[int, int]:
        return await dimension_store.sizes(ground.db.reader)

    return await ground.one(_Figures).get(("space",), count)


async def database_version(ground: Ground) -> str:
    """Return the version of the database, as it says itself."""
    return await dimension_store.version(await ground.read())


async def tags_used(ground: Ground, since: int) -> list[str]:
    """Return the keys of tags used since then (ms since 1970), some TAGS_KNOWN at most."""
    return await dimension_store.tags(await ground.read(), since, TAGS_KNOWN)


async def retention(ground: Ground, span: Span, frequency: str) -> list[Cohort]:
    """Return the cohorts of `span` by `day` or `month`, the oldest first. InvalidError for long spans."""
    _bound(span, frequency)
    if frequency == "month":
        span = Span(_month(span.since)[0], _month(span.until - 1)[1])

    async def count() -> list[Cohort]:
        db = ground.db.reader
        joined = await measure_store.arrivals(db, frequency, span.since, span.until)
        await asyncio.sleep(0)
        seen = await measure_store.returns(db, frequency, span.since, span.until)
        starts = _starts(span, frequency)
        return [
            Cohort(start, [_bucket(at, joined.get(name, 0), seen.get((name, then), 0)) for at, then in starts[place:]])
            for place, (start, name) in enumerate(starts)
        ]

    return await ground.one(_Figures).get((frequency, span), count)


def _bucket(at: int, joined: int, seen: int) -> Bucket:
    return Bucket(at, seen, seen / joined if joined else 0.0)


def _starts(span: Span, frequency: str) -> list[tuple[int, str]]:
    """Return each bucket of the span as (start, name)."""
    found, at = [], span.since
    while at < span.until:
        day = f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d}"
        found.append((at, day if frequency == "day" else day[:7]))
        at = at + DAY if frequency == "day" else _month(at)[1]
    return found


def _month(at: int) -> tuple[int, int]:
    """Return when the month of `at` begins, and when the next one does."""
    day = datetime.fromtimestamp(at / 1000, UTC)
    start = at - at % DAY - (day.day - 1) * DAY
    return start, start + monthrange(day.year, day.month)[1] * DAY


def _bound(span: Span, kind: str) -> None:
    if not 0 < span.days <= LONGEST[kind]:
        raise InvalidError(f"Validation failed: The time from start to end must be 1 to {LONGEST[kind]} days")


class _Figures:
    """What this process counted of late."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._kept: OrderedDict[tuple[object, ...], tuple[int, Any]] = OrderedDict()

    async def get(self, question: tuple[object, ...], count: Callable[[], Awaitable[T]]) -> T:
        """Return the answer to a question, counted anew where it is older than KEPT_FOR."""
        await self._ground.read()
        now = self._ground.clock()
        kept: tuple[int, T] | None = self._kept.get(question)
        if kept is None or now - kept[0] > KEPT_FOR:
            kept = self._kept[question] = (now, await count())
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return kept[1]
