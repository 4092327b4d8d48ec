"""The words of conversations."""

import msgspec


class Conversation(msgspec.Struct, frozen=True):
    """A thread as one member has it. Columns in the order of store.COLUMNS; `last_id` is its newest direct post."""

    account_id: int
    thread_id: int
    last_id: int
    unread: bool


class Direct(msgspec.Struct, frozen=True):
    """What a fact about a post tells that only those mentioned may see."""

    post_id: int
