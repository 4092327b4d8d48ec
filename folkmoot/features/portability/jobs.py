"""The erasure that follows a closing, carried on after a crash from where it stopped."""

from folkmoot.features.portability.erase import erase_some
from folkmoot.features.portability.events import AccountClosed
from folkmoot.infra.boot import Ground

CHUNKS = 200
"""Chunks that one job erases before it makes room for others."""


async def erase_account(ground: Ground, fact: AccountClosed) -> None:
    """Erase what is left of a closed account; a large one takes several jobs, each of which calls the next."""
    for _ in range(CHUNKS):
        async with ground.work() as work:
            if not await erase_some(work, fact.account_id):
                return
    async with ground.work() as work:
        work.announce(fact)
