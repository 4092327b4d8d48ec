"""/@name: an account and what it said."""

from folkmoot.features import accounts, posts, site
from folkmoot.features.accounts import Account
from folkmoot.gathering import Links
from folkmoot.interfaces.web.frame.paging import bounds_of
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.posts import wording
from folkmoot.interfaces.web.posts.faces import Faces
from folkmoot.interfaces.web.reading.timelines import timeline

pages = Pages()


async def named(visit: Visit) -> Account:
    """Return the account that the address names; UnknownAccountError where there is none."""
    return await accounts.by_handle(await visit.ground.read(), visit.places["name"], visit.ground.config.site.domain)


@pages.get("/@{name}")
async def profile(visit: Visit) -> Response:
    account = await named(visit)
    bounds = bounds_of(visit)
    wanted = posts.Filter(exclude_replies=True)
    ids = await posts.on_profile(visit.ground, visit.member_id, account.id, wanted, bounds)
    known = await site.emojis(visit.ground)
    links = Links(visit.ground.config.site.url)
    return await timeline(
        visit, "profile.html", ids, bounds,
        context="account",
        title=account.display_name or account.username,
        account=account,
        face=(await visit.ground.one(Faces).of([account.id]))[account.id],
        note=wording.plain(account.note, known, links),
    )  # fmt: skip
