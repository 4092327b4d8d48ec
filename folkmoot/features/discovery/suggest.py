"""Suggesting whom to follow: friends of friends first, then those whom the most follow."""

from typing import NamedTuple

from folkmoot.features.discovery import store
from folkmoot.infra.boot import Ground, Work


class Suggestion(NamedTuple):
    """An account to follow, and for what it is suggested: one or both may be true."""

    account_id: int
    by_friends: bool
    by_many: bool


async def suggestions(ground: Ground, account_id: int, limit: int) -> list[Suggestion]:
    """Return whom the account does not follow yet, nor blocks, mutes or waved away. Two queries."""
    db, now = await ground.read(), ground.clock()
    near = await store.friends_of_friends(db, account_id, now, limit)
    many = await store.most_followed(db, account_id, now, limit)
    ids = list(dict.fromkeys((*near, *many)))[:limit]
    return [Suggestion(each, each in near, each in many) for each in ids]


async def dismiss(work: Work, account_id: int, target_id: int) -> None:
    """Suggest an account never again; nothing happens where there is none with this id."""
    await store.dismiss(work.db, account_id, target_id)
