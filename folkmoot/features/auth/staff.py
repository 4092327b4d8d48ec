"""What staff see of a member, how a login is stopped, and the log of what staff do, which nobody edits."""

import msgspec

from folkmoot.features.auth import staff_store
from folkmoot.features.auth.roles import EVERYONE, roles_of
from folkmoot.features.auth.staff_store import Act
from folkmoot.features.auth.tokens import touch_tokens_of
from folkmoot.features.auth.types import Permission, User
from folkmoot.infra.boot import Work
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import ForbiddenError

ADDRESSES = 20
"""Addresses shown of one member."""


class Dossier(msgspec.Struct, frozen=True):
    """The private side of a member as staff may see it. `addresses` of open sessions with time of use, latest first."""

    user: User
    app_id: int | None
    invited_by: int | None
    addresses: list[tuple[str, int]]


async def dossiers(db: Reader, ids: list[int]) -> dict[int, Dossier]:
    """Return what staff may see of each of these members; those of other servers are left out. Three queries."""
    if not ids:
        return {}
    users = await staff_store.users(db, ids)
    origins = await staff_store.origins(db, ids)
    addresses = await staff_store.addresses(db, ids)
    return {
        account_id: Dossier(user, *origins[account_id], addresses.get(account_id, [])[:ADDRESSES])
        for account_id, user in users.items()
    }


async def authorize(db: Reader, by_id: int, permission: Permission, target_id: int | None = None) -> None:
    """Refuse with ForbiddenError unless `by_id` holds the permission now and, if it is about an account, outranks it.

    Nobody outranks themselves, nor staff of an equal or higher position.
    """
    held = await roles_of(db, [by_id] if target_id is None else [by_id, target_id])
    role, other = held.get(by_id, EVERYONE), held.get(target_id or 0, EVERYONE)
    outranked = target_id is not None and (target_id == by_id or role.position <= other.position)
    if not role.may(permission) or outranked:
        raise ForbiddenError("This action is not allowed")


async def disable_user(work: Work, account_id: int) -> bool:
    """Stop a login: sessions and tokens open nothing from this commit on. False when it is no member of ours."""
    found = await staff_store.disable(work.db, account_id, work.now)
    await touch_tokens_of(work, account_id)
    return found


async def enable_user(work: Work, account_id: int) -> bool:
    """Let a login work again, with the sessions and tokens it had. False when it is no member of ours."""
    found = await staff_store.disable(work.db, account_id, None)
    await touch_tokens_of(work, account_id)
    return found


async def log_act(work: Work, by_id: int | None, act: str, target: str, detail: str = "") -> None:
    """Write down what staff did: the act in a word, its target as `account:1`, and what the word does not say."""
    await staff_store.insert_act(work.db, Act(work.new_id(), by_id, act, target, detail, work.now))


async def log_look(work: Work, by_id: int, target: str, detail: str) -> None:
    """Write down that staff looked at what is not open to all; once a day is enough."""
    act = Act(work.new_id(), by_id, "look", target, detail, work.now)
    if not await staff_store.logged_since(work.db, act, work.now - DAY):
        await staff_store.insert_act(work.db, act)


async def acts(db: Reader, below: int, limit: int) -> list[Act]:
    """Return lines of the log with ids below `below`, the newest first."""
    return await staff_store.acts(db, below, limit)
