"""The words of scheduling."""

import msgspec

from folkmoot.features.posts import Draft


class Scheduled(msgspec.Struct, frozen=True):
    """A post that waits. Columns in the order of store.COLUMNS; times in ms since 1970."""

    id: int
    account_id: int
    scheduled_at: int
    draft: Draft
    created_at: int
