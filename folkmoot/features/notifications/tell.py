"""Telling accounts of what happened, each thing once."""

import asyncio
from collections.abc import Mapping, Sequence

from folkmoot.features import accounts, auth, posts, relations
from folkmoot.features.accounts import Account
from folkmoot.features.notifications import aside_store, group_store, mail_store, store
from folkmoot.features.notifications.events import Notified
from folkmoot.features.notifications.rules import open_groups, reads, wants
from folkmoot.features.notifications.screen import Case, Told, screened
from folkmoot.features.notifications.types import STAFF_KINDS, Telling
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Reader

TOGETHER = 200
"""Cases judged in one go and written in one transaction; between two of them others get their turn."""


async def tell(ground: Ground, cases: Sequence[Case]) -> None:
    """Tell those who may know and want to; those who were told before are not told again."""
    for start in range(0, len(cases), TOGETHER):
        told = await _judged(ground, cases[start : start + TOGETHER])
        if told:
            async with ground.work() as work:
                await _write(work, told)
        await asyncio.sleep(0)


async def tell_staff(ground: Ground, kind: str, from_id: int, thing_id: int = 0, *, but: int = 0) -> None:
    """Tell all whose role permits it, but for one; no block or mute stands between staff and their work."""
    db = await ground.read()
    permission = STAFF_KINDS[kind]
    names = [role.name for role in (await auth.roles(db)).values() if role.may(permission)]
    staff = {account_id for name in names for account_id in await auth.holders(db, name)} - {from_id, but}
    if staff:
        async with ground.work() as work:
            await _write(work, [Told(Telling(account_id, kind, from_id, thing_id)) for account_id in staff])


async def tell_owner(ground: Ground, kind: str, account_id: int, thing_id: int) -> None:
    """Tell an account of this server of what concerns itself; it does not say who of the staff acted."""
    account = (await accounts.by_ids(await ground.read(), [account_id])).get(account_id)
    if account is not None and account.local:
        async with ground.work() as work:
            await _write(work, [Told(Telling(account_id, kind, account_id, thing_id))])


async def _write(work: Work, told: Sequence[Told]) -> None:
    ids = sorted(work.new_id() for _ in told)
    groups = await _groups(work, told)
    await mail_store.make_due(work.db, list({each.telling.account_id for each in told if not each.aside}), work.now)
    shown = []
    for notification_id, (telling, _, aside), group in zip(ids, told, groups, strict=True):
        if await store.insert(work.db, notification_id, telling, group=group, aside=aside):
            work.touch("notifications", telling.account_id)
            work.touch("told", notification_id)
            if aside:
                await aside_store.note_request(work.db, work.new_id(), notification_id, work.now)
            else:
                shown.append(notification_id)
    if shown:
        work.announce(Notified(shown))


async def _groups(work: Work, told: Sequence[Told]) -> list[str | None]:
    """Return the group that each is written into: the one that is open, else a new one; None for what stands alone."""
    names = [open_groups(each.telling.kind, each.about, work.now) for each in told]
    members = list({each.telling.account_id for each, open_to in zip(told, names, strict=True) if open_to})
    if not members:
        return [None] * len(told)
    asked = list({name for open_to in names for name in open_to})
    existing = await group_store.existing(work.db, members, asked)
    return [
        next((name for name in open_to if (each.telling.account_id, name) in existing), open_to[0]) if open_to else None
        for each, open_to in zip(told, names, strict=True)
    ]


async def _judged(ground: Ground, cases: Sequence[Case]) -> list[Told]:
    db = await ground.read()
    ids = {i for telling, _ in cases for i in (telling.account_id, telling.from_id)}
    people = await accounts.by_ids(db, list(ids))
    deaf = await _deaf(db, cases)
    heard = [
        case
        for case in cases
        if (case.telling.account_id, case.post.thread_id if case.post else 0) not in deaf
        and await _reaches(ground, case, people)
    ]
    return await screened(ground, heard, people)


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
