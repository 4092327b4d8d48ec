"""The newest entries of each author and of each reader's home, remembered in this process.

A cache and nothing else: an author's change drops the author's tail and the heads of those who read it.
"""

from collections import OrderedDict, defaultdict
from heapq import merge
from itertools import islice

import msgspec

from folkmoot.features.relations import Audience
from folkmoot.features.timelines import store
from folkmoot.features.timelines.types import Entry
from folkmoot.infra.boot import Ground

TAIL = 40
"""Entries kept of each author; the merged head of a reader is complete to this depth."""
TAILS_KEPT = 50_000
HEADS_KEPT = 10_000


class Head(msgspec.Struct, frozen=True):
    """The newest entries of everyone whom one reader follows. `audience` is what it was made for."""

    audience: Audience
    entries: list[Entry]


class Heads:
    """One per process; `of(reader)` answers from memory or builds anew."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._tails = ground.shelf("tails", on="outbox", size=TAILS_KEPT)
        self._heads: OrderedDict[int, Head] = OrderedDict()
        self._watchers: defaultdict[int, set[int]] = defaultdict(set)
        ground.changes.on("outbox", self._forget_author)
        ground.changes.on("everything", self._forget_all)

    async def of(self, reader: Audience) -> Head:
        head = self._heads.get(reader.account_id)
        if head is not None and head.audience is reader:
            return head
        tick = self._ground.changes.tick
        authors = [reader.account_id, *reader.following]
        tails = [await self._tail(author) for author in authors]
        newest = list(islice(merge(*tails, key=_newest_first), TAIL))
        head = Head(reader, newest)
        if not any(self._ground.changes.changed_since(("outbox", author), tick) for author in authors):
            self._keep(head, authors)
        return head

    async def _tail(self, author: int) -> list[Entry]:
        tail: list[Entry] | None = self._tails.get(author)
        if tail is None:
            tick = self._ground.changes.tick
            tail = await store.tail(self._ground.db.reader, author, TAIL)
            self._tails.put(author, tail, tick)
        return tail

    def _keep(self, head: Head, authors: list[int]) -> None:
        self._heads[head.audience.account_id] = head
        for author in authors:
            self._watchers[author].add(head.audience.account_id)
        if len(self._heads) > HEADS_KEPT:
            old_reader, old = self._heads.popitem(last=False)
            for author in (old_reader, *old.audience.following):
                self._watchers[author].discard(old_reader)

    def _forget_author(self, author: int) -> None:
        for reader in self._watchers.pop(author, ()):
            self._heads.pop(reader, None)

    def _forget_all(self, _: int) -> None:
        self._heads.clear()
        self._watchers.clear()


def _newest_first(entry: Entry) -> int:
    return -entry.id
