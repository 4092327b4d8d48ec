"""The home timeline: what those whom a reader follows said, and what uses a tag that the reader follows."""

from folkmoot.features import relations
from folkmoot.features.relations import Audience
from folkmoot.features.timelines import store
from folkmoot.features.timelines.heads import TAIL, Heads, filtered
from folkmoot.features.timelines.rules import each_once, woven
from folkmoot.features.timelines.types import NEWEST, Bounds, Entry
from folkmoot.infra.boot import Ground

ROUNDS = 8
"""Queries one page may cost when filters leave much out; then it comes short, which clients understand."""


async def home(ground: Ground, account_id: int, bounds: Bounds) -> list[int]:
    """Return the ids of one page, newest first (oldest first where `bounds` say so)."""
    reader = await relations.audience(ground, account_id)
    below, above, limit, ascending = bounds
    found: list[Entry] = []
    if below == NEWEST and not ascending:
        head = await ground.one(Heads).of(reader)
        newer, found = head.entries, head.wanted
        if above:
            newer = [entry for entry in head.entries if entry.id > above]
            found = list(each_once(await filtered(ground, newer, reader)))
        if len(found) >= limit or len(newer) < TAIL:
            return [entry.id for entry in found[:limit]]
        below = head.entries[-1].id
    return await _deeper(ground, reader, found, (below, above, limit, ascending))


async def _deeper(ground: Ground, reader: Audience, found: list[Entry], bounds: Bounds) -> list[int]:
    """Fill the page from the database, a few rounds at most."""
    below, above, limit, ascending = bounds
    authors = [reader.account_id, *reader.following]
    size = limit * 2
    for _ in range(ROUNDS):
        batch = await store.tails(ground.db.reader, authors, (below, above, size, ascending))
        if reader.tags:
            tagged = await store.by_tags(ground.db.reader, list(reader.tags), (below, above, size, ascending))
            batch = woven(batch, tagged, size, ascending=ascending)
        found = list(each_once(found + await filtered(ground, batch, reader)))
        if len(found) >= limit or len(batch) < size:
            break
        below, above = (below, batch[-1].id) if ascending else (batch[-1].id, above)
    return [entry.id for entry in found[:limit]]
