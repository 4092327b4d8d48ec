"""Facts about previews that others follow up."""

import msgspec


class PreviewWanted(msgspec.Struct, frozen=True):
    """Posts carry a link whose page has not been looked at, or not for long."""

    preview_id: int
