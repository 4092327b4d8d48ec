"""Tags and how often they were used of late; those that trend are remembered, for they stand beside every page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from folkmoot.features import search, trends
from folkmoot.formats.text import tag_key, tags
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web.frame import paths

KEPT = 20
BESIDE = 4
"""Trending tags that stand beside a page."""
LENGTH = 500
"""Characters of the longest tag."""
WIDTH, HEIGHT = 64, 22
"""Of the line that shows how often something was used: it is drawn in a box of this size."""


class TagSeen(NamedTuple):
    """A tag for a template: its key, its path, its uses within seven days, and the points of the line of them."""

    key: str
    path: str
    uses: int
    points: str


def key_of(name: str) -> str:
    """Return the key of the tag `name`, with or without its sign; '' for what cannot be a tag."""
    name = name.strip().removeprefix("#")
    if len(name) > LENGTH or len(key := tag_key(name)) > LENGTH:
        return ""
    return key if tags(f"#{name}") == {key: name} else ""


def line_of(days: Iterable[search.Day | trends.Day]) -> tuple[int, str]:
    """Return all uses of days (newest first), and the points of their line for a polyline of SVG."""
    uses = [day.uses for day in days][::-1]
    most = max(uses, default=0) or 1
    step = WIDTH / max(len(uses) - 1, 1)
    room = HEIGHT - 4
    points = " ".join(f"{i * step:.1f},{HEIGHT - 2 - room * count / most:.1f}" for i, count in enumerate(uses))
    return sum(uses), points


async def tags_seen(ground: Ground, keys: Sequence[str]) -> list[TagSeen]:
    """Return these tags in their order. One query."""
    history = await search.tag_history(ground, keys)
    return [TagSeen(key, paths.tag(key), *line_of(history[key])) for key in keys]


class Trending:
    """One per process: the tags that trend, until the trends are counted or judged anew."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._kept = ground.shelf("trending tags", on="trends", size=1)

    async def tags(self) -> list[TagSeen]:
        """Return the hottest tags that were allowed; two queries where they are not remembered."""
        db = await self._ground.read()
        known: list[TagSeen] | None = self._kept.get(0)
        if known is None:
            tick = self._ground.changes.tick
            known = await tags_seen(self._ground, await trends.tags_shown(db, KEPT))
            self._kept.put(0, known, tick)
        return known
