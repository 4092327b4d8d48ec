"""/api/v1/followed_tags: the tags that the member follows."""

from folkmoot.features import relations
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.tagging import tags_shown

routes = Routes()


@routes.get("/api/v1/followed_tags", scope="read:follows")
async def followed_tags(call: Call, params: Page) -> Reply:
    bounds = params.bounds(100, 200)
    rows = newest_first(await relations.followed_tags(await call.ground.read(), call.member_id, bounds), bounds)
    shown = await tags_shown(call, [row.tag for row in rows])
    return json(shown, headers=link(call, [row.row_id for row in rows], bounds, previous="since_id"))
