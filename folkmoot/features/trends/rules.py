"""When something is a trend, and what becomes of a candidate; decisions without input or output."""

from hashlib import blake2b

from folkmoot.features.trends.types import Candidate, Heat, Span, Standing, State, Verdict
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.config import TrendsSettings

RISE = 2.0
"""How many times the usual number of voices makes a trend: a tag that is always there is none."""


def span_of(now: int, settings: TrendsSettings) -> Span:
    """Return the time that is looked at."""
    return Span(
        now,
        settings.window_hours * HOUR,
        settings.usual_days * DAY,
        settings.least_voices,
        now - settings.account_age_days * DAY,
    )


def score(heat: Heat, usual: float, least: int) -> float:
    """Return how much something trends, 0 for not at all; `usual` are the voices of an ordinary window."""
    if heat.voices < max(least, 1) or heat.voices < RISE * usual:
        return 0.0
    return heat.weight * (1 - usual / heat.voices)


def state_of(verdict: Verdict, *, by_policy: bool) -> State:
    """Return where a candidate stands: a policy can always refuse, but lets pass only where the site leaves it that."""
    if verdict is Verdict.REFUSE:
        return State.REFUSED
    return State.ALLOWED if verdict is Verdict.ALLOW and by_policy else State.PENDING


def stands(review: Standing | None, said: str, edited_at: int) -> bool:
    """Say whether a review still holds. A refusal always does; anything else only while the words are the same."""
    if review is None:
        return False
    return review.state is State.REFUSED or (review.said == said and edited_at <= review.reviewed_at)


def number_of(key: str) -> int:
    """Return the id of a tag or host. They have no row of their own: 63 bits of a hash stay the same everywhere."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) >> 1


async def no_objection(_ground: Ground, _candidate: Candidate) -> Verdict:
    """Judge as a community does that has written no policy: nothing speaks against it."""
    return Verdict.ALLOW
