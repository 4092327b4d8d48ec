"""Who of those whom a member follows follows somebody else, too."""

from folkmoot.features.discovery import store
from folkmoot.infra.db import Reader

SHOWN = 80
"""Familiar followers of one account that are named, those who followed it last."""


async def familiar_followers(db: Reader, account_id: int, target_ids: list[int]) -> dict[int, list[int]]:
    """Return for each target those of its followers whom the account follows. One query.

    Those who hide their network are not named, nor is anybody beside a target that hides its own.
    """
    found: dict[int, list[int]] = {target: [] for target in target_ids}
    for target, follower in await store.familiar(db, account_id, target_ids, SHOWN):
        found[target].append(follower)
    return found
