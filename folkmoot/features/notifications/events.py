"""Facts about notifications that others follow up."""

import msgspec


class MailAwaited(msgspec.Struct, frozen=True):
    account_id: int


class RequestAccepted(msgspec.Struct, frozen=True):
    account_id: int
    from_id: int
