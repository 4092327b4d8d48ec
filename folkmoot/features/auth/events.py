"""Facts about sign-in that others follow up."""

import msgspec


class UserOpened(msgspec.Struct, frozen=True):
    account_id: int
    unconfirmed: bool
    unapproved: bool
