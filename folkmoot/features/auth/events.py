"""Facts about sign-in that others follow up."""

import msgspec


class UserOpened(msgspec.Struct, frozen=True):
    account_id: int
    unconfirmed: bool
    unapproved: bool


class ConfirmationAsked(msgspec.Struct, frozen=True):
    account_id: int


class EmailConfirmed(msgspec.Struct, frozen=True):
    account_id: int


class UserApproved(msgspec.Struct, frozen=True):
    account_id: int


class PasswordChanged(msgspec.Struct, frozen=True):
    account_id: int


class ResetAsked(msgspec.Struct, frozen=True):
    """Somebody wants a new password for the member with this address, if there is one."""

    email: str


class SignUpRepeated(msgspec.Struct, frozen=True):
    """Somebody signed up with an address that a member has already."""

    email: str


class FactorsChanged(msgspec.Struct, frozen=True):
    """A way to sign in beside the password was added or taken away."""

    account_id: int
