"""/api/v1/accounts/{id}/featured_tags and /endorsements: what and whom members show on their profile."""

from typing import Any

from folkmoot.features import relations
from folkmoot.interfaces.mastodon.call import Call, Reply, json, listing
from folkmoot.interfaces.mastodon.paging import Page
from folkmoot.interfaces.mastodon.routing import Routes, Who
from folkmoot.interfaces.mastodon.standing import account_meant, endorsed_page, is_blocked_by, reply_standing
from folkmoot.interfaces.mastodon.tagging import featured_shown

routes = Routes()


@routes.get("/api/v1/accounts/{id}/featured_tags", who=Who.ANYBODY)
async def featured_tags(call: Call) -> Reply:
    account = await account_meant(call)
    if account.suspended_at is not None or await is_blocked_by(call, account.id):
        return json([])
    return json(await featured_shown(call, account))


@routes.get("/api/v1/accounts/{id}/endorsements", who=Who.ANYBODY)
async def endorsements(call: Call, params: Page) -> Reply:
    account = await account_meant(call)
    if account.suspended_at is not None or await is_blocked_by(call, account.id):
        return listing([])
    return await endorsed_page(call, account.id, params)


@routes.post("/api/v1/accounts/{id}/endorse", scope="write:accounts")
async def endorse(call: Call) -> Reply:
    return await _done(call, relations.endorse)


@routes.post("/api/v1/accounts/{id}/unendorse", scope="write:accounts")
async def unendorse(call: Call) -> Reply:
    return await _done(call, relations.unendorse)


@routes.post("/api/v1/accounts/{id}/pin", scope="write:accounts")
async def pin(call: Call) -> Reply:
    return await _done(call, relations.endorse)


@routes.post("/api/v1/accounts/{id}/unpin", scope="write:accounts")
async def unpin(call: Call) -> Reply:
    return await _done(call, relations.unendorse)


async def _done(call: Call, verb: Any) -> Reply:
    target = await account_meant(call)
    async with call.ground.work() as work:
        await verb(work, call.member_id, target.id)
    return await reply_standing(call, target.id)
