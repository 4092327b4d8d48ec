"""Custom emoji: small pictures with a name."""

import re

from folkmoot.features.site import store
from folkmoot.features.site.types import Emoji
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.errors import ConflictError, InvalidError, MissingError

SHORTCODE_LIMIT = 64
CATEGORY_LIMIT = 100

_SHORTCODE = re.compile(r"[a-zA-Z0-9_]{2,}", re.ASCII)


async def emojis(ground: Ground) -> dict[str, Emoji]:
    """Return every custom emoji by its shortcode, from memory where nothing changed since `ground.read()`."""
    shelf = ground.shelf("emojis", on="site", size=1)
    known: dict[str, Emoji] | None = shelf.get(0)
    if known is None:
        tick = ground.changes.tick
        known = {item.shortcode: item for item in await store.emojis(ground.db.reader)}
        shelf.put(0, known, tick)
    return known


async def add_emoji(work: Work, emoji: Emoji) -> None:
    """Add a custom emoji whose pictures are stored; InvalidError or ConflictError says why its name will not do."""
    if not _SHORTCODE.fullmatch(emoji.shortcode) or len(emoji.shortcode) > SHORTCODE_LIMIT:
        raise InvalidError("Validation failed: Shortcode must be at least two letters, digits or underscores")
    if len(emoji.category) > CATEGORY_LIMIT:
        raise InvalidError(f"Validation failed: Category is too long (maximum is {CATEGORY_LIMIT} characters)")
    if not await store.add_emoji(work.db, emoji):
        raise ConflictError(f"There is an emoji :{emoji.shortcode}: already")
    work.touch("site", 0)


async def remove_emoji(work: Work, shortcode: str) -> Emoji:
    """Remove a custom emoji and return what it was, so that its pictures can be erased; MissingError if unknown."""
    removed = await store.remove_emoji(work.db, shortcode)
    if removed is None:
        raise MissingError(f"There is no emoji :{shortcode}:")
    work.touch("site", 0)
    return removed
