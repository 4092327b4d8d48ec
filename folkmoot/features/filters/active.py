"""One member's filters ready to judge what they are shown, remembered until one of them changes."""

from collections.abc import Iterable
from typing import NamedTuple

from folkmoot.features.filters import store
from folkmoot.features.filters.match import Needle, Text, needle
from folkmoot.features.filters.types import Filter, Match
from folkmoot.infra.boot import Ground

SHELF_SIZE = 10_000
"""Nearly all members have no filter, and then there is next to nothing to remember."""


class _Ready(NamedTuple):
    filter: Filter
    needles: list[Needle]
    post_ids: frozenset[int]

    def stands(self, now: int) -> bool:
        return self.filter.expires_at is None or self.filter.expires_at > now


class Active:
    """A member's filters; false where there is none, so that nothing need be looked at."""

    __slots__ = ("_ready",)

    def __init__(self, mine: Iterable[Filter]) -> None:
        self._ready = tuple(
            _Ready(item, [needle(word) for word in item.keywords], frozenset(mark.post_id for mark in item.statuses))
            for item in mine
        )

    def __bool__(self) -> bool:
        return bool(self._ready)

    def matches(self, text: str, post_ids: Iterable[int], now: int) -> list[Match]:
        """Return the filters that a text, or one of the posts it stands in, falls under at `now`."""
        ids, said = list(dict.fromkeys(post_ids)), Text(text)
        found = []
        for ready in self._ready:
            if not ready.stands(now):
                continue
            words = [item.keyword for item in ready.needles if said.holds(item)]
            marked = [post_id for post_id in ids if post_id in ready.post_ids]
            if words or marked:
                found.append(Match(ready.filter, words, marked))
        return found

    def next_end(self, now: int) -> int | None:
        """Return when the next of the filters ends after `now`; None where none does."""
        ends = [ready.filter.expires_at for ready in self._ready]
        return min((end for end in ends if end is not None and end > now), default=None)


async def active(ground: Ground, account_id: int) -> Active:
    """Return the member's filters, from memory where none changed since."""
    shelf = ground.shelf("active filters", on="filters", size=SHELF_SIZE)
    known: Active | None = shelf.get(account_id)
    if known is not None:
        return known
    tick = ground.changes.tick
    found = Active(await store.of_account(ground.db.reader, account_id))
    shelf.put(account_id, found, tick)
    return found


async def make_ready(ground: Ground, account_ids: Iterable[int]) -> None:
    """Let `active` answer from memory for many members; one query for all those who have no filter."""
    shelf = ground.shelf("active filters", on="filters", size=SHELF_SIZE)
    _, missing = shelf.many(account_ids)
    if not missing:
        return
    tick = ground.changes.tick
    holders = await store.holders(ground.db.reader, missing)
    for account_id in missing:
        if account_id in holders:
            await active(ground, account_id)
        else:
            shelf.put(account_id, Active(()), tick)
