"""What notifications announce."""

import msgspec


class Notified(msgspec.Struct, frozen=True):
    """These notifications were written."""

    notification_ids: list[int]
