"""/api/v1/favourites: the posts that the member favourited, the latest first."""

from folkmoot.features import posts
from folkmoot.interfaces.mastodon.call import Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


@routes.get("/api/v1/favourites", scope="read:favourites")
async def favourites(call: Call, params: Page) -> Reply:
    bounds = params.bounds()
    rows = newest_first(await posts.favourited(await call.ground.read(), call.member_id, bounds), bounds)
    shown = await call.ground.one(Hydrate).statuses(call.member_id, [row.id for row in rows])
    return listing(shown, link(call, [row.row_id for row in rows], bounds))
