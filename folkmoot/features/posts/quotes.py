"""The posts that quote one, as one visitor sees them."""

from folkmoot.features.posts import quote_store, store
from folkmoot.features.posts.filled import filled
from folkmoot.features.posts.types import Quoting
from folkmoot.features.posts.visible import visible_to
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds


async def quotes_of(ground: Ground, viewer_id: int | None, post_id: int, bounds: Bounds) -> list[int]:
    """Return the ids of one page of the posts whose quote of this one stands, as far as the viewer may see them."""
    db = await ground.read()

    async def read(within: Bounds) -> list[Quoting]:
        return await quote_store.quoting(db, post_id, within)

    async def shown(batch: list[Quoting]) -> list[int]:
        found = {post.id: post for post in await store.by_ids(db, [row.id for row in batch])}
        kept = [found[row.id] for row in batch if row.id in found]
        return [post.id for post in await visible_to(ground, viewer_id, kept)]

    return await filled(read, shown, bounds)
