"""What the members who listen want to see, and which of them a post concerns, without asking each one."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from folkmoot.features import lists, relations
from folkmoot.features.timelines import Fresh, Reading
from folkmoot.infra.boot import Ground

K = TypeVar("K")


class Readers:
    """The members who listen, by whom and by which tags they follow; true again after each `refresh`."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._members: set[int] = set()
        self._known: dict[int, Reading] = {}
        self._stale: set[int] = set()
        self._by_author: defaultdict[int, set[int]] = defaultdict(set)
        self._by_tag: defaultdict[str, set[int]] = defaultdict(set)
        ground.changes.on("relations", self._changed)
        ground.changes.on("everything", lambda _: self._stale.update(self._members))

    def _changed(self, account_id: int) -> None:
        if account_id in self._members:
            self._stale.add(account_id)

    def add(self, viewer_id: int) -> None:
        self._members.add(viewer_id)
        self._stale.add(viewer_id)

    def remove(self, viewer_id: int) -> None:
        self._members.discard(viewer_id)
        self._stale.discard(viewer_id)
        self._forget(viewer_id)

    async def refresh(self) -> None:
        """Ask anew about those whose relations changed: six queries, however many they are."""
        if not self._stale:
            return
        wanted, self._stale = self._stale, set()
        try:
            found = await relations.audiences(self._ground, wanted)
            apart = await lists.aparts(self._ground, wanted)
        except BaseException:
            self._stale |= wanted
            raise
        for viewer_id in wanted:
            self._forget(viewer_id)
            if viewer_id in self._members:
                self._keep(Reading(found[viewer_id], apart[viewer_id]))

    def get(self, viewer_id: int) -> Reading | None:
        """Return what one of them wants to see; None for who is new since the last `refresh`, or left."""
        return self._known.get(viewer_id)

    def concerned(self, item: Fresh) -> set[int]:
        """Return in whose home a post might stand: its author's, and of those who follow the author or a tag."""
        found = self.followers((item.entry.account_id,))
        if item.listed:
            for tag in item.tags:
                found |= self._by_tag.get(tag, set())
        return found

    def followers(self, author_ids: Iterable[int]) -> set[int]:
        """Return these authors, where they listen, and who follows any of them."""
        found: set[int] = set()
        for author_id in author_ids:
            found |= self._by_author.get(author_id, set())
        return found

    def followers_of_tags(self) -> set[int]:
        return {viewer_id for viewers in self._by_tag.values() for viewer_id in viewers}

    def _keep(self, reading: Reading) -> None:
        reader = reading.audience
        self._known[reader.account_id] = reading
        self._by_author[reader.account_id].add(reader.account_id)
        for author_id in reader.following:
            self._by_author[author_id].add(reader.account_id)
        for tag in reader.tags:
            self._by_tag[tag].add(reader.account_id)

    def _forget(self, viewer_id: int) -> None:
        reading = self._known.pop(viewer_id, None)
        if reading is not None:
            _take_out(self._by_author, (viewer_id, *reading.audience.following), viewer_id)
            _take_out(self._by_tag, reading.audience.tags, viewer_id)


def _take_out(index: dict[K, set[int]], keys: Iterable[K], viewer_id: int) -> None:
    for key in keys:
        viewers = index[key]
        viewers.discard(viewer_id)
        if not viewers:
            del index[key]
