"""The newest entries of each author and of each reader's home, remembered in this process.

A cache and nothing else: an author's change drops the author's tail and the heads of those who read it; a head is
good for the very relations it was made for, and until the next of the reader's mutes ends. Heads of those who follow
tags go with every public change, too: anybody may use a tag.
"""

from collections import OrderedDict, defaultdict
from heapq import merge
from itertools import islice

import msgspec

from folkmoot.features import posts, relations
from folkmoot.features.relations import Audience
from folkmoot.features.timelines import store
from folkmoot.features.timelines.rules import each_once, is_closed, wanted_at_home, woven
from folkmoot.features.timelines.types import NEWEST, Entry
from folkmoot.infra.boot import Ground

TAIL = 40
"""Entries kept of each author; the merged head of a reader is complete to this depth."""
FETCHED = 200
"""Tails fetched at once to be remembered; a reader who lacks more of them gets a head merged by the database."""
TAILS_KEPT = 4_000
HEADS_KEPT = 10_000
"""Authors and readers; a full tail is about 8 kB, and a head shares its entries with the tails."""


class Head(msgspec.Struct, frozen=True):
    """The newest entries of everyone and every tag that one reader follows, and those that the reader wants to see.

    `audience` is what it was made for, without the authors kept `apart`; `until` (ms since 1970) how long time alone
    does not change it.
    """

    audience: Audience
    apart: frozenset[int]
    entries: list[Entry]
    wanted: list[Entry]
    until: int


class Heads:
    """One per process; `of(reader)` answers from memory or builds anew."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._tails = ground.shelf("tails", on="outbox", size=TAILS_KEPT)
        self._heads: OrderedDict[int, Head] = OrderedDict()
        self._watchers: defaultdict[int, set[int]] = defaultdict(set)
        self._by_tags: set[int] = set()
        ground.changes.on("outbox", self._forget_author)
        ground.changes.on("public", self._forget_tagged)
        ground.changes.on("everything", self._forget_all)

    async def of(self, reader: Audience, apart: frozenset[int]) -> Head:
        now = self._ground.clock()
        head = self._heads.get(reader.account_id)
        if head is not None and head.audience is reader and head.apart == apart and now < head.until:
            return head
        tick = self._ground.changes.tick
        authors = authors_at_home(reader, apart)
        newest = await self._newest(authors)
        if reader.tags:
            tagged = await store.by_tags(self._ground.db.reader, list(reader.tags), (NEWEST, 0, TAIL, False))
            newest = woven(newest, tagged, TAIL, ascending=False)
        shown = await filtered(self._ground, newest, reader)
        wanted = list(each_once([entry for entry in shown if belongs_at_home(entry, reader, apart)]))
        head = Head(reader, apart, newest, wanted, reader.next_end(now) or NEWEST)
        if self._is_true_still(reader, authors, tick):
            self._keep(head, authors)
        return head

    def _is_true_still(self, reader: Audience, authors: list[int], tick: int) -> bool:
        changed_since = self._ground.changes.changed_since
        if reader.tags and changed_since(("public", 0), tick):
            return False
        return not any(changed_since(("outbox", author), tick) for author in authors)

    async def _newest(self, authors: list[int]) -> list[Entry]:
        """Return the newest entries of all `authors`, merged; at most one query."""
        db, tick = self._ground.db.reader, self._ground.changes.tick
        tails: dict[int, list[Entry]]
        tails, missing = self._tails.many(authors)
        if len(missing) > FETCHED:
            return await store.tails(db, authors, (NEWEST, 0, TAIL, False))
        if missing:
            fetched = await store.each_tail(db, missing, TAIL)
            for author, tail in fetched.items():
                self._tails.put(author, tail, tick)
            tails |= fetched
        return list(islice(merge(*tails.values(), key=_newest_first), TAIL))

    def _keep(self, head: Head, authors: list[int]) -> None:
        reader_id = head.audience.account_id
        self._heads[reader_id] = head
        if head.audience.tags:
            self._by_tags.add(reader_id)
        for author in authors:
            self._watchers[author].add(reader_id)
        if len(self._heads) > HEADS_KEPT:
            old_reader, old = self._heads.popitem(last=False)
            self._by_tags.discard(old_reader)
            for author in (old_reader, *old.audience.following):
                self._watchers[author].discard(old_reader)

    def _forget_author(self, author: int) -> None:
        for reader in self._watchers.pop(author, ()):
            self._heads.pop(reader, None)

    def _forget_tagged(self, _: int) -> None:
        for reader in self._by_tags:
            self._heads.pop(reader, None)
        self._by_tags.clear()

    def _forget_all(self, _: int) -> None:
        self._heads.clear()
        self._by_tags.clear()
        self._watchers.clear()


def authors_at_home(reader: Audience, apart: frozenset[int]) -> list[int]:
    """Return whose entries a home is made of: the reader's, and of all followed but those whom lists keep apart."""
    return [reader.account_id, *(author for author in reader.following if author not in apart)]


def belongs_at_home(entry: Entry, reader: Audience, apart: frozenset[int]) -> bool:
    """Say whether no exclusive list keeps its author out, not even one whose post came by its tag."""
    return entry.account_id == reader.account_id or entry.account_id not in apart


def _newest_first(entry: Entry) -> int:
    return -entry.id


async def filtered(ground: Ground, entries: list[Entry], reader: Audience) -> list[Entry]:
    """Return those of `entries` that the reader wants to see; direct posts only where they mention the reader."""
    now = ground.clock()
    speakers = {entry.reblog_account_id or entry.account_id for entry in entries}
    far = await relations.of_blocked_domains(ground, reader, speakers)
    wanted = [
        entry
        for entry in entries
        if (entry.reblog_account_id or entry.account_id) not in far and wanted_at_home(entry, reader, now)
    ]
    closed = [entry.id for entry in wanted if is_closed(entry, reader)]
    if not closed:
        return wanted
    open_to_reader = await posts.mentioned_in(ground.db.reader, reader.account_id, closed)
    return [entry for entry in wanted if entry.id in open_to_reader or not is_closed(entry, reader)]
