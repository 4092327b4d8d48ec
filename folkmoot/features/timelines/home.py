"""The home timeline: what those whom a reader follows said, and what uses a tag that the reader follows."""

from folkmoot.features import lists, relations
from folkmoot.features.timelines.heads import TAIL, Heads, authors_at_home, belongs_at_home, filtered
from folkmoot.features.timelines.merged import Wanted, filled
from folkmoot.features.timelines.rules import each_once
from folkmoot.features.timelines.types import NEWEST, Entry
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Bounds


async def home(ground: Ground, account_id: int, bounds: Bounds) -> list[int]:
    """Return the ids of one page, newest first (oldest first where `bounds` say so)."""
    reader = await relations.audience(ground, account_id)
    apart = await lists.apart(ground, account_id)
    below, above, limit, ascending = bounds
    found: list[Entry] = []
    if below == NEWEST and not ascending:
        head = await ground.one(Heads).of(reader, apart)
        newer, found = head.entries, head.wanted
        if above:
            newer = [entry for entry in head.entries if entry.id > above]
            shown = await filtered(ground, newer, reader)
            found = list(each_once([entry for entry in shown if belongs_at_home(entry, reader, apart)]))
        if len(found) >= limit or len(newer) < TAIL:
            return [entry.id for entry in found[:limit]]
        below = head.entries[-1].id
    authors = authors_at_home(reader, apart)
    wanted = Wanted(reader, authors, lambda entry: belongs_at_home(entry, reader, apart), list(reader.tags))
    return await filled(ground, wanted, found, (below, above, limit, ascending))
