"""What stands around the pages that members are in: themselves, and what is new."""

from typing import Any, NamedTuple

from folkmoot.features import moderation, notifications
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web.finding.trending import BESIDE, TagSeen, Trending
from folkmoot.interfaces.web.frame.routing import Response, Visit
from folkmoot.interfaces.web.posts.faces import Face, Faces

UNREAD_SHOWN = 100
"""New notifications are counted up to here."""


_ALL = notifications.Wanted([*notifications.KINDS])


class Place(NamedTuple):
    """For a template: the member who is signed in, how much is new of notifications, answers to reports, and appeals
    for those who judge, and which tags trend.
    """

    me: Face | None = None
    unread: int = 0
    decided: int = 0
    appeals: int = 0
    tags: tuple[TagSeen, ...] = ()


async def placed(visit: Visit, template: str, status: int = 200, **context: Any) -> Response:
    """Answer with a page that extends place.html. At most two queries beside its own, where trends are remembered."""
    return visit.page(template, status, place=await _place(visit), **context)


async def _place(visit: Visit) -> Place:
    tags = tuple((await visit.ground.one(Trending).tags())[:BESIDE])
    if visit.member_id is None:
        return Place(tags=tags)
    me = (await visit.ground.one(Faces).of([visit.member_id])).get(visit.member_id)
    decided = await moderation.untold_decisions(visit.ground, visit.member_id)
    appeals = await moderation.count_waiting_appeals(visit.ground) if visit.may_judge else 0
    return Place(me, await unread(visit.ground, visit.member_id), decided, appeals, tags)


async def unread(ground: Ground, member_id: int) -> int:
    """Return how many notifications of a member are new. Two queries."""
    return await notifications.count_unread_groups(ground, member_id, _ALL, UNREAD_SHOWN)
