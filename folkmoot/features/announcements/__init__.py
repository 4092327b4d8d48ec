"""Announcements: what those who run the community say to everybody for a time, and how people react to it.

Announces nothing; touches `announcement` with each change. Promises that one person counts once for one emoji.
"""

from folkmoot.features.announcements.read import current, everything, reactions
from folkmoot.features.announcements.respond import dismiss, react, take_back
from folkmoot.features.announcements.rules import REACTIONS_LIMIT, TEXT_LIMIT
from folkmoot.features.announcements.types import Announcement, Reaction, Words
from folkmoot.features.announcements.write import publish, rewrite, withdraw

__all__ = [
    "REACTIONS_LIMIT",
    "TEXT_LIMIT",
    "Announcement",
    "Reaction",
    "Words",
    "current",
    "dismiss",
    "everything",
    "publish",
    "react",
    "reactions",
    "rewrite",
    "take_back",
    "withdraw",
]
