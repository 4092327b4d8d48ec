"""/tags: the tags that the member follows."""

from folkmoot.features import relations
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.finding.trending import LENGTH, tags_seen
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed

pages = Pages()

PAGE = 50


@pages.get("/tags", member=True)
async def followed(visit: Visit) -> Response:
    return await shown(visit)


async def shown(visit: Visit, status: int = 200, fault: str = "") -> Response:
    """Answer with a page of the tags that the member follows, the one followed last first."""
    bounds = bounds_of(visit, PAGE)
    rows = await relations.followed_tags(await visit.ground.read(), current(visit).account_id, bounds)
    return await placed(
        visit, "followed_tags.html", status,
        tags=await tags_seen(visit.ground, [row.tag for row in rows]),
        next=older(visit, [row.row_id for row in rows], bounds),
        wanted=visit.form.get("name", ""),
        most=LENGTH + 1,
        fault=fault,
    )  # fmt: skip
