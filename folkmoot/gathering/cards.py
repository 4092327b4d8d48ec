"""Posts as an interface renders them, once: kept until they change."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Generic, TypeVar

import msgspec

from folkmoot.features.polls import Poll
from folkmoot.features.posts import Post
from folkmoot.gathering.sources import Source, sources
from folkmoot.infra.boot import Ground

KEPT = 20_000
"""About 2.5 kB each."""
DEPTH = 3
"""From a boost to what it boosts, to what that quotes, and to the post of which a quoted quote gives the id."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A rendered post: what viewers are judged by. Interfaces add what it looks like.

    `beside` are its words that do not stand in its text, `others` the ids of the posts that are shown with it.
    """

    post: Post
    beside: str = ""
    poll: Poll | None = None
    others: tuple[int, ...] = ()


C = TypeVar("C", bound=Card)


class Cards(Generic[C]):
    """One process's memory of the posts that one interface rendered (`name` tells it from others)."""

    def __init__(
        self, ground: Ground, name: str, render: Callable[[list[Source], int], Awaitable[Iterable[C]]]
    ) -> None:
        self._ground = ground
        self._render = render
        self.kept = ground.shelf(name, on="post", size=KEPT)
        ground.changes.on("site", lambda _: self.kept.clear())  # custom emoji stand in every rendered text

    async def of(self, ids: Sequence[int]) -> dict[int, C]:
        """Return the posts with these ids by id; unknown ones are left out."""
        cards: dict[int, C]
        cards, missing = self.kept.many(ids)
        if not missing:
            return cards
        tick = self._ground.changes.tick
        for card in await self._render(await sources(self._ground, missing), tick):
            self.kept.put(card.post.id, card, tick)
            cards[card.post.id] = card
        return cards

    async def with_others(self, ids: Sequence[int]) -> dict[int, C]:
        """Return these posts, those that they boost or quote, and what those quote in turn."""
        cards = found = await self.of(ids)
        for _ in range(DEPTH):
            others = {other for card in found.values() for other in card.others} - cards.keys()
            if not others:
                break
            found = await self.of(list(others))
            cards = cards | found
        return cards
