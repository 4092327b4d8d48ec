"""Finding tags by their beginning, and telling how often they were used of late."""

from collections.abc import Sequence

from folkmoot.features.search import store
from folkmoot.features.search.rules import OFFSET_LIMIT, pattern, tag_of
from folkmoot.features.search.types import Day
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY
from folkmoot.infra.ids import first_id_at

DAYS = 7


async def find_tags(ground: Ground, text: str, limit: int, offset: int = 0) -> list[str]:
    """Return the keys of tags of open posts: the very tag first, then the most used."""
    key = tag_of(text)
    if not key or offset > OFFSET_LIMIT:
        return []
    found = await store.tags(await ground.read(), key, pattern(key) + "%", limit, offset)
    return [tag for tag in found if tag.startswith(key)]


async def tag_history(ground: Ground, keys: Sequence[str]) -> dict[str, list[Day]]:
    """Return how each tag was used by open posts on each of the last seven days, newest first. One query."""
    today = ground.clock() // DAY
    days = [today - back for back in range(DAYS)]
    used: dict[tuple[str, int], Day] = {}
    if keys:
        rows = await store.history(await ground.read(), list(keys), first_id_at(days[-1] * DAY))
        used = {(tag, day): Day(day * DAY, uses, people) for tag, day, uses, people in rows}
    return {key: [used.get((key, day), Day(day * DAY)) for day in days] for key in keys}
