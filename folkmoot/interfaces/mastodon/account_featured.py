"""/api/v1/accounts/{id}/featured_tags: what members show on their profile."""

from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.routing import Routes, Who
from folkmoot.interfaces.mastodon.standing import account_meant, is_blocked_by
from folkmoot.interfaces.mastodon.tagging import featured_shown

routes = Routes()


@routes.get("/api/v1/accounts/{id}/featured_tags", who=Who.ANYBODY)
async def featured_tags(call: Call) -> Reply:
    account = await account_meant(call)
    if account.suspended_at is not None or await is_blocked_by(call, account.id):
        return json([])
    return json(await featured_shown(call, account))
