"""What staff may impose on an account, here or elsewhere, and lift again."""

from enum import Enum

from folkmoot.features.accounts import store
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader


class Restriction(Enum):
    """Hidden from everybody, kept from those who do not follow, or shown behind a warning; by its column."""

    SUSPENDED = "suspended_at"
    SILENCED = "silenced_at"
    SENSITIZED = "sensitized_at"


async def impose(work: Work, account_id: int, restriction: Restriction, *, at: int | None = None) -> None:
    """Restrict an account, noting the time `at` (ms since 1970; None: now).

    Its posts must be looked at anew: see `posts.author_changed`.
    """
    await store.restrict(work.db, account_id, restriction.value, work.now if at is None else at)
    work.touch("account", account_id)


async def lift(work: Work, account_id: int, restriction: Restriction) -> None:
    """Take a restriction away; nothing happens where there is none."""
    await store.restrict(work.db, account_id, restriction.value, None)
    work.touch("account", account_id)


async def of_server(db: Reader, domain: str, restriction: Restriction, held: int | None, limit: int) -> list[int]:
    """Return the ids of some accounts of a server, or of one below its name, restricted at `held` (None: not)."""
    return await store.of_server(db, domain, restriction.value, held, limit)
