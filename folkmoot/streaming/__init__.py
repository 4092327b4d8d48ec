"""Who hears of what, for whichever interface tells it: news as they are committed, judged as the timelines judge.

Promises that somebody who listens hears only of what they may see at that moment, that a ticket which is no longer
good ends a stream at once, in every process, and that nobody waits for who reads slowly. How news are worded is the
business of an interface's `Voice`.
"""

from folkmoot.streaming.channels import DIRECT, NOTIFICATION, OWN, PUBLIC, TAGGED, USER, Channel
from folkmoot.streaming.courier import NEWS
from folkmoot.streaming.events import THUMP, Event
from folkmoot.streaming.hub import CrowdedError, Hub
from folkmoot.streaming.listener import (
    GOODBYE_SECONDS,
    POLICY,
    Listener,
    Ticket,
    Voice,
    Wanted,
    forget_cancellation,
)
from folkmoot.streaming.serving import CUT, HEADERS, Line, serve

__all__ = [
    "CUT",
    "DIRECT",
    "GOODBYE_SECONDS",
    "HEADERS",
    "NEWS",
    "NOTIFICATION",
    "OWN",
    "POLICY",
    "PUBLIC",
    "TAGGED",
    "THUMP",
    "USER",
    "Channel",
    "CrowdedError",
    "Event",
    "Hub",
    "Line",
    "Listener",
    "Ticket",
    "Voice",
    "Wanted",
    "forget_cancellation",
    "serve",
]
