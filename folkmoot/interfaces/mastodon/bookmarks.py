"""/api/v1/bookmarks: the posts that the member bookmarked, the latest first."""

from folkmoot.features import posts
from folkmoot.interfaces.mastodon.call import Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


@routes.get("/api/v1/bookmarks", scope="read:bookmarks")
async def bookmarks(call: Call, params: Page) -> Reply:
    bounds = params.bounds()
    rows = newest_first(await posts.bookmarked(await call.ground.read(), call.member_id, bounds), bounds)
    shown = await call.ground.one(Hydrate).statuses(call.member_id, [row.id for row in rows])
    return listing(shown, link(call, [row.row_id for row in rows], bounds))
