"""/@name/media: the pictures, films and sounds of an account."""

from collections.abc import Sequence
from typing import NamedTuple

from folkmoot.features import media, posts
from folkmoot.features.media import Media
from folkmoot.features.posts import Filter
from folkmoot.infra.db import Bounds
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.people.heads import Head
from folkmoot.interfaces.web.posts.feed import Feed
from folkmoot.interfaces.web.reading.profile import elsewhere, meant, profile_page, seen

pages = Pages()

TILES = 24
"""Posts whose files stand on one page."""


class Tile(NamedTuple):
    """A file and the way to its post; `veiled` says that it is shown only there."""

    item: Media
    path: str
    veiled: bool


@pages.get("/@{name}/media")
async def profile_media(visit: Visit) -> Response:
    head = await meant(visit)
    if away := elsewhere(visit, head):
        return visit.go(away)
    if not head.account.show_media:
        return visit.go(head.face.path)
    bounds = bounds_of(visit, TILES)
    if visit.is_partial:
        tiles, older_path = await _tiles(visit, head, bounds)
        return visit.page("media_tiles.html", tiles=tiles, next=older_path)
    view = await seen(visit, head)
    tiles, older_path = ([], "") if view.cover else await _tiles(visit, head, bounds)
    return await profile_page(visit, view, "media", tiles=tiles, next=older_path, entries=[], pinned=[])


async def _tiles(visit: Visit, head: Head, bounds: Bounds) -> tuple[Sequence[Tile], str]:
    """Return the files of one page, and the address of the next."""
    wanted = Filter(only_media=True, exclude_reblogs=True, exclude_replies=not head.account.show_media_replies)
    ids = await posts.on_profile(visit.ground, visit.member_id, head.id, wanted, bounds)
    shown = await visit.ground.one(Feed).shown(visit, ids, "account")
    files = await media.of_posts(await visit.ground.read(), [entry.id for entry in shown])
    sensitized = head.account.sensitized_at is not None
    tiles = [
        Tile(
            item, entry.card.path, sensitized or entry.card.post.sensitive or bool(entry.card.post.spoiler_text)
            or bool(entry.filtered) or entry.blurred,
        )
        for entry in shown
        for item in files.get(entry.id, ())
        if item.original
    ]  # fmt: skip
    return tiles, older(visit, ids, bounds)
