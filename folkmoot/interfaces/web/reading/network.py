"""/@name/followers and /@name/following: who follows an account, and whom it follows."""

from collections.abc import Awaitable, Callable, Sequence

from folkmoot.features import relations
from folkmoot.features.relations import Listed
from folkmoot.infra.db import Bounds, Reader
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.paging import bounds_of
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.people.heads import Head
from folkmoot.interfaces.web.people.rows import PAGE, people_page
from folkmoot.interfaces.web.reading.profile import elsewhere, meant

pages = Pages()

FOLLOWERS = marked("Who follows %(name)s")
FOLLOWING = marked("Whom %(name)s follows")

List = Callable[[Reader, int, Bounds], Awaitable[Sequence[Listed]]]


@pages.get("/@{name}/followers")
async def followers(visit: Visit) -> Response:
    return await _network(visit, relations.followers, FOLLOWERS)


@pages.get("/@{name}/following")
async def following(visit: Visit) -> Response:
    return await _network(visit, relations.following, FOLLOWING)


async def _network(visit: Visit, read: List, title: str) -> Response:
    head = await meant(visit)
    if away := elsewhere(visit, head):
        return visit.go(away)
    bounds = bounds_of(visit, PAGE)
    hidden = not await _is_shown(visit, head)
    rows = [] if hidden else await read(await visit.ground.read(), head.id, bounds)
    nothing = visit.text("This is not shown to others.") if hidden else visit.text("Nobody yet.")
    name = visit.text(title, name=head.face.plain_name)
    return await people_page(visit, rows, bounds, title=name, nothing=nothing, of=head)


async def _is_shown(visit: Visit, head: Head) -> bool:
    """Say whether the visitor may know whom this account follows and who follows it."""
    if visit.member_id == head.id:
        return True
    if head.is_gone or head.account.hide_collections:
        return False
    if visit.member_id is None:
        return True
    return head.id not in (await relations.audience(visit.ground, visit.member_id)).blocked_by
