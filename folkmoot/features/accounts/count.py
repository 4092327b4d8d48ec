"""Keeping the numbers that stand on a profile."""

from folkmoot.features.accounts import store
from folkmoot.infra.boot import Work


async def count(
    work: Work, account_id: int, *, followers: int = 0, following: int = 0, statuses: int = 0, posted: bool = False
) -> None:
    """Add to an account's public numbers; `posted` also moves the day of its last post."""
    at = work.now if posted else None
    await store.add_counts(work.db, account_id, (followers, following, statuses), at)
    work.touch("account", account_id)
