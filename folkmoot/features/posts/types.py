"""The words of posts."""

from enum import IntEnum
from typing import NamedTuple

import msgspec

from folkmoot.features.polls import PollDraft


class Visibility(IntEnum):
    """Who may see a post, from everyone to those mentioned; stored as its number."""

    PUBLIC = 0
    UNLISTED = 1
    PRIVATE = 2
    DIRECT = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class QuotePolicy(IntEnum):
    """Who beside its author may quote a post; stored as its number."""

    PUBLIC = 0
    FOLLOWERS = 1
    NOBODY = 2

    @property
    def word(self) -> str:
        return self.name.lower()


class QuoteState(IntEnum):
    """What the quoted author said of a quote; stored as its number."""

    PENDING = 0
    ACCEPTED = 1
    REJECTED = 2
    REVOKED = 3

    @property
    def word(self) -> str:
        return self.name.lower()


OPEN = int(Visibility.UNLISTED)
"""A plain number: comparing with a member of an enumeration takes three times as long, and each page does it often."""


class Post(msgspec.Struct, frozen=True):
    """A post or, when `reblog_of_id` is set, a boost. Columns in the order of store.COLUMNS; times in ms since 1970.

    `quote_state` is None for a post that quotes nothing; where it is not, a missing `quoted_id` was deleted.
    """

    id: int
    account_id: int
    uri: str
    url: str
    text: str
    spoiler_text: str
    visibility: int
    sensitive: bool
    language: str
    in_reply_to_id: int | None
    in_reply_to_account_id: int | None
    thread_id: int
    reblog_of_id: int | None
    created_at: int
    edited_at: int | None
    app_id: int | None
    replies_count: int
    reblogs_count: int
    favourites_count: int
    author_suspended: bool
    quoted_id: int | None = None
    quote_state: int | None = None
    quote_policy: int = QuotePolicy.NOBODY
    quotes_count: int = 0

    @property
    def readable_by_all(self) -> bool:
        return self.visibility <= OPEN


class Draft(msgspec.Struct, frozen=True):
    """What a member asks to publish. `created_at` (ms since 1970) is for imports and the demo."""

    text: str = ""
    spoiler_text: str = ""
    visibility: Visibility = Visibility.PUBLIC
    sensitive: bool = False
    language: str = ""
    in_reply_to_id: int | None = None
    media_ids: list[int] = []
    app_id: int | None = None
    idempotency_key: str = ""
    created_at: int | None = None
    poll: PollDraft | None = None
    quoted_id: int | None = None
    quote_policy: QuotePolicy = QuotePolicy.NOBODY


class Edit(msgspec.Struct, frozen=True):
    """One version of a post; `media` are its media ids at that time, `poll` the options of its poll."""

    text: str
    spoiler_text: str
    sensitive: bool
    media: list[int]
    created_at: int
    poll: list[str] = []


class Tag(NamedTuple):
    """A tag of a post: its key and the way its author wrote it."""

    key: str
    name: str


class Quoting(NamedTuple):
    """A post that quotes another, and its author."""

    id: int
    account_id: int


class Filter(msgspec.Struct, frozen=True):
    """Which posts of an account are wanted."""

    only_media: bool = False
    exclude_replies: bool = False
    exclude_reblogs: bool = False
    pinned: bool = False
    open_only: bool = False
    tagged: str = ""
