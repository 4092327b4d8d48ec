"""Facts about leaving that others follow up."""

import msgspec


class AccountClosed(msgspec.Struct, frozen=True):
    """The account is hidden and locked, and (the rest of it) is to be erased."""

    account_id: int
