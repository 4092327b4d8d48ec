"""Custom emoji: small pictures with a name."""

from folkmoot.features.site import store
from folkmoot.features.site.types import Emoji
from folkmoot.infra.boot import Ground


async def emojis(ground: Ground) -> dict[str, Emoji]:
    """Return every custom emoji by its shortcode, from memory where nothing changed since."""
    shelf = ground.shelf("emojis", on="site", size=1)
    known: dict[str, Emoji] | None = shelf.get(0)
    if known is None:
        tick = ground.changes.tick
        known = {item.shortcode: item for item in await store.emojis(ground.db.reader)}
        shelf.put(0, known, tick)
    return known


__all__ = ["Emoji", "emojis"]
