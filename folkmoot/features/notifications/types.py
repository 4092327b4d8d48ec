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
KINDS = (*POST_KINDS, "follow", "follow_request", *STAFF_KINDS)


TIMELINES = ("home", "notifications")
"""What a member may mark as read up to some id."""


class Telling(NamedTuple):
    """What one account is to be told. `thing_id` is the post, boost or report it is about, 0 where there is none."""

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


class Wanted(msgspec.Struct, frozen=True):
    """Which notifications are asked for: of these kinds, from this account (None: from anybody)."""

    kinds: list[str]
    from_id: int | None = None


class Marker(NamedTuple):
    """How far a member has read; `version` counts how often that was said. `updated_at` in ms since 1970."""

    last_read_id: int
    version: int
    updated_at: int
