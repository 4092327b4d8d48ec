"""A post as HTML without what changes from visitor to visitor: rendered once for each language."""

from functools import cache
from typing import Any

from markupsafe import Markup

from folkmoot.features import site
from folkmoot.features.posts import Visibility
from folkmoot.gathering import Card, Cards, Links, Source
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import iso
from folkmoot.interfaces.web.frame import paths, rendering
from folkmoot.interfaces.web.posts import wording


class HtmlCard(Card, frozen=True, kw_only=True):
    """A rendered post: its body (warning, text, media, linked page) and what stands around it."""

    path: str
    body: Markup
    options: tuple[Markup, ...]
    created: str
    edited: str
    visibility: str
    has_media: bool
    app: str
    app_url: str


class HtmlCards:
    """One per process: the memory for each language."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._links = Links(ground.config.site.url)
        self.within = cache(self._within)

    def _within(self, language: str) -> Cards[HtmlCard]:
        async def render(found: list[Source], _: int) -> list[HtmlCard]:
            return await self._render(language, found)

        return Cards(self._ground, f"status html {language}", render)

    async def _render(self, language: str, found: list[Source]) -> list[HtmlCard]:
        known = await site.emojis(self._ground)
        body = rendering.macro("post_body.html", "body", language)
        return [self._card(source, known, body) for source in found]

    def _card(self, source: Source, known: Any, body: Any) -> HtmlCard:
        post = source.post
        return HtmlCard(
            post=post,
            beside=source.beside,
            poll=source.poll,
            others=source.others,
            path=paths.post(post, source.author),
            body=body(
                source,
                content=wording.content(post.text, source.mentioned, known, self._links),
                warning=wording.line(post.spoiler_text, known),
            ),
            options=tuple(wording.line(option, known) for option in source.poll.options) if source.poll else (),
            created=iso(post.created_at),
            edited="" if post.edited_at is None else iso(post.edited_at),
            visibility=Visibility(post.visibility).word,
            has_media=bool(source.media),
            app=source.app.name if source.app else "",
            app_url=_web(source.app.website) if source.app else "",
        )


def _web(address: str) -> str:
    """Return an address that leads to the web; "" for any other."""
    return address if address.startswith(("https://", "http://")) else ""
