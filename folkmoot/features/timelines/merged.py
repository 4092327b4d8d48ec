"""What several authors said, and what uses certain tags, merged: a page of it that one reader wants to see."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from folkmoot.features.relations import Audience
from folkmoot.features.timelines import store
from folkmoot.features.timelines.heads import filtered
from folkmoot.features.timelines.rules import each_once, woven
from folkmoot.features.timelines.types import Entry
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds

ROUNDS = 8
"""Queries one page may cost when filters leave much out; then it comes short, which clients understand."""


class Wanted(NamedTuple):
    """Whose entries one reader wants, which of those that belong at home (None: all), and by what tags more."""

    reader: Audience
    authors: list[int]
    belongs: Callable[[Entry], bool] | None = None
    tags: Sequence[str] = ()


async def filled(ground: Ground, wanted: Wanted, found: list[Entry], bounds: Bounds) -> list[int]:
    """Return the ids of a page: `found`, and what follows it within `bounds`, a few rounds at most."""
    below, above, limit, ascending = bounds
    size = limit * 2
    for _ in range(ROUNDS):
        batch = await store.tails(ground.db.reader, wanted.authors, (below, above, size, ascending))
        if wanted.tags:
            tagged = await store.by_tags(ground.db.reader, list(wanted.tags), (below, above, size, ascending))
            batch = woven(batch, tagged, size, ascending=ascending)
        more = filter(wanted.belongs, await filtered(ground, batch, wanted.reader))
        found = list(each_once([*found, *more]))
        if len(found) >= limit or len(batch) < size:
            break
        below, above = (below, batch[-1].id) if ascending else (batch[-1].id, above)
    return [entry.id for entry in found[:limit]]
