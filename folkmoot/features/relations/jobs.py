"""What relations leave behind and need not keep."""

from folkmoot.features.relations import store
from folkmoot.infra.boot import Ground


async def end_mutes(ground: Ground, _: None) -> None:
    """Remove mutes whose time is over."""
    async with ground.work() as work:
        for account_id in await store.take_expired_mutes(work.db, work.now):
            work.touch("relations", account_id)
