"""Scheduling: posts that are written now and published at a time their author chose.

Announces nothing of its own: a scheduled post becomes a post by `posts.publish`, which does. Promises that each is
published once and not before its time, and that its files are nobody else's until then.
"""

from folkmoot.features.scheduling.errors import UnknownScheduleError
from folkmoot.features.scheduling.publish import publish
from folkmoot.features.scheduling.read import get, of_account
from folkmoot.features.scheduling.rules import DAILY_LIMIT, LEAST_AHEAD, TOTAL_LIMIT, is_ahead
from folkmoot.features.scheduling.schedule import cancel, reschedule, schedule
from folkmoot.features.scheduling.types import Scheduled

__all__ = [
    "DAILY_LIMIT",
    "LEAST_AHEAD",
    "TOTAL_LIMIT",
    "Scheduled",
    "UnknownScheduleError",
    "cancel",
    "get",
    "is_ahead",
    "of_account",
    "publish",
    "reschedule",
    "schedule",
]
