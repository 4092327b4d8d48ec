"""/@name/id: a post with what it answers and what answers it."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import NamedTuple

from folkmoot.features import posts, timelines
from folkmoot.features.posts import Post
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.care import gone
from folkmoot.interfaces.web.frame.routing import Handler, Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.feed import Feed, Shown
from folkmoot.interfaces.web.reading.post_head import head_of
from folkmoot.interfaces.web.reading.thread import drawn, plan
from folkmoot.interfaces.web.writing.small import answer_to

pages = Pages()

ABOVE = 40
"""Of the posts that lead to this one, so many are shown."""


class Focus(NamedTuple):
    """The post that a page is about: for the features, and as the visitor sees it."""

    post: Post
    shown: Shown


Answer = Callable[[Visit, Focus], Awaitable[Response]]


async def nothing_here(visit: Visit) -> Response:
    """Answer where there is no such post for this visitor; nothing tells whether there is or was one for others."""
    return await placed(visit, "no_post.html", 404)


def of_post(answer: Answer) -> Handler:
    """Make a handler of what answers about the post that the address names; a boost leads to what it boosts.

    There is one address for each post: others lead to it.
    """

    @wraps(answer)
    async def handler(visit: Visit) -> Response:
        try:
            focus = await _meant(visit)
            given = f"/@{visit.places['name']}/{visit.places['id']}"
            if given != focus.shown.card.path:
                return visit.go(visit.here().replace(given, focus.shown.card.path, 1))
            return await answer(visit, focus)
        except posts.UnknownPostError:
            return await gone.removed(visit) or await nothing_here(visit)

    return handler


async def _meant(visit: Visit) -> Focus:
    found = await posts.get_visible(visit.ground, visit.member_id, parse_id(visit.places["id"]) or 0)
    if found.reblog_of_id is not None:
        found = await posts.get_visible(visit.ground, visit.member_id, found.reblog_of_id)
    for shown in await visit.ground.one(Feed).shown(visit, [found.id]):
        return Focus(found, shown)
    raise posts.UnknownPostError


@pages.get("/@{name}/{id}")
@of_post
async def post(visit: Visit, focus: Focus) -> Response:
    thread = await timelines.branches(visit.ground, visit.member_id, focus.post)
    after = parse_id(visit.query.get("after", "")) or 0
    planned = plan(thread.answers, focus.post.id, after)
    above = thread.ancestors[-ABOVE:]
    around = await visit.ground.one(Feed).shown(visit, [*above, *planned.ids], "thread")
    shown = {each.id: each for each in around}
    seen_above = [shown[each] for each in above if each in shown]
    return await placed(
        visit,
        "post.html",
        focused=focus.shown,
        head=await head_of(visit, focus.post),
        above=seen_above,
        removed_above=await gone.removed_above(visit, seen_above[0].card.post if seen_above else focus.post),
        earlier=len(thread.ancestors) > ABOVE,
        branches=drawn(planned, focus.post.id, shown),
        after=after,
        answering=await answer_to(visit, focus.post.id) if visit.session else None,
        next=visit.here(after=str(planned.next)) if planned.next else "",
    )
