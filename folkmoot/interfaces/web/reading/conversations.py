"""/conversations: what was said to the member alone, and what the member said to few."""

import re
from contextlib import suppress
from typing import NamedTuple

from folkmoot.features import conversations
from folkmoot.features.conversations import UnknownConversationError
from folkmoot.gathering import talks
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.faces import Face, Faces
from folkmoot.interfaces.web.posts.feed import Feed, Shown

pages = Pages()

HERE = "/conversations"

_CALLS = re.compile(r"\A(?:@[\w.@-]+[\s,:]+)+")
"""The names with which most messages begin."""


class Talk(NamedTuple):
    """A conversation for a template: with whom, what was said last, and whether that is news to the member."""

    id: int
    faces: list[Face]
    shown: Shown
    words: str
    unread: bool


@pages.get(HERE, member=True)
async def listed(visit: Visit) -> Response:
    bounds = bounds_of(visit)
    items = await conversations.of_account(await visit.ground.read(), current(visit).account_id, bounds)
    found = await talks(visit.ground, current(visit).account_id, items)
    shown = {entry.id: entry for entry in await visit.ground.one(Feed).shown(visit, [talk.last.id for talk in found])}
    faces = await visit.ground.one(Faces).of({person for talk in found for person in talk.others})
    entries = [
        Talk(
            id=item.thread_id,
            faces=[faces[person] for person in others if person in faces],
            shown=shown[last.id],
            words=last.spoiler_text or _CALLS.sub("", last.text),
            unread=item.unread,
        )
        for item, last, others in found
        if last.id in shown
    ]
    return await placed(
        visit, "conversations.html", entries=entries, next=older(visit, [item.last_id for item in items], bounds)
    )


@pages.post(f"{HERE}/{{id}}/read", member=True)
async def read(visit: Visit) -> Response:
    """Mark a conversation as read; one that is gone already is as good."""
    async with visit.ground.work() as work:
        with suppress(UnknownConversationError):
            await conversations.read(work, current(visit).account_id, parse_id(visit.places["id"]) or 0)
    return visit.piece("") if visit.is_partial else visit.go(local(visit.form.get("back", HERE)))


@pages.get(f"{HERE}/{{id}}/remove", member=True)
async def ask_remove(visit: Visit) -> Response:
    item = await conversations.get(
        await visit.ground.read(), current(visit).account_id, parse_id(visit.places["id"]) or 0
    )
    found = await talks(visit.ground, current(visit).account_id, [item])
    others = [person for talk in found for person in talk.others]
    faces = await visit.ground.one(Faces).of(others)
    return await placed(visit, "conversation_remove.html", id=item.thread_id, faces=list(faces.values()))


@pages.post(f"{HERE}/{{id}}/remove", member=True)
async def remove(visit: Visit) -> Response:
    """Take a conversation off the list; what was written stays."""
    async with visit.ground.work() as work:
        with suppress(UnknownConversationError):
            await conversations.remove(work, current(visit).account_id, parse_id(visit.places["id"]) or 0)
    return visit.go(HERE)
