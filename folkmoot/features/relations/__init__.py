"""Relations: who follows, asks, blocks and mutes whom, and who follows which tags.

Announces Followed and FollowRequested. Promises that a block ends every relation in both directions at once.
"""

from folkmoot.features.relations.answer import accept_request, reject_request
from folkmoot.features.relations.audience import Audience, audience
from folkmoot.features.relations.endorse import endorse, unendorse
from folkmoot.features.relations.events import Followed, FollowRequested
from folkmoot.features.relations.follow import follow, remove_follower, unfollow
from folkmoot.features.relations.read import (
    Listed,
    Muted,
    between,
    blocked,
    endorsed,
    follow_options,
    follow_requests,
    followed_among,
    followers,
    following,
    muted,
    notified_followers,
    requests_count,
)
from folkmoot.features.relations.restrain import block, mute, note, unblock, unmute
from folkmoot.features.relations.tags import FollowedTag, follow_tag, followed_tags, tags_followed_among, unfollow_tag
from folkmoot.features.relations.types import FollowOptions, Relationship

__all__ = [
    "Audience",
    "FollowOptions",
    "FollowRequested",
    "Followed",
    "FollowedTag",
    "Listed",
    "Muted",
    "Relationship",
    "accept_request",
    "audience",
    "between",
    "block",
    "blocked",
    "endorse",
    "endorsed",
    "follow",
    "follow_options",
    "follow_requests",
    "follow_tag",
    "followed_among",
    "followed_tags",
    "followers",
    "following",
    "mute",
    "muted",
    "note",
    "notified_followers",
    "reject_request",
    "remove_follower",
    "requests_count",
    "tags_followed_among",
    "unblock",
    "unendorse",
    "unfollow",
    "unfollow_tag",
    "unmute",
]
