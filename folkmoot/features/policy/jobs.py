"""What policy does now and then."""

from folkmoot.features.policy import address_store, email_store
from folkmoot.features.policy.emails import HISTORY
from folkmoot.infra.boot import Ground


async def forget_expired(ground: Ground, _: None) -> None:
    """Forget blocks whose time is over and attempts that nobody asks for any more."""
    async with ground.work() as work:
        await email_store.forget_attempts(work.db, work.now - HISTORY)
        if await address_store.forget_expired(work.db, work.now):
            work.touch("policy", 0)
