"""What staff may impose on an account, here or elsewhere, and lift again."""

from enum import Enum

from folkmoot.features.accounts import store
from folkmoot.infra.boot import Work


class Restriction(Enum):
    """Hidden from everybody, kept from those who do not follow, or shown behind a warning; by its column."""

    SUSPENDED = "suspended_at"
    SILENCED = "silenced_at"
    SENSITIZED = "sensitized_at"


async def impose(work: Work, account_id: int, restriction: Restriction) -> None:
    """Restrict an account from now on. Its posts must be looked at anew: see `posts.author_changed`."""
    await store.restrict(work.db, account_id, restriction.value, work.now)
    work.touch("account", account_id)


async def lift(work: Work, account_id: int, restriction: Restriction) -> None:
    """Take a restriction away; nothing happens where there is none."""
    await store.restrict(work.db, account_id, restriction.value, None)
    work.touch("account", account_id)
