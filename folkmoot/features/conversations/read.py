"""What a member may ask about conversations, and do with them."""

from folkmoot.features.conversations import store
from folkmoot.features.conversations.errors import UnknownConversationError
from folkmoot.features.conversations.types import Conversation
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Bounds, Reader


async def of_account(db: Reader, account_id: int, bounds: Bounds) -> list[Conversation]:
    """Return a page of a member's conversations, the latest first, counted by `last_id`. One query."""
    return await store.of_account(db, account_id, bounds)


async def get(db: Reader, account_id: int, thread_id: int) -> Conversation:
    """Return one conversation of a member, or raise UnknownConversationError."""
    found = await store.one(db, account_id, thread_id)
    if found is None:
        raise UnknownConversationError
    return found


async def ending_with(db: Reader, post_ids: list[int]) -> list[Conversation]:
    """Return every member's conversations whose latest post is one of these. One query."""
    return await store.ending_with(db, post_ids)


async def read(work: Work, account_id: int, thread_id: int) -> None:
    """Mark a conversation as read, or raise UnknownConversationError."""
    if not await store.read(work.db, account_id, thread_id):
        raise UnknownConversationError


async def remove(work: Work, account_id: int, thread_id: int) -> None:
    """Take a conversation out of the member's list until somebody writes in it again."""
    if not await store.remove(work.db, account_id, thread_id):
        raise UnknownConversationError
