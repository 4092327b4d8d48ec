"""What posts leave behind and need not keep."""

from folkmoot.features.posts import store
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import HOUR


async def forget_keys(ground: Ground, _: None) -> None:
    """Forget idempotency keys after an hour: whoever repeats a call does so sooner."""
    async with ground.work() as work:
        await store.forget_keys(work.db, work.now - HOUR)
