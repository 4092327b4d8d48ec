"""Keeping files for what may become a post: they are not swept, and anything may take them."""

from folkmoot.features.media import store
from folkmoot.infra.boot import Work


async def keep(work: Work, account_id: int, keeper_id: int, media_ids: list[int]) -> None:
    """Keep exactly these files for `keeper_id`; one that is not there or another's is left out without a word."""
    await let_go(work, keeper_id)
    if media_ids:
        await store.keep(work.db, keeper_id, account_id, media_ids)


async def let_go(work: Work, keeper_id: int) -> None:
    """Keep nothing for `keeper_id` any longer: its files are erased after a day unless a post takes them."""
    await store.let_go(work.db, keeper_id, work.now)
