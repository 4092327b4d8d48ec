"""The directory of those who want to be found."""

import msgspec

from folkmoot.features.discovery import store
from folkmoot.infra.boot import Ground

OFFSET_LIMIT = 10_000
NOBODY = 0


class Wanted(msgspec.Struct, frozen=True):
    """Which part of the directory is wanted; the newest profiles first, or else who posted last."""

    limit: int
    offset: int = 0
    newest: bool = False
    local: bool = False


async def directory(ground: Ground, viewer_id: int | None, wanted: Wanted) -> list[int]:
    """Return the ids of accounts, without those that the viewer (None: anybody) shuns. One query."""
    if wanted.offset > OFFSET_LIMIT:
        return []
    order = "new" if wanted.newest else "active"
    who = (viewer_id or NOBODY, ground.clock())
    span = (wanted.limit, wanted.offset)
    return await store.directory(await ground.read(), who, order, span, local=wanted.local)
