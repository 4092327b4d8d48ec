"""Drafts: what members wrote and did not publish yet, kept for all their clients as it is, right or wrong.

Announces nothing of its own: a draft becomes a post by `posts.publish`, which does. Promises that each is published
once, that its files are not swept while it waits, and that who names the version they saw overwrites no other one.
"""

from folkmoot.features.drafts.errors import ChangedMeanwhileError, UnknownDraftError
from folkmoot.features.drafts.publish import publish, published
from folkmoot.features.drafts.read import get, of_account
from folkmoot.features.drafts.rules import FILES_LIMIT, LIMIT, SIZE_LIMIT
from folkmoot.features.drafts.save import change, discard, save
from folkmoot.features.drafts.types import Params, Poll, Saved

__all__ = [
    "FILES_LIMIT",
    "LIMIT",
    "SIZE_LIMIT",
    "ChangedMeanwhileError",
    "Params",
    "Poll",
    "Saved",
    "UnknownDraftError",
    "change",
    "discard",
    "get",
    "of_account",
    "publish",
    "published",
    "save",
]
