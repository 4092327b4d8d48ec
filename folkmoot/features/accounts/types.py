"""The words of accounts."""

import msgspec


class Field(msgspec.Struct, frozen=True):
    """A line of the profile's table; `verified_at` in ms since 1970."""

    name: str
    value: str
    verified_at: int | None = None


class Account(msgspec.Struct, frozen=True):
    """The public side of an account; columns in the order of store.COLUMNS. Times in ms since 1970.

    `attribution_domains` are those of websites that may name the account as an author.
    """

    id: int
    username: str
    domain: str
    uri: str
    url: str
    display_name: str
    note: str
    fields: list[Field]
    avatar: str
    avatar_static: str
    header: str
    header_static: str
    locked: bool
    bot: bool
    discoverable: bool
    indexable: bool
    hide_collections: bool
    created_at: int
    followers_count: int
    following_count: int
    statuses_count: int
    last_status_at: int | None
    suspended_at: int | None
    silenced_at: int | None
    avatar_description: str = ""
    header_description: str = ""
    show_media: bool = True
    show_media_replies: bool = True
    show_featured: bool = True
    attribution_domains: list[str] = []
    sensitized_at: int | None = None
    moved_to_id: int | None = None

    @property
    def local(self) -> bool:
        return not self.domain

    @property
    def acct(self) -> str:
        """The webfinger name as seen from here: without a domain for local accounts."""
        return f"{self.username}@{self.domain}" if self.domain else self.username
