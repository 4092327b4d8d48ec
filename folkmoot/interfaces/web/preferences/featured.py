"""/settings/featured: the hashtags and people that a member shows on their profile."""

from folkmoot.features import relations, showcase
from folkmoot.formats.text import named_tag
from folkmoot.infra.errors import InvalidError, Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.posts.faces import Faces
from folkmoot.interfaces.web.preferences.refusals import told
from folkmoot.interfaces.web.preferences.sections import inside, saved

pages = Pages()

HERE = "/settings/featured"
SUGGESTED = 8
NO_TAG = marked("That cannot be a hashtag: use letters, digits and _ without spaces.")


@pages.get(HERE, member=True)
async def form(visit: Visit) -> Response:
    return await _page(visit)


@pages.post(HERE, member=True)
async def feature(visit: Visit) -> Response:
    """Put a hashtag on the profile."""
    name = visit.form.get("tag", "").strip()
    key = named_tag(name)
    try:
        if not key:
            return await _page(visit, 422, visit.text(NO_TAG), name)
        async with visit.ground.work() as work:
            await showcase.feature_tag(work, current(visit).account_id, key)
    except Refusal as error:
        return await _page(visit, 422, told(visit, error), name)
    return saved(visit, HERE)


@pages.post(f"{HERE}/remove", member=True)
async def unfeature(visit: Visit) -> Response:
    """Take a hashtag away; one that is gone already is no fault."""
    async with visit.ground.work() as work:
        await showcase.unfeature_tag(work, current(visit).account_id, visit.form.get("tag", ""))
    return saved(visit, HERE)


@pages.post(f"{HERE}/unendorse", member=True)
async def unendorse(visit: Visit) -> Response:
    target = parse_id(visit.form.get("id", ""))
    if target is None:
        raise InvalidError("The form cannot be read.")
    async with visit.ground.work() as work:
        await relations.unendorse(work, current(visit).account_id, target)
    return saved(visit, HERE)


async def _page(visit: Visit, status: int = 200, fault: str = "", typed: str = "") -> Response:
    db, member_id = await visit.ground.read(), current(visit).account_id
    bounds = bounds_of(visit)
    rows = await relations.endorsed(db, member_id, bounds)
    faces = await visit.ground.one(Faces).of(row.account_id for row in rows)
    tags = await showcase.featured_tags(db, member_id)
    return await inside(
        visit, "featured.html", status, tags=tags, full=len(tags) >= showcase.FEATURED_LIMIT, fault=fault, typed=typed,
        suggested=await showcase.own_recent_tags(db, member_id, SUGGESTED),
        people=[faces[row.account_id] for row in rows if row.account_id in faces],
        next=older(visit, [row.row_id for row in rows], bounds),
    )  # fmt: skip
