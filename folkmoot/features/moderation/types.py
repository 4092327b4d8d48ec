"""The words of moderation."""

import msgspec

STATES = ("local", "remote", "active", "pending", "disabled", "silenced", "suspended", "sensitized")
"""What an account may be, seen from the desk of the staff."""
ACTIONS = ("none", "disable", "sensitive", "silence", "suspend")
"""What staff may do to an account: warn it, stop its login, cover its media, limit it, hide it."""
REMOVAL = "delete_statuses"
"""The action of a strike that goes with the removal of a post, in the word of the client API."""
CLOSED = "closed"
"""What came of a report about which nothing was decided."""
CATEGORIES = ("spam", "legal", "violation", "other")
APPEAL_STATES = ("pending", "approved", "rejected")


class Report(msgspec.Struct, frozen=True):
    """What a member told the moderators of an account. Columns as in store.COLUMNS; times in ms since 1970.

    `outcome` is what came of it: the action of a strike, or CLOSED; '' while it is open. `told_at` is when its author
    saw that.
    """

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
    outcome: str = ""
    told_at: int | None = None


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


class Removal(msgspec.Struct, frozen=True):
    """Why staff remove a post: one of CATEGORIES, the rules it broke, words to its author, the report it answers."""

    category: str = ""
    rule_ids: list[int] = []
    text: str = ""
    report_id: int | None = None
    mail: bool = True


class BrokenRule(msgspec.Struct, frozen=True):
    """A rule as it was when a post was removed by it; `translations` by language code."""

    id: int
    text: str
    translations: dict[str, str] = {}


class RemovedPost(msgspec.Struct, frozen=True):
    """What stays of a post that staff removed: nothing of what it said. None of the ids outlives what it names."""

    post_id: int
    account_id: int | None
    strike_id: int | None
    visibility: int
    category: str
    rules: list[BrokenRule]
    removed_at: int


class Appeal(msgspec.Struct, frozen=True):
    """What the owner of an account answered to a strike; `state` is one of APPEAL_STATES."""

    strike_id: int
    text: str
    state: str
    created_at: int
    decided_at: int | None = None
    decided_by_account_id: int | None = None


class Pace(msgspec.Struct, frozen=True):
    """How fast reports are answered: the time (ms) in which half of them were, None when there is no such figure."""

    median: int | None
    decided: int
    waiting: int
