"""/api/v1/follow_requests: who asks to follow, and the answer."""

from folkmoot.features import relations
from folkmoot.interfaces.mastodon.call import Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.standing import reply_standing

routes = Routes()


@routes.get("/api/v1/follow_requests", scope="read:follows")
async def pending(call: Call, params: Page) -> Reply:
    bounds = params.bounds(40, 80)
    rows = newest_first(await relations.follow_requests(await call.ground.read(), call.member_id, bounds), bounds)
    shown = await call.ground.one(Hydrate).accounts([row.account_id for row in rows], call.member_id)
    return listing(shown, link(call, [row.row_id for row in rows], bounds, previous="since_id"))


@routes.post("/api/v1/follow_requests/{account_id}/authorize", scope="write:follows")
async def authorize(call: Call) -> Reply:
    async with call.ground.work() as work:
        await relations.accept_request(work, call.member_id, call.id)
    return await reply_standing(call, call.id)


@routes.post("/api/v1/follow_requests/{account_id}/reject", scope="write:follows")
async def reject(call: Call) -> Reply:
    async with call.ground.work() as work:
        await relations.reject_request(work, call.member_id, call.id)
    return await reply_standing(call, call.id)
