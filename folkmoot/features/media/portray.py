"""Giving a finished file a preview that its owner has chosen."""

from pathlib import Path

from msgspec.structs import replace

from folkmoot.features.media import store
from folkmoot.features.media.studio import store_thumbnail
from folkmoot.features.media.types import READY, Media
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import InvalidError


async def portray(ground: Ground, item: Media, picture: Path) -> Media:
    """Show `picture`, made small, before the file itself; FileRefusedError says why it is not taken.

    InvalidError while the file is being processed, whose own preview is to come still.
    """
    if item.state != READY:
        raise InvalidError("Validation failed: The file is still being processed")
    made = await store_thumbnail(ground, picture)
    shown = {
        "width": made.width, "height": made.height, "size": f"{made.width}x{made.height}",
        "aspect": round(made.width / made.height, 6),
    }  # fmt: skip
    changed = replace(item, small=made.key, blurhash=made.blurhash, meta={**item.meta, "small": shown})
    async with ground.work() as work:
        kept = await store.portray(work.db, changed, instead_of=item.small)
        if kept and item.post_id is not None:
            work.touch("post", item.post_id)
    await ground.objects.delete(*([item.small] if kept and item.small else [] if kept else [made.key]))
    return changed if kept else item
