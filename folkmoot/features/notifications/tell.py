"""Telling accounts of what happened, each thing once."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from folkmoot.features import accounts, auth, posts, relations
from folkmoot.features.accounts import Account
from folkmoot.features.notifications import store
from folkmoot.features.notifications.events import Notified
from folkmoot.features.notifications.rules import reads, wants
from folkmoot.features.notifications.types import STAFF_KINDS, Telling
from folkmoot.features.posts import Post
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Reader

TOGETHER = 200
"""Cases judged in one go and written in one transaction; between two of them others get their turn."""


class Case(NamedTuple):
    """A telling to be judged, with the post that the recipient would be shown (None: it is about no post)."""

    telling: Telling
    post: Post | None = None


async def tell(ground: Ground, cases: Sequence[Case]) -> None:
    """Tell those who may know and want to; those who were told before are not told again."""
    for start in range(0, len(cases), TOGETHER):
        tellings = await _judged(ground, cases[start : start + TOGETHER])
        if tellings:
            async with ground.work() as work:
                await _write(work, tellings)
        await asyncio.sleep(0)


async def tell_staff(ground: Ground, kind: str, from_id: int, thing_id: int = 0) -> None:
    """Tell all whose role permits it; no block or mute stands between staff and their work."""
    db = await ground.read()
    permission = STAFF_KINDS[kind]
    names = [role.name for role in (await auth.roles(db)).values() if role.may(permission)]
    staff = {account_id for name in names for account_id in await auth.holders(db, name)} - {from_id}
    if staff:
        async with ground.work() as work:
            await _write(work, [Telling(account_id, kind, from_id, thing_id) for account_id in staff])


async def _write(work: Work, tellings: Sequence[Telling]) -> None:
    ids = sorted(work.new_id() for _ in tellings)
    written = []
    for notification_id, telling in zip(ids, tellings, strict=True):
        if await store.insert(work.db, notification_id, telling):
            work.touch("notifications", telling.account_id)
            work.touch("told", notification_id)
            written.append(notification_id)
    if written:
        work.announce(Notified(written))


async def _judged(ground: Ground, cases: Sequence[Case]) -> list[Telling]:
    db = await ground.read()
    ids = {i for telling, _ in cases for i in (telling.account_id, telling.from_id)}
    people = await accounts.by_ids(db, list(ids))
    deaf = await _deaf(db, cases)
    return [
        case.telling
        for case in cases
        if (case.telling.account_id, case.post.thread_id if case.post else 0) not in deaf
        and await _reaches(ground, case, people)
    ]


async def _deaf(db: Reader, cases: Sequence[Case]) -> set[tuple[int, int]]:
    """Return the pairs (account, thread) where the account muted the thread."""
    asked: dict[int, set[int]] = {}
    for telling, post in cases:
        if post is not None:
            asked.setdefault(post.thread_id, set()).add(telling.account_id)
    return {
        (account_id, thread_id)
        for thread_id, ids in asked.items()
        for account_id in await posts.thread_muted_by(db, thread_id, list(ids))
    }


async def _reaches(ground: Ground, case: Case, people: Mapping[int, Account]) -> bool:
    telling, post = case
    recipient, sender = people.get(telling.account_id), people.get(telling.from_id)
    if recipient is None or sender is None:
        return False
    if telling.kind == "poll" and recipient.id == sender.id:
        return True
    reader = await relations.audience(ground, recipient.id)
    if not wants(reader, recipient, sender, ground.clock()):
        return False
    if post is None:
        return True
    if telling.kind == "status" and not reads(reader, post):
        return False
    return bool(await posts.visible_to(ground, recipient.id, [post]))
