"""The words of notifications."""

from typing import NamedTuple

import msgspec

from folkmoot.features.auth import Permission

STAFF_KINDS = {
    "admin.sign_up": Permission.MANAGE_USERS,
    "admin.report": Permission.MANAGE_REPORTS,
}
"""What only staff are told, and the permission that makes somebody staff for it."""

POST_KINDS = ("mention", "status", "reblog", "favourite", "update", "poll", "quote", "quoted_update")
COLLECTION_KINDS = ("added_to_collection", "collection_update")
KINDS = (*POST_KINDS, *COLLECTION_KINDS, "follow", "follow_request", "moderation_warning", *STAFF_KINDS)
GROUPED_KINDS = ("favourite", "follow", "reblog", "admin.sign_up")
"""What is shown as one where it happens to the same thing within the same hours."""

TIMELINES = ("home", "notifications")
"""What a member may mark as read up to some id."""


class Telling(NamedTuple):
    """What one account is to be told. `thing_id` is what it is about (a post, boost, report or place in
    a collection), 0 where that is nothing.
    """

    account_id: int
    kind: str
    from_id: int
    thing_id: int = 0


class Notification(NamedTuple):
    """What one account was told. `cause_id` is the post or boost it hangs on, `post_id` the post to show with it."""

    id: int
    kind: str
    from_id: int
    cause_id: int | None
    post_id: int | None
    report_id: int | None
    group: str | None = None
    strike_id: int | None = None
    collection_id: int | None = None

    @property
    def group_key(self) -> str:
        """The name of the group it belongs to: one of its own where it is shown alone."""
        return self.group or alone(self.id)


ALONE = "ungrouped-"


def alone(notification_id: int) -> str:
    """Return the name of the group of a notification that is shown alone."""
    return f"{ALONE}{notification_id}"


class Group(NamedTuple):
    """Notifications shown as one: `total` in all, the ids of those who caused the newest, and the newest of them.

    `page_min_id` is the oldest of them that is no older than anything else on its page.
    """

    key: str
    newest: Notification
    total: int
    page_min_id: int
    senders: list[int]


class Wanted(msgspec.Struct, frozen=True):
    """Which notifications are asked for: of these kinds, from this account (None: from anybody).

    `aside` asks also for those kept aside, `grouped` names the kinds that are shown in groups.
    """

    kinds: list[str]
    from_id: int | None = None
    aside: bool = False
    grouped: list[str] = []


VERDICTS = ("accept", "filter", "drop")
"""What a member may want done with a notification: tell, keep aside as a request, or not even write it down."""


class Policy(msgspec.Struct, frozen=True):
    """What a member wants done with what strangers of each sort cause; the strictest word counts."""

    for_not_following: str = "accept"
    for_not_followers: str = "accept"
    for_new_accounts: str = "accept"
    for_private_mentions: str = "accept"
    for_limited_accounts: str = "filter"


class Sender(NamedTuple):
    """How the one who causes a notification stands to the member, as far as a policy asks."""

    following: bool
    followed_by: bool
    new: bool
    limited: bool
    private: bool


class MailWish(msgspec.Struct, frozen=True):
    """Which kinds a member wants to be mailed of (none: no mail), and whether only while they are away."""

    kinds: list[str] = []
    only_away: bool = True


class Request(NamedTuple):
    """What one account caused and was kept aside: `total` notifications, `post_id` is that of the newest with one."""

    id: int
    from_id: int
    updated_at: int
    total: int
    post_id: int | None


class Pending(NamedTuple):
    """How much waits for a member's word: requests (at most 100), and the notifications in them."""

    requests: int
    notifications: int


class Marker(NamedTuple):
    """How far a member has read; `version` counts how often that was said. `updated_at` in ms since 1970."""

    last_read_id: int
    version: int
    updated_at: int
