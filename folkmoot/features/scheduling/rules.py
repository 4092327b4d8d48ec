"""When a post may be scheduled, and how many."""

from folkmoot.infra.clock import DAY, MINUTE
from folkmoot.infra.errors import InvalidError

LEAST_AHEAD = 5 * MINUTE
TOTAL_LIMIT = 300
"""Scheduled posts of one member."""
DAILY_LIMIT = 25
"""Scheduled posts of one member for one day (UTC)."""


def is_ahead(at: int, now: int) -> bool:
    """Say whether `at` is far enough ahead for a post to wait for it (both ms since 1970)."""
    return at - now >= LEAST_AHEAD


def check_time(at: int, now: int) -> None:
    if not is_ahead(at, now):
        sentence = f"must be at least {LEAST_AHEAD // MINUTE} minutes ahead"
        raise InvalidError(
            f"Validation failed: Scheduled at {sentence}", fields={"scheduled_at": [("ERR_INVALID", sentence)]}
        )


def check_total(others: int) -> None:
    if others >= TOTAL_LIMIT:
        raise InvalidError(f"Validation failed: No more than {TOTAL_LIMIT} posts can be scheduled")


def check_daily(others: int) -> None:
    if others >= DAILY_LIMIT:
        raise InvalidError(f"Validation failed: No more than {DAILY_LIMIT} posts can be scheduled for one day")


def day_of(at: int) -> tuple[int, int]:
    """Return the first moment of the day (UTC) of `at` and that of the next (ms since 1970)."""
    start = at - at % DAY
    return start, start + DAY
