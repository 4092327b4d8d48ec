"""/api/v1/endorsements: whom the member endorses."""

from folkmoot.interfaces.mastodon.call import Call, Reply
from folkmoot.interfaces.mastodon.paging import Page
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.standing import endorsed_page

routes = Routes()


@routes.get("/api/v1/endorsements", scope="read:accounts")
async def endorsements(call: Call, params: Page) -> Reply:
    return await endorsed_page(call, call.member_id, params)
