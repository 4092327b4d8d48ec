"""An account's posts as one visitor sees them on its profile: full pages, whatever had to be left out."""

from msgspec.structs import replace

from folkmoot.features import relations
from folkmoot.features.posts import store
from folkmoot.features.posts.filled import filled
from folkmoot.features.posts.types import Filter, Post
from folkmoot.features.posts.visible import visible_to
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds


async def on_profile(
    ground: Ground, viewer_id: int | None, account_id: int, wanted: Filter, bounds: Bounds
) -> list[int]:
    """Return the ids of one page of those posts that the viewer (None: anybody) may see, counted as `bounds` say."""
    db = await ground.read()
    wanted = replace(wanted, open_only=viewer_id is None)

    async def read(within: Bounds) -> list[Post]:
        return await store.by_account(db, account_id, wanted, within)

    async def shown(batch: list[Post]) -> list[int]:
        return await _shown(ground, viewer_id, batch)

    return await filled(read, shown, bounds)


async def _shown(ground: Ground, viewer_id: int | None, batch: list[Post]) -> list[int]:
    """Return those posts that may be shown, and boosts whose original may be shown too."""
    boosted = [post.reblog_of_id for post in batch if post.reblog_of_id is not None]
    originals = await store.by_ids(ground.db.reader, boosted) if boosted else []
    if viewer_id is not None:
        reader = await relations.audience(ground, viewer_id)
        far = await relations.of_blocked_domains(ground, reader, {post.account_id for post in originals})
        originals = [post for post in originals if post.account_id not in reader.blocking | far]
    seen = {post.id for post in await visible_to(ground, viewer_id, [*batch, *originals])}
    return [post.id for post in batch if post.id in seen and (post.reblog_of_id is None or post.reblog_of_id in seen)]
