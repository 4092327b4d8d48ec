"""The words of moderation."""

import msgspec

STATES = ("local", "remote", "active", "pending", "disabled", "silenced", "suspended", "sensitized")
"""What an account may be, seen from the desk of the staff."""
ACTIONS = ("none", "disable", "sensitive", "silence", "suspend")
"""What staff may do to an account: warn it, stop its login, cover its media, limit it, hide it."""
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
    updated_at: int = 0
    assigned_account_id: int | None = None
    action_taken_by_account_id: int | None = None
    collection_ids: list[int] = []


class Complaint(msgspec.Struct, frozen=True):
    """What a report says, as its author wrote it; ids that were none of ours are 0."""

    comment: str = ""
    category: str = ""
    post_ids: list[int] = []
    collection_ids: list[int] = []
    rule_ids: list[int] = []
    forward: bool = False


class Wanted(msgspec.Struct, frozen=True):
    """Which reports are asked for: the open ones or those dealt with, by and about whom (None: anybody).

    None is about `reader_id`: who is complained about does not learn by whom.
    """

    reader_id: int
    resolved: bool = False
    account_id: int | None = None
    target_account_id: int | None = None


class Sanction(msgspec.Struct, frozen=True):
    """What staff decide about an account: one of ACTIONS, words to its owner, the report it answers."""

    action: str
    text: str = ""
    report_id: int | None = None
    mail: bool = True


class Strike(msgspec.Struct, frozen=True):
    """What was decided about an account, by whom (None: somebody who left since), and about which of its posts."""

    id: int
    target_account_id: int
    account_id: int | None
    action: str
    text: str
    post_ids: list[int]
    report_ids: list[int]
    created_at: int


class People(msgspec.Struct, frozen=True):
    """Which accounts staff look for. `states` (see STATES) must all hold; texts are beginnings or, of
    `domain`, `email` and `address`, the whole; `roles` are ids of which one must be held (None: it does not matter).
    """

    states: frozenset[str] = frozenset()
    username: str = ""
    display_name: str = ""
    domain: str = ""
    email: str = ""
    address: str = ""
    roles: list[int] | None = None
    invited_by: int | None = None


class Sorting(msgspec.Struct, frozen=True):
    """What staff say a report is about; '' and None leave its category and its rules as they are."""

    category: str = ""
    rule_ids: list[int] | None = None
