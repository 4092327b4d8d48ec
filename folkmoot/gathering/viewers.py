"""What one viewer sees of the posts that are shown: which at all, their own marks, filters and answers."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from folkmoot.features import filters, polls, posts, relations
from folkmoot.features.filters import Match
from folkmoot.features.relations import Audience
from folkmoot.gathering.cards import Card
from folkmoot.infra.boot import Ground

VIEWERS_KEPT = 2_000
FLAGS_KEPT = 400
"""Posts of which one viewer's flags are remembered."""


class Viewer(NamedTuple):
    """Who looks (None: anybody), the ids of the posts that they may see, and by id of the post: their flags, the
    filters that it falls under, and what they chose in its poll. `now` in ms since 1970.
    """

    reader: Audience | None
    seen: set[int]
    flags: Mapping[int, int]
    matches: Mapping[int, list[Match]]
    choices: Mapping[int, list[int]]
    now: int

    @property
    def account_id(self) -> int | None:
        return None if self.reader is None else self.reader.account_id


class Viewers:
    """One per process: the way to find out, and the flags that are remembered."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._flags = ground.shelf("flags", on="flags", size=VIEWERS_KEPT)

    async def of(self, viewer_id: int | None, cards: Mapping[int, Card]) -> Viewer:
        """Return what the viewer sees of these posts; at most two queries where nothing is remembered of either."""
        reader = None if viewer_id is None else await relations.audience(self._ground, viewer_id)
        seen = await posts.visible_to(self._ground, viewer_id, [card.post for card in cards.values()])
        return Viewer(
            reader,
            {post.id for post in seen},
            await self._flags_of(viewer_id, cards),
            await self._filtered(viewer_id, cards),
            await self._choices(viewer_id, cards),
            self._ground.clock(),
        )

    async def _flags_of(self, viewer_id: int | None, cards: Mapping[int, Card]) -> dict[int, int]:
        if viewer_id is None:
            return {}
        tick = self._ground.changes.tick
        known: dict[int, int] | None = self._flags.get(viewer_id)
        if known is None:
            known = {}
            self._flags.put(viewer_id, known, tick)
        flags = {post_id: known[post_id] for post_id in cards if post_id in known}
        missing = [post_id for post_id in cards if post_id not in known]
        if missing:
            found = await posts.flags(self._ground.db.reader, viewer_id, missing)
            fetched = {post_id: found.get(post_id, 0) for post_id in missing}
            if len(known) > FLAGS_KEPT:
                known.clear()  # another call of the same viewer may be filling it: only `flags` is this call's own
            known.update(fetched)
            flags |= fetched
        return flags

    async def make_ready(self, viewer_ids: list[int], ids: Sequence[int]) -> None:
        """Let `of` answer these viewers from memory: a fixed number of queries, however many they are."""
        tick = self._ground.changes.tick
        found = await posts.flags_among(self._ground.db.reader, viewer_ids, list(ids))
        for viewer_id, flags in found.items():
            known: dict[int, int] | None = self._flags.get(viewer_id)
            if known is None:
                self._flags.put(viewer_id, flags, tick)
            elif not self._ground.changes.changed_since(("flags", viewer_id), tick):
                known.update(flags)
        await filters.make_ready(self._ground, viewer_ids)

    async def _filtered(self, viewer_id: int | None, cards: Mapping[int, Card]) -> dict[int, list[Match]]:
        """Return the viewer's filters that cards fall under by id of what is shown; a boost says what its post does."""
        if viewer_id is None:
            return {}
        active = await filters.active(self._ground, viewer_id)
        if not active:
            return {}
        now = self._ground.clock()
        found = {}
        for post_id, card in cards.items():
            said = card if card.post.reblog_of_id is None else cards.get(card.post.reblog_of_id, card)
            text = f"{said.post.spoiler_text}\n{said.post.text}\n{said.beside}"
            matches = active.matches(text, (post_id, said.post.id), now)
            if matches:
                found[post_id] = matches
        return found

    async def _choices(self, viewer_id: int | None, cards: Mapping[int, Card]) -> dict[int, list[int]]:
        """Return what the viewer chose in the polls of cards, by id of the post. At most one query."""
        asked = [post_id for post_id, card in cards.items() if card.poll is not None]
        if viewer_id is None or not asked:
            return {}
        return await polls.ballots(self._ground.db.reader, viewer_id, asked)
