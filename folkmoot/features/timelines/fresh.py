"""Where a post that has just come stands: the rules of the timelines, asked for one post and many readers."""

from typing import NamedTuple

from folkmoot.features import posts
from folkmoot.features.lists import List
from folkmoot.features.relations import Audience
from folkmoot.features.timelines import store
from folkmoot.features.timelines.heads import belongs_at_home
from folkmoot.features.timelines.rules import belongs_on_list, is_closed, wanted_at_home
from folkmoot.features.timelines.types import Entry, Fresh, Public
from folkmoot.infra.db import Reader


class Reading(NamedTuple):
    """One reader: what they want to see, whom exclusive lists keep apart, and which closed posts mention them."""

    audience: Audience
    apart: frozenset[int] = frozenset()
    mentioned_in: frozenset[int] = frozenset()


async def fresh(db: Reader, ids: list[int]) -> dict[int, Fresh]:
    """Return what decides in which timelines each of these posts stands; unknown ids are left out. Two queries."""
    tags = await posts.tags_of(db, ids)
    return {
        item.entry.id: item._replace(tags=frozenset(tag.key for tag in tags.get(item.entry.id, ())))
        for item in await store.fresh(db, ids)
    }


def stands_in_public(item: Fresh, wanted: Public) -> bool:
    """Say whether a post stands in this public timeline; each reader's own wishes come on top."""
    return item.listed and item.begins and _fits(item, wanted)


def stands_under_tag(item: Fresh, tag: str, wanted: Public) -> bool:
    """Say whether a post stands in the timeline of a tag (its key)."""
    return item.listed and tag in item.tags and _fits(item, wanted)


def _fits(item: Fresh, wanted: Public) -> bool:
    if wanted.only_media and not item.has_media:
        return False
    return wanted.place == "all" or item.local == (wanted.place == "local")


def stands_at_home(item: Fresh, reading: Reading, now: int) -> bool:
    """Say whether a post stands in the reader's home, by its author or by a tag."""
    reader = reading.audience
    by_tag = item.listed and not reader.tags.isdisjoint(item.tags)
    entry = item.entry._replace(by_tag=by_tag)
    authored = entry.account_id == reader.account_id or entry.account_id in reader.following
    if reader.shuns_domain(entry.account_id, item.domain):
        return False
    return (by_tag or authored) and belongs_at_home(entry, reader, reading.apart) and _reaches(entry, reading, now)


def stands_on_list(item: Fresh, made: List, on_list: set[int], reading: Reading, now: int) -> bool:
    """Say whether a post stands on a list of the reader; `on_list` are those of the people in it who are on it."""
    entry, reader = item.entry, reading.audience
    if entry.account_id not in on_list:
        return False
    if entry.account_id != reader.account_id and entry.account_id not in reader.following:
        return False
    return _reaches(entry, reading, now) and belongs_on_list(
        entry, reader.account_id, made.replies_policy, on_list
    )  # fmt: skip


def _reaches(entry: Entry, reading: Reading, now: int) -> bool:
    if not wanted_at_home(entry, reading.audience, now):
        return False
    return not is_closed(entry, reading.audience) or entry.id in reading.mentioned_in
