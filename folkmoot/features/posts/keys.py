"""Idempotency keys of what is not a post yet: a repeated call finds what the first one made."""

from folkmoot.features.posts import store
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Reader


async def claim_key(work: Work, account_id: int, key: str, made_id: int) -> int | None:
    """Tie the author's idempotency key to `made_id`; returns the id it was tied to within the last hour, if any."""
    return await store.remember_key(work.db, account_id, key, made_id, work.now)


async def made_with_key(db: Reader, account_id: int, key: str) -> int | None:
    """Return what the author's idempotency key is tied to, None where it is not or no longer."""
    return await store.made_with_key(db, account_id, key)


async def release_key(work: Work, account_id: int, made_id: int) -> bool:
    """Untie what `claim_key` tied to `made_id`; False when nothing was, or it was forgotten."""
    return await store.forget_key(work.db, account_id, made_id)
