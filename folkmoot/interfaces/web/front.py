"""/: what this community is and how to come in."""

from folkmoot.features import accounts
from folkmoot.interfaces.web.routing import Pages, Response, Visit

pages = Pages()


@pages.get("/")
async def front(visit: Visit) -> Response:
    account = None
    if visit.session is not None:
        account = await accounts.get(await visit.ground.read(), visit.session.account_id)
    members, posts, _ = await accounts.local_totals(await visit.ground.read())
    return visit.page("front.html", account=account, members=members, posts=posts)
