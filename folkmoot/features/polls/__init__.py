"""Polls: what a post asks its readers, their answers, and when it ends.

Announces PollEnded. Promises that each member answers once, that the numbers are those of the answers, and that a
poll belongs to one post, by whose id it goes, and goes with it. Whoever shows a poll or lets somebody answer has
seen to it that they may see the post.
"""

from folkmoot.features.polls.attach import attach, replace
from folkmoot.features.polls.end import end_due
from folkmoot.features.polls.errors import UnknownPollError
from folkmoot.features.polls.events import PollEnded
from folkmoot.features.polls.read import ballots, of_posts, options_of, voters
from folkmoot.features.polls.rules import LONGEST, MOST_OPTIONS, OPTION_LENGTH, SHORTEST, check_poll
from folkmoot.features.polls.types import Poll, PollDraft
from folkmoot.features.polls.vote import vote, withdraw

__all__ = [
    "LONGEST",
    "MOST_OPTIONS",
    "OPTION_LENGTH",
    "SHORTEST",
    "Poll",
    "PollDraft",
    "PollEnded",
    "UnknownPollError",
    "attach",
    "ballots",
    "check_poll",
    "end_due",
    "of_posts",
    "options_of",
    "replace",
    "vote",
    "voters",
    "withdraw",
]
