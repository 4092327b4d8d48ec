"""/posts/{id}/...: favourites, boosts, bookmarks, pins, threads one hears no more of, and answers to polls.

A script gets the post as it now looks; a form leads back to where it was sent from.
"""

from collections.abc import Awaitable, Callable

from folkmoot.features import polls, posts
from folkmoot.features.posts import Post
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.posts.feed import SHAPES, Feed

pages = Pages()

CHOICES = 100
"""Choices that are looked at; no poll has so many options."""
NO_CHOICE = marked("Choose an answer first.")

Verb = Callable[..., Awaitable[object]]
"""Of the transaction, the member and the post."""


async def meant(visit: Visit) -> Post:
    """Return the post that the address names, if the member may see it; that which it boosts, where it is a boost."""
    post = await posts.get_visible(visit.ground, current(visit).account_id, parse_id(visit.places["id"]) or 0)
    if post.reblog_of_id is None:
        return post
    return await posts.get_visible(visit.ground, current(visit).account_id, post.reblog_of_id)


async def answered(visit: Visit, post: Post) -> Response:
    """Show the post as it is now, or go back."""
    if visit.is_partial:
        entry = parse_id(visit.form.get("entry", "")) or post.id
        shape = visit.form.get("shape", "")
        articles = await visit.ground.one(Feed).articles(visit, [entry], shape=shape if shape in SHAPES else "")
        return visit.piece(articles[0] if articles else "")
    return visit.go(f"{local(visit.form.get('back', ''))}#p-{post.id}")


def _mark(name: str, verb: Verb) -> None:
    @pages.post(f"/posts/{{id}}/{name}", member=True)
    async def mark(visit: Visit) -> Response:
        post = await meant(visit)
        async with visit.ground.work() as work:
            await verb(work, current(visit).account_id, post)
        return await answered(visit, post)


_VERBS: dict[str, Verb] = {
    "favourite": posts.favourite,
    "unfavourite": posts.unfavourite,
    "bookmark": posts.bookmark,
    "unbookmark": posts.unbookmark,
    "boost": posts.reblog,
    "unboost": posts.unreblog,
    "pin": posts.pin,
    "unpin": posts.unpin,
    "mute": posts.mute_thread,
    "unmute": posts.unmute_thread,
}
for _name, _verb in _VERBS.items():
    _mark(_name, _verb)


@pages.post("/posts/{id}/vote", member=True)
async def vote(visit: Visit) -> Response:
    post = await meant(visit)
    choices = [int(choice) for choice in visit.chosen("choice")[:CHOICES] if choice.isascii() and choice.isdigit()]
    if not choices:
        raise InvalidError(NO_CHOICE)
    async with visit.ground.work() as work:
        await polls.vote(work, current(visit).account_id, post.id, choices)
    return await answered(visit, post)
