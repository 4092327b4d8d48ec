"""/home, /local and /everywhere: the timelines."""

from collections.abc import Sequence
from typing import Any

from folkmoot.features import timelines
from folkmoot.infra.db import Bounds
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.live.streams import stream_of
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.feed import Feed
from folkmoot.interfaces.web.reading import announcements
from folkmoot.interfaces.web.writing.small import fresh

pages = Pages()


async def timeline(
    visit: Visit, template: str, ids: Sequence[int], bounds: Bounds, *, context: str, **more: Any
) -> Response:
    """Answer with a page of posts; a script gets the posts alone."""
    entries = await visit.ground.one(Feed).articles(visit, ids, context)
    news = {"live": stream_of(visit), "context": context}
    shown = {"entries": entries, "next": older(visit, ids, bounds), **news, **more}
    if visit.is_partial:
        return visit.page("entries.html", **shown)
    return await placed(visit, template, **shown)


@pages.get("/home", member=True)
async def home(visit: Visit) -> Response:
    bounds = bounds_of(visit)
    ids = await timelines.home(visit.ground, current(visit).account_id, bounds)
    newest = not visit.is_partial and "before" not in visit.query
    return await timeline(
        visit, "home.html", ids, bounds,
        context="home",
        title=visit.text("Home"),
        composing=await fresh(visit),
        announced=await announcements.unread(visit) if newest else [],
    )  # fmt: skip


@pages.get("/local")
async def local(visit: Visit) -> Response:
    bounds = bounds_of(visit)
    ids = await timelines.public(visit.ground, visit.member_id, timelines.Public("local"), bounds)
    return await timeline(visit, "local.html", ids, bounds, context="public", title=visit.text("Local"))


@pages.get("/everywhere")
async def everywhere(visit: Visit) -> Response:
    bounds = bounds_of(visit)
    ids = await timelines.public(visit.ground, visit.member_id, timelines.Public(), bounds)
    return await timeline(visit, "everywhere.html", ids, bounds, context="public", title=visit.text("Everywhere"))
