"""/bookmarks and /favourites: the posts that the member marked, the latest first."""

from collections.abc import Awaitable, Callable

from folkmoot.features import posts
from folkmoot.infra.db import Bounds, Reader
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.reading.timelines import timeline

pages = Pages()

Marked = Callable[[Reader, int, Bounds], Awaitable[list[posts.Listed]]]


async def _kept(visit: Visit, read: Marked, title: str, nothing: str) -> Response:
    bounds = bounds_of(visit)
    rows = await read(await visit.ground.read(), current(visit).account_id, bounds)
    return await timeline(
        visit, "timeline.html", [row.id for row in rows], bounds,
        context="",
        title=title,
        nothing=nothing,
        next=older(visit, [row.row_id for row in rows], bounds),
    )  # fmt: skip


@pages.get("/bookmarks", member=True)
async def bookmarks(visit: Visit) -> Response:
    nothing = visit.text("Posts that you bookmark wait here. Nobody else sees them.")
    return await _kept(visit, posts.bookmarked, visit.text("Bookmarks"), nothing)


@pages.get("/favourites", member=True)
async def favourites(visit: Visit) -> Response:
    return await _kept(
        visit, posts.favourited, visit.text("Favourites"), visit.text("Posts that you favourite stand here.")
    )
