"""Answering follow requests."""

from folkmoot.features.relations import store
from folkmoot.features.relations.follow import begin, touch_pair
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import MissingError


async def accept_request(work: Work, account_id: int, follower_id: int) -> None:
    """Let `follower_id`, who asked, follow `account_id`; MissingError when it did not ask."""
    options = await store.take_request(work.db, follower_id, account_id)
    if options is None:
        raise MissingError("Record not found")
    await begin(work, follower_id, account_id, options)


async def reject_request(work: Work, account_id: int, follower_id: int) -> None:
    """Refuse `follower_id`, who asked to follow `account_id`; MissingError when it did not ask."""
    if await store.take_request(work.db, follower_id, account_id) is None:
        raise MissingError("Record not found")
    touch_pair(work, follower_id, account_id)
