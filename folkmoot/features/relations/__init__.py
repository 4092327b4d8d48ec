"""Relations: who follows, asks, blocks and mutes whom, who blocks which domains and follows which tags.

Announces Followed, FollowRequested and DomainBlocked. Promises that a block ends every relation in both directions
at once.
"""

from folkmoot.features.relations.answer import accept_request, reject_request
from folkmoot.features.relations.audience import Audience, audience, audiences, of_blocked_domains
from folkmoot.features.relations.domains import BlockedDomain, block_domain, blocked_domains, unblock_domain
from folkmoot.features.relations.endorse import endorse, unendorse
from folkmoot.features.relations.events import DomainBlocked, Followed, FollowRequested
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
    follows_among,
    muted,
    notified_followers,
    requested_among,
    requests_count,
    voice,
)
from folkmoot.features.relations.restrain import block, mute, note, unblock, unmute
from folkmoot.features.relations.tags import FollowedTag, follow_tag, followed_tags, tags_followed_among, unfollow_tag
from folkmoot.features.relations.types import FollowOptions, Relationship

__all__ = [
    "Audience",
    "BlockedDomain",
    "DomainBlocked",
    "FollowOptions",
    "FollowRequested",
    "Followed",
    "FollowedTag",
    "Listed",
    "Muted",
    "Relationship",
    "accept_request",
    "audience",
    "audiences",
    "between",
    "block",
    "block_domain",
    "blocked",
    "blocked_domains",
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
    "follows_among",
    "mute",
    "muted",
    "note",
    "notified_followers",
    "of_blocked_domains",
    "reject_request",
    "remove_follower",
    "requested_among",
    "requests_count",
    "tags_followed_among",
    "unblock",
    "unblock_domain",
    "unendorse",
    "unfollow",
    "unfollow_tag",
    "unmute",
    "voice",
]
