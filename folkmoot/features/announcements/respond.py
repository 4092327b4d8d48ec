"""Putting an announcement away, and reacting to it."""

from collections.abc import Container

from folkmoot.features.announcements import store
from folkmoot.features.announcements.rules import REACTIONS_LIMIT, check_reaction
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError, MissingError


async def dismiss(work: Work, announcement_id: int, account_id: int) -> None:
    """Mark an announcement as read; MissingError when there is none."""
    await _lock(work, announcement_id)
    await store.dismiss(work.db, announcement_id, account_id)


async def react(work: Work, announcement_id: int, account_id: int, name: str, custom: Container[str]) -> None:
    """React with an emoji or the shortcode of one of `custom`; MissingError and InvalidError say why not."""
    await _lock(work, announcement_id)
    check_reaction(name, custom)
    names = await store.names(work.db, announcement_id)
    if name not in names and len(names) >= REACTIONS_LIMIT:
        raise InvalidError("Validation failed: Limit of different reactions reached")
    if await store.react(work.db, announcement_id, name, account_id, work.new_id()):
        work.touch("announcement reaction", announcement_id)


async def take_back(work: Work, announcement_id: int, account_id: int, name: str) -> None:
    """Take a reaction back, where there is one; MissingError when there is no such announcement."""
    await _lock(work, announcement_id)
    if await store.take_back(work.db, announcement_id, name, account_id):
        work.touch("announcement reaction", announcement_id)


async def _lock(work: Work, announcement_id: int) -> None:
    if not await store.lock(work.db, announcement_id):
        raise MissingError("Record not found")
