"""Facts about notifications that others follow up."""

import msgspec


class MailAwaited(msgspec.Struct, frozen=True):
    account_id: int


class Notified(msgspec.Struct, frozen=True):
    """These notifications were written and are shown: none of them was kept aside."""

    notification_ids: list[int]


class RequestAccepted(msgspec.Struct, frozen=True):
    account_id: int
    from_id: int
