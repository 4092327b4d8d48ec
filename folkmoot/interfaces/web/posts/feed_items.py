"""Posts as items of feeds, which anybody may subscribe to: made once, kept until the post changes."""

import asyncio
from collections.abc import Sequence
from html import escape
from pathlib import Path

from folkmoot.features.media import Media
from folkmoot.features.posts import Visibility
from folkmoot.formats.syndication import Enclosure, Item
from folkmoot.gathering import Card, Cards, Links, Source, Viewers, as_html
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import iso_date
from folkmoot.infra.objects import KINDS
from folkmoot.interfaces.web.posts import wording
from folkmoot.interfaces.web.posts.faces import Faces

TITLE = 80


class FeedCard(Card, frozen=True, kw_only=True):
    """A post as an item without its author, whose name changes on its own."""

    item: Item


class FeedItems:
    """One per process."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._links = Links(ground.config.site.url)
        self._cards: Cards[FeedCard] = Cards(ground, "feed items", self._render)

    async def of(self, ids: Sequence[int]) -> list[Item]:
        """Return those of these posts that are public, in order; boosts are none. A fixed number of queries."""
        await self._ground.read()
        cards = await self._cards.of(ids)
        viewer = await self._ground.one(Viewers).of(None, cards)
        shown = [cards[i] for i in ids if i in viewer.seen and _is_public(cards[i])]
        faces = await self._ground.one(Faces).of({card.post.account_id for card in shown})
        return [
            card.item._replace(author=face.plain_name, author_url=f"{self._links.base}{face.path}")
            for card in shown
            for face in [faces[card.post.account_id]]
        ]

    async def _render(self, found: list[Source], _: int) -> list[FeedCard]:
        keys = {item.original for source in found for item in source.media if item.original}
        sizes = await asyncio.to_thread(self._sizes, keys)
        return [
            FeedCard(
                post=source.post, beside=source.beside, poll=source.poll, others=source.others,
                item=self._item(source, sizes),
            )
            for source in found
        ]  # fmt: skip

    def _sizes(self, keys: set[str]) -> dict[str, int]:
        found = {key: self._ground.objects.path(key) for key in keys}
        return {key: path.stat().st_size for key, path in found.items() if path is not None and path.is_file()}

    def _item(self, source: Source, sizes: dict[str, int]) -> Item:
        post = source.post
        url = self._links.post(post, source.author)
        warned = bool(post.spoiler_text)
        return Item(
            id=self._links.activity(post, source.author),
            url=url,
            title=wording.summary(post.spoiler_text or post.text, TITLE) or iso_date(post.created_at),
            html=_warning(source, url) if warned else self._content(source),
            created_at=post.created_at,
            updated_at=post.edited_at or post.created_at,
            language=post.language,
            tags=[tag.name for tag in source.tags],
            enclosures=() if warned else [self._enclosure(item, sizes) for item in source.media if item.original],
            sensitive=source.sensitive,
        )

    def _content(self, source: Source) -> str:
        parts = [as_html(source.post.text, source.mentioned, self._links)]
        if source.poll is not None:
            parts.append(f"<ul>{''.join(f'<li>{escape(option)}</li>' for option in source.poll.options)}</ul>")
        pictures = () if source.sensitive else [item for item in source.media if item.kind == "image" and item.original]
        for item in pictures:
            address = self._links.media(item.small or item.original)
            parts.append(f'<p><img src="{escape(address)}" alt="{escape(item.description)}"></p>')
        return "".join(parts)

    def _enclosure(self, item: Media, sizes: dict[str, int]) -> Enclosure:
        kind = KINDS.get(Path(item.original).suffix, "application/octet-stream")
        return Enclosure(self._links.media(item.original), kind, sizes.get(item.original, 0), item.description)


def _is_public(card: FeedCard) -> bool:
    return card.post.visibility == Visibility.PUBLIC and card.post.reblog_of_id is None


def _warning(source: Source, url: str) -> str:
    """Return what stands for a post with a warning: who wants to read on opens it."""
    return f'<p><strong>{escape(source.post.spoiler_text)}</strong></p><p><a href="{escape(url)}">{escape(url)}</a></p>'
