"""The words of polls."""

import msgspec


class PollDraft(msgspec.Struct, frozen=True):
    """What a member wants to ask; `expires_in` in seconds from when the post is published."""

    options: list[str]
    expires_in: int
    multiple: bool = False
    hide_totals: bool = False


class Poll(msgspec.Struct, frozen=True):
    """The poll of a post. Columns in the order of store.COLUMNS; `expires_at` in ms since 1970.

    `tallies` are the answers for each option, `voters_count` the members who answered; `hide_totals` keeps the
    tallies from everybody until it has ended.
    """

    post_id: int
    account_id: int
    options: list[str]
    multiple: bool
    hide_totals: bool
    expires_at: int
    tallies: list[int]
    voters_count: int

    def has_ended(self, now: int) -> bool:
        return now >= self.expires_at
