"""What is forgotten of translations."""

from folkmoot.features.translation import store
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY

KEPT_FOR = 30 * DAY


async def forget_old(ground: Ground, _: None) -> None:
    """Forget translations after a month; who asks again gets a new one."""
    async with ground.work() as work:
        await store.forget(work.db, work.now - KEPT_FOR)
