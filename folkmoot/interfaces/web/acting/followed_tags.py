"""The form about tags: followed, or followed no longer."""

from folkmoot.features import relations
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.finding.trending import key_of
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.reading.followed_tags import shown

pages = Pages()


@pages.post("/tags", member=True)
async def follow(visit: Visit) -> Response:
    """Both acts have one address: behind it stand the names of tags, and every word may be one."""
    key, member_id = key_of(visit.form.get("name", "")), current(visit).account_id
    if not key:
        return await shown(visit, 422, visit.text("This cannot be a tag: a tag is one word of letters and digits."))
    verb = relations.unfollow_tag if visit.form.get("act") == "unfollow" else relations.follow_tag
    try:
        async with visit.ground.work() as work:
            await verb(work, member_id, key)
    except InvalidError:
        return await shown(visit, 422, visit.text("You follow as many tags as one can. Unfollow one first."))
    return visit.go("/tags")
