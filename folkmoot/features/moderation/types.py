"""The words of moderation."""

import msgspec

CATEGORIES = ("spam", "legal", "violation", "other")


class Report(msgspec.Struct, frozen=True):
    """What a member told the moderators of an account. Columns as in store.COLUMNS; times in ms since 1970."""

    id: int
    account_id: int
    target_account_id: int
    category: str
    comment: str
    post_ids: list[int]
    rule_ids: list[int]
    forward: bool
    created_at: int
    action_taken_at: int | None


class Complaint(msgspec.Struct, frozen=True):
    """What a report says, as its author wrote it; ids that were none of ours are 0."""

    comment: str = ""
    category: str = ""
    post_ids: list[int] = []
    rule_ids: list[int] = []
    forward: bool = False
