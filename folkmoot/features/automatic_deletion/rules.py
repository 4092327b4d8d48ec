"""What a rule may say, and which posts are old enough for it."""

from folkmoot.features.automatic_deletion.types import WEEK, Rule
from folkmoot.infra.clock import SECOND
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import first_id_at

SHORTEST = WEEK
LONGEST = 731 * 24 * 3600
"""Seconds: two years, one of which may be a leap year."""
MOST = 1_000_000
"""Favourites or boosts that a rule may ask for."""


def check_rule(rule: Rule) -> Rule:
    """Return the rule; InvalidError when it cannot be one."""
    if not SHORTEST <= rule.min_status_age <= LONGEST:
        raise _refusal("min_status_age", f"must be between {SHORTEST} and {LONGEST} seconds")
    for name in ("min_favs", "min_reblogs"):
        least = getattr(rule, name)
        if least is not None and not 1 <= least <= MOST:
            raise _refusal(name, f"must be between 1 and {MOST}, or null")
    return rule


def _refusal(field: str, sentence: str) -> InvalidError:
    words = field.replace("_", " ").capitalize()
    return InvalidError(f"Validation failed: {words} {sentence}", fields={field: [("ERR_INVALID", sentence)]})


def old_below(rule: Rule, now: int) -> int:
    """Return the id below which posts are old enough to go at `now` (ms since 1970)."""
    return first_id_at(max(0, now - rule.min_status_age * SECOND))
