"""/follow_requests: who asks to follow the member, and the answer."""

from contextlib import suppress

from folkmoot.features import relations
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Faces

pages = Pages()

HERE = "/follow_requests"


@pages.get(HERE, member=True)
async def pending(visit: Visit) -> Response:
    bounds = bounds_of(visit)
    rows = await relations.follow_requests(await visit.ground.read(), current(visit).account_id, bounds)
    faces = await visit.ground.one(Faces).of([row.account_id for row in rows])
    further = older(visit, [row.row_id for row in rows], bounds)
    asking = [faces[row.account_id] for row in rows if row.account_id in faces]
    return await placed(visit, "follow_requests.html", asking=asking, next=further)


@pages.post(f"{HERE}/{{id}}/accept", member=True)
async def accept(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        with suppress(MissingError):
            await relations.accept_request(work, current(visit).account_id, _asking(visit))
    return _answered(visit)


@pages.post(f"{HERE}/{{id}}/reject", member=True)
async def reject(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        with suppress(MissingError):
            await relations.reject_request(work, current(visit).account_id, _asking(visit))
    return _answered(visit)


def _asking(visit: Visit) -> int:
    return parse_id(visit.places["id"]) or 0


def _answered(visit: Visit) -> Response:
    """Go back: a request that was answered, or taken back, in the meantime is as good as answered."""
    return visit.piece("") if visit.is_partial else visit.go(local(visit.form.get("back", HERE)))
