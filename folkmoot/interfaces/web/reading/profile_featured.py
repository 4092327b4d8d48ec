"""/@name/featured: whom an account recommends, one by one and in collections."""

from folkmoot.features import collections, relations
from folkmoot.infra.db import Bounds
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.people.rows import people
from folkmoot.interfaces.web.reading.profile import elsewhere, meant, profile_page, seen

pages = Pages()

MANY = 80
_FIRST: Bounds = (2**63 - 1, 0, MANY, False)


@pages.get("/@{name}/featured")
async def profile_featured(visit: Visit) -> Response:
    head = await meant(visit)
    if away := elsewhere(visit, head):
        return visit.go(away)
    if not (head.account.show_featured and head.account.local):
        return visit.go(head.face.path)
    view = await seen(visit, head)
    if view.cover:
        return await profile_page(visit, view, "featured", entries=[], pinned=[], next="")
    db = await visit.ground.read()
    kept = await collections.of_owner(db, head.id, MANY, 0, hidden=view.own)
    shown = [each for each in await collections.shown(visit.ground, visit.member_id, kept) if each.items or view.own]
    rows = await relations.endorsed(db, head.id, _FIRST)
    endorsed = await people(visit, [row.account_id for row in rows])
    return await profile_page(visit, view, "featured", pinned=[], collections=shown, people=endorsed)
