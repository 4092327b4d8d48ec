"""/api/v1/blocks: whom the member blocks."""

from folkmoot.features import relations
from folkmoot.interfaces.mastodon.call import Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


@routes.get("/api/v1/blocks", scope="read:blocks")
async def blocks(call: Call, params: Page) -> Reply:
    bounds = params.bounds(40, 80)
    rows = newest_first(await relations.blocked(await call.ground.read(), call.member_id, bounds), bounds)
    shown = await call.ground.one(Hydrate).accounts([row.account_id for row in rows], call.member_id)
    return listing(shown, link(call, [row.row_id for row in rows], bounds, previous="since_id"))
