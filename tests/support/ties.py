"""Ties between members of a community inside the test: who follows, blocks, mutes and lists whom."""

from typing import Any

from folkmoot.features import accounts, lists, relations
from tests.support.moot import Member, Moot


async def follow(moot: Moot, who: Member, whom: Member, **options: Any) -> None:
    """Let `who` follow `whom`; `options` are those of FollowOptions."""
    async with moot.ground.work() as work:
        target = await accounts.get(work.db, whom.id)
        await relations.follow(work, who.id, target, relations.FollowOptions(**options))


async def unfollow(moot: Moot, who: Member, whom: Member) -> None:
    async with moot.ground.work() as work:
        await relations.unfollow(work, who.id, whom.id)


async def block(moot: Moot, who: Member, whom: Member) -> None:
    async with moot.ground.work() as work:
        await relations.block(work, who.id, whom.id)


async def unblock(moot: Moot, who: Member, whom: Member) -> None:
    async with moot.ground.work() as work:
        await relations.unblock(work, who.id, whom.id)


async def mute(moot: Moot, who: Member, whom: Member, duration: int = 0) -> None:
    """Let `who` mute `whom`, for `duration` seconds or for good."""
    async with moot.ground.work() as work:
        await relations.mute(work, who.id, whom.id, duration=duration)


async def unmute(moot: Moot, who: Member, whom: Member) -> None:
    async with moot.ground.work() as work:
        await relations.unmute(work, who.id, whom.id)


async def keep_apart(moot: Moot, who: Member, whom: Member) -> None:
    """Let `who` put `whom`, whom `who` follows, on a new exclusive list."""
    async with moot.ground.work() as work:
        made = await lists.create(work, who.id, lists.ListChange("apart", exclusive=True))
        await lists.add(work, who.id, made.id, [whom.id])
