"""Following and ceasing to."""

from folkmoot.features import accounts
from folkmoot.features.accounts import Account, MovedError, UnknownAccountError
from folkmoot.features.relations import domain_store, endorse_store, store
from folkmoot.features.relations.events import Followed, FollowRequested
from folkmoot.features.relations.types import FollowOptions
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import ForbiddenError


async def follow(work: Work, account_id: int, target: Account, options: FollowOptions) -> None:
    """Follow `target`, or ask to where it approves its followers; again with other options changes those.

    ForbiddenError when either blocks the other or its domain, UnknownAccountError when the target is suspended,
    MovedError when it has moved.
    """
    if target.id == account_id:
        raise ForbiddenError("You cannot follow yourself")
    if target.suspended_at is not None:
        raise UnknownAccountError
    await _refuse_blocked(work, account_id, target.id)
    if target.id in await store.follows_out(work.db, account_id, [target.id]):
        await store.change_follow(work.db, account_id, target.id, options)
        touch_pair(work, account_id, target.id)
    elif target.moved_to_id is not None:
        raise MovedError
    elif await domain_store.is_between(work.db, account_id, target.id):
        raise _refused()
    elif target.locked:
        await store.insert_request(work.db, account_id, target.id, work.new_id(), options)
        work.announce(FollowRequested(account_id, target.id))
    else:
        await store.take_request(work.db, account_id, target.id)  # of the time when the target still approved them
        await begin(work, account_id, target.id, options)


async def begin(work: Work, account_id: int, target_id: int, options: FollowOptions) -> None:
    """Write the follow down and count it; the caller has checked that it may be."""
    if await store.insert_follow(work.db, account_id, target_id, work.new_id(), options):
        await accounts.count(work, account_id, following=1)
        await accounts.count(work, target_id, followers=1)
        work.announce(Followed(account_id, target_id))
    touch_pair(work, account_id, target_id)


async def unfollow(work: Work, account_id: int, target_id: int) -> None:
    """End a follow, with its endorsement, or a request; nothing happens where there is neither."""
    await endorse_store.delete(work.db, account_id, target_id)
    if await store.delete_follow(work.db, account_id, target_id):
        await accounts.count(work, account_id, following=-1)
        await accounts.count(work, target_id, followers=-1)
    await store.take_request(work.db, account_id, target_id)
    touch_pair(work, account_id, target_id)


async def remove_follower(work: Work, account_id: int, follower_id: int) -> None:
    """Make `follower_id` no longer follow `account_id`."""
    await unfollow(work, follower_id, account_id)


def touch_pair(work: Work, account_id: int, target_id: int) -> None:
    work.touch("relations", account_id, target_id)


async def _refuse_blocked(work: Work, account_id: int, target_id: int) -> None:
    ids = [target_id]
    if await store.blocks_in(work.db, account_id, ids) or await store.blocks_out(work.db, account_id, ids):
        raise _refused()


def _refused() -> ForbiddenError:
    return ForbiddenError("This action is not allowed")
