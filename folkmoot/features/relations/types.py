"""The words of relations."""

import msgspec


class FollowOptions(msgspec.Struct, frozen=True):
    """What a follower wants to see: boosts, a notification for each post, only some languages (all when empty)."""

    show_reblogs: bool = True
    notify: bool = False
    languages: list[str] = []


class Voice(msgspec.Struct, frozen=True):
    """Whether somebody who speaks has moved away, and whether followers want to be told of each post."""

    moved: bool = False
    called_for: bool = False


class Relationship(msgspec.Struct, frozen=True):
    """How one account stands to another, both ways, as the Mastodon entity Relationship needs it."""

    target_id: int
    following: bool = False
    show_reblogs: bool = False
    notifying: bool = False
    languages: list[str] = []
    followed_by: bool = False
    blocking: bool = False
    blocked_by: bool = False
    muting: bool = False
    muting_notifications: bool = False
    muting_expires_at: int | None = None
    requested: bool = False
    requested_by: bool = False
    domain_blocking: bool = False
    endorsed: bool = False
    note: str = ""
