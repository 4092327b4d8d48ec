"""What others may ask about relations, always for many at once."""

from typing import NamedTuple

from folkmoot.features.relations import domain_store, endorse_store, store
from folkmoot.features.relations.types import FollowOptions, Relationship, Voice
from folkmoot.infra.db import Bounds, Paged, Reader


class Listed(NamedTuple):
    """A row of a list of accounts; `row_id` is what its pages are counted by."""

    row_id: int
    account_id: int


class Muted(NamedTuple):
    """A row of the list of those muted; `expires_at` in ms since 1970, None for good."""

    row_id: int
    account_id: int
    expires_at: int | None


async def between(db: Reader, account_id: int, target_ids: list[int], now: int) -> list[Relationship]:
    """Return how `account_id` stands to each of `target_ids`, in their order. Ten queries for any number."""
    follows = await store.follows_out(db, account_id, target_ids)
    followed_by = await store.follows_in(db, account_id, target_ids)
    requested = await store.requests_out(db, account_id, target_ids)
    requested_by = await store.requests_in(db, account_id, target_ids)
    blocking = await store.blocks_out(db, account_id, target_ids)
    blocked_by = await store.blocks_in(db, account_id, target_ids)
    mutes = await store.mutes_out(db, account_id, target_ids)
    endorsed = await endorse_store.among(db, account_id, target_ids)
    notes = await store.notes(db, account_id, target_ids)
    domain_blocked = await domain_store.among(db, account_id, target_ids)
    mutes = {target: mute for target, mute in mutes.items() if mute[1] is None or mute[1] > now}
    nothing = FollowOptions(show_reblogs=False)
    return [
        Relationship(
            target_id=target,
            following=target in follows,
            show_reblogs=follows.get(target, nothing).show_reblogs,
            notifying=follows.get(target, nothing).notify,
            languages=follows.get(target, nothing).languages,
            followed_by=target in followed_by,
            blocking=target in blocking,
            blocked_by=target in blocked_by,
            muting=target in mutes,
            muting_notifications=target in mutes and mutes[target][0],
            muting_expires_at=mutes[target][1] if target in mutes else None,
            requested=target in requested,
            requested_by=target in requested_by,
            domain_blocking=target in domain_blocked,
            endorsed=target in endorsed,
            note=notes.get(target, ""),
        )
        for target in target_ids
    ]


async def _listed(db: Reader, paged: Paged, account_id: int, bounds: Bounds) -> list[Listed]:
    return [Listed(row[0], row[1]) for row in await paged.rows(db, account_id, bounds)]


async def followers(db: Reader, account_id: int, bounds: Bounds) -> list[Listed]:
    """Return who follows an account, newest first."""
    return await _listed(db, store.FOLLOWERS, account_id, bounds)


async def following(db: Reader, account_id: int, bounds: Bounds) -> list[Listed]:
    """Return whom an account follows, newest first."""
    return await _listed(db, store.FOLLOWING, account_id, bounds)


async def follow_requests(db: Reader, account_id: int, bounds: Bounds) -> list[Listed]:
    """Return who asks to follow an account, newest first."""
    return await _listed(db, store.REQUESTS, account_id, bounds)


async def blocked(db: Reader, account_id: int, bounds: Bounds) -> list[Listed]:
    """Return whom an account blocks, newest first."""
    return await _listed(db, store.BLOCKED, account_id, bounds)


async def muted(db: Reader, account_id: int, bounds: Bounds, now: int) -> list[Muted]:
    """Return whom an account mutes at `now` (ms since 1970), newest first; mutes that have run out are none."""
    return [Muted(*row) for row in await store.MUTED.rows(db, account_id, bounds, now)]


async def endorsed(db: Reader, account_id: int, bounds: Bounds) -> list[Listed]:
    """Return whom an account endorses, newest first."""
    return await _listed(db, endorse_store.PAGE, account_id, bounds)


async def requests_count(db: Reader, account_id: int) -> int:
    """Return how many ask to follow an account."""
    return await store.count_requests(db, account_id)


async def followed_among(db: Reader, account_id: int, ids: list[int]) -> set[int]:
    """Return those of `ids` whom the account follows."""
    return set(await store.follows_out(db, account_id, ids))


async def requested_among(db: Reader, account_id: int, ids: list[int]) -> set[int]:
    """Return those of `ids` whom the account asked whether it may follow them. One query."""
    return await store.requests_out(db, account_id, ids) if ids else set()


async def follow_options(db: Reader, account_id: int, ids: list[int]) -> dict[int, FollowOptions]:
    """Return what the account wants to see of those of `ids` whom it follows. One query."""
    return await store.follows_out(db, account_id, ids)


async def voice(db: Reader, account_id: int) -> Voice:
    """Return what an author's new post has to know of the author. One query."""
    return await store.voice(db, account_id)


async def notified_followers(db: Reader, account_id: int) -> set[int]:
    """Return the followers who want a notification for each post of the account."""
    return await store.notified(db, account_id)


async def follows_among(db: Reader, account_ids: list[int], target_ids: list[int]) -> set[tuple[int, int]]:
    """Return the pairs (follower, followed) of these accounts and targets. One query."""
    return await store.follows_among(db, account_ids, target_ids)
