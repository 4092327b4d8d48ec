"""The words of push."""

from typing import Literal, NamedTuple

import msgspec

ALERTS = (
    "mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update", "quote", "quoted_update",
    "admin.sign_up", "admin.report",
)  # fmt: skip
"""The kinds of notifications that apps may ask to be pushed."""

POLICIES = ("all", "followed", "follower", "none")
"""Whose doings are pushed: everybody's, those of whom one follows, those of one's followers, nobody's."""


class Holder(NamedTuple):
    """By whom a subscription is held: the token of an app, or the session of a browser. It ends with it."""

    kind: Literal["token", "session"]
    id: int


class Subscription(msgspec.Struct, frozen=True):
    """A browser or app that is told. Columns in the order of store.COLUMNS; keys in base64url.

    `alerts` are the kinds of notifications that it wants; `sealed_token` is the token it was made with, sealed, "" for
    a session.
    """

    id: int
    token_id: int | None
    session_id: int | None
    account_id: int
    endpoint: str
    public_key: str
    auth_secret: str
    standard: bool
    alerts: list[str]
    policy: str
    sealed_token: str


class Asked(msgspec.Struct, frozen=True):
    """What an app asks for when it subscribes. `standard`: as the RFCs say, not as their drafts did. A browser has no
    `token`.
    """

    endpoint: str
    public_key: str
    auth_secret: str
    standard: bool
    alerts: list[str]
    policy: str
    token: str = ""


class PushDue(msgspec.Struct, frozen=True):
    """A notification is to be pushed to a subscription."""

    subscription_id: int
    notification_id: int


class PushTested(msgspec.Struct, frozen=True):
    """A member wants to see whether what is pushed arrives. `title` and `body` are in their language."""

    subscription_id: int
    title: str
    body: str
