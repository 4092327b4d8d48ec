"""/: what this community is and how to come in."""

from folkmoot.features import accounts, census
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit

pages = Pages()


@pages.get("/")
async def front(visit: Visit) -> Response:
    account = None
    if visit.session is not None:
        account = await accounts.get(await visit.ground.read(), visit.session.account_id)
    return visit.page("front.html", account=account, active=await census.active_members(visit.ground))
