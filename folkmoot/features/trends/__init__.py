"""Trends: tags, posts and links that more different people than usual turn to, once somebody let them pass.

Announces nothing. Promises that nothing is shown which neither the policy nor a moderator allowed, that people are
counted and not their posts, and that a post which is deleted, edited or hidden is no trend from that moment on.
The policy's say is the `Judge` that wiring.py hands in.
"""

from folkmoot.features.trends.compute import recompute
from folkmoot.features.trends.read import (
    candidates,
    find,
    link_history,
    links_shown,
    posts_shown,
    publishers,
    reviewed_tags,
    tag_states,
    tags_shown,
)
from folkmoot.features.trends.review import review
from folkmoot.features.trends.rules import no_objection, number_of
from folkmoot.features.trends.types import Candidate, Day, Judge, Kind, State, Subject, Trend, Verdict

__all__ = [
    "Candidate",
    "Day",
    "Judge",
    "Kind",
    "State",
    "Subject",
    "Trend",
    "Verdict",
    "candidates",
    "find",
    "link_history",
    "links_shown",
    "no_objection",
    "number_of",
    "posts_shown",
    "publishers",
    "recompute",
    "review",
    "reviewed_tags",
    "tag_states",
    "tags_shown",
]
