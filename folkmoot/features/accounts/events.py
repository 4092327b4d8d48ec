"""Facts about accounts that others follow up."""

import msgspec


class AccountOpened(msgspec.Struct, frozen=True):
    account_id: int


class AccountUnlocked(msgspec.Struct, frozen=True):
    """It lets everybody follow from now on."""

    account_id: int


class AccountListed(msgspec.Struct, frozen=True):
    """It wants its open posts to be found from now on, or no longer."""

    account_id: int


class AccountErased(msgspec.Struct, frozen=True):
    """The row is gone; `objects` are the keys of stored pictures that nothing refers to any more."""

    account_id: int
    objects: list[str]
