"""What stands around the pages that members are in: themselves, and what is new."""

from typing import Any, NamedTuple

from folkmoot.features import moderation, notifications
from folkmoot.interfaces.web.frame.routing import Response, Visit
from folkmoot.interfaces.web.posts.faces import Face, Faces

UNREAD_SHOWN = 100
"""New notifications are counted up to here."""


_ALL = notifications.Wanted([*notifications.KINDS])


class Place(NamedTuple):
    """For a template: the member who is signed in, and how much is new of notifications, answers to reports, and
    appeals for those who judge.
    """

    me: Face | None = None
    unread: int = 0
    decided: int = 0
    appeals: int = 0


async def placed(visit: Visit, template: str, status: int = 200, **context: Any) -> Response:
    """Answer with a page that extends place.html. At most two queries beside its own."""
    return visit.page(template, status, place=await _place(visit), **context)


async def _place(visit: Visit) -> Place:
    if visit.member_id is None:
        return Place()
    me = (await visit.ground.one(Faces).of([visit.member_id])).get(visit.member_id)
    unread = await notifications.count_unread_groups(visit.ground, visit.member_id, _ALL, UNREAD_SHOWN)
    decided = await moderation.untold_decisions(visit.ground, visit.member_id)
    appeals = await moderation.count_waiting_appeals(visit.ground) if visit.may_judge else 0
    return Place(me, unread, decided, appeals)
