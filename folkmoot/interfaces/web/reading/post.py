"""/@name/id: a post with its thread."""

from folkmoot.features import posts, timelines
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.care import gone
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.feed import Feed

pages = Pages()


@pages.get("/@{name}/{id}")
async def post(visit: Visit) -> Response:
    try:
        found = await posts.get_visible(visit.ground, visit.member_id, parse_id(visit.places["id"]) or 0)
    except posts.UnknownPostError:
        answer = await gone.removed(visit)
        if answer is None:
            raise
        return answer
    if found.reblog_of_id is not None:
        found = await posts.get_visible(visit.ground, visit.member_id, found.reblog_of_id)
    around = await timelines.context(visit.ground, visit.member_id, found)
    feed = visit.ground.one(Feed)
    above = await feed.shown(visit, around.ancestors, "thread")
    [focused] = await feed.shown(visit, [found.id])
    if visit.asked.path != focused.card.path:
        return visit.go(focused.card.path)
    return await placed(
        visit,
        "post.html",
        focused=focused,
        above=above,
        removed_above=await gone.removed_above(visit, above[0].card.post if above else found),
        below=await feed.shown(visit, around.descendants, "thread"),
    )
