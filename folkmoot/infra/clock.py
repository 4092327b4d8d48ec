"""The one source of time: milliseconds since 1970 UTC, replaceable in tests."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], int]

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def system_clock() -> int:
    """Return the current time in milliseconds since 1970-01-01T00:00:00Z."""
    return time.time_ns() // 1_000_000


def iso(at: int) -> str:
    """Return `at` (ms since 1970) as ISO 8601 with milliseconds and Z, as the Mastodon API writes datetimes."""
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}Z"


def iso_date(at: int) -> str:
    """Return the UTC day of `at` (ms since 1970) as YYYY-MM-DD."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d}"
