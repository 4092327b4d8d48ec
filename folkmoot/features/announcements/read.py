"""What is announced at the moment, and how people reacted."""

from collections.abc import Sequence

from folkmoot.features.announcements import store
from folkmoot.features.announcements.types import Announcement, Reaction
from folkmoot.infra.db import Reader

SHOWN = 100


async def current(db: Reader, account_id: int, now: int) -> list[Announcement]:
    """Return what is announced at `now`, the oldest first, with whether the member has put it away. One query."""
    return await store.current(db, now, account_id, SHOWN)


async def everything(db: Reader) -> list[Announcement]:
    """Return the newest announcements, past and coming ones too, newest first. One query."""
    return await store.everything(db, SHOWN)


async def reactions(db: Reader, ids: Sequence[int], account_id: int) -> dict[int, list[Reaction]]:
    """Return the reactions to each announcement, the first emoji first, as the member sees them. One query."""
    return await store.reactions(db, ids, account_id)
