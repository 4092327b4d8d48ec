"""Facts about media that others follow up."""

import msgspec


class MediaErased(msgspec.Struct, frozen=True):
    """Rows are gone; `objects` are the keys of the stored files."""

    objects: list[str]
