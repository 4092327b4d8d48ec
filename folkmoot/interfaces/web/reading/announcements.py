"""/announcements: what the community is told, how it reacts, and putting it away; the newest stand above /home."""

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from folkmoot.features import accounts, announcements, site
from folkmoot.features.announcements import Announcement
from folkmoot.features.site import Emoji
from folkmoot.formats import text as text_format
from folkmoot.gathering import Links
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts import wording

pages = Pages()

HERE = "/announcements"
OFFERED = ("👍", "❤️", "🎉", "😂", "😮", "😢", "🙏", "🌱")
CUSTOM_OFFERED = 24


class Reaction(NamedTuple):
    """An emoji under an announcement: its name, how it looks, how many chose it, and whether the member did."""

    name: str
    picture: Markup
    total: int
    mine: bool


class Told(NamedTuple):
    """An announcement for a template."""

    item: Announcement
    words: Markup
    reactions: list[Reaction]
    offered: list[Reaction]


async def unread(visit: Visit) -> list[Told]:
    """Return what stands above home until the member puts it away, the newest first. One query where it is nothing."""
    return [told for told in await _current(visit) if not told.item.read]


async def _current(visit: Visit) -> list[Told]:
    db, member_id = await visit.ground.read(), current(visit).account_id
    found = await announcements.current(db, member_id, visit.now)
    if not found:
        return []
    reacted = await announcements.reactions(db, [item.id for item in found], member_id)
    links = Links(visit.ground.config.site.url)
    known = await site.emojis(visit.ground)
    handles = {handle for item in found for handle in text_format.mentions(item.text)}
    people = await accounts.by_handles(db, sorted(handles), links.domain) if handles else {}
    return [
        _told(item, wording.content(item.text, people.values(), known, links), reacted.get(item.id, []), known)
        for item in reversed(found)
    ]


def _told(item: Announcement, words: Markup, reacted: list[announcements.Reaction], known: Mapping[str, Emoji]) -> Told:
    reactions = [Reaction(each.name, _picture(each.name, known), each.count, each.me) for each in reacted]
    taken = {each.name for each in reacted}
    names = [name for name in (*OFFERED, *list(known)[:CUSTOM_OFFERED]) if name not in taken]
    full = len(reacted) >= announcements.REACTIONS_LIMIT
    offered = [] if full else [Reaction(name, _picture(name, known), 0, mine=False) for name in names]
    return Told(item, words, reactions, offered)


def _picture(name: str, known: Mapping[str, Emoji]) -> Markup:
    return wording.line(f":{name}:" if name in known else name, known)


@pages.get(HERE, member=True)
async def listed(visit: Visit) -> Response:
    return await placed(visit, "announcements.html", announced=await _current(visit))


@pages.post(f"{HERE}/{{id}}/dismiss", member=True)
async def dismiss(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await announcements.dismiss(work, _id(visit), current(visit).account_id)
    return _back(visit)


@pages.post(f"{HERE}/{{id}}/react", member=True)
async def react(visit: Visit) -> Response:
    await visit.ground.read()
    known = await site.emojis(visit.ground)
    async with visit.ground.work() as work:
        try:
            await announcements.react(work, _id(visit), current(visit).account_id, visit.form.get("emoji", ""), known)
        except InvalidError as error:
            raise InvalidError("This announcement takes no such reaction.") from error
    return _back(visit)


@pages.post(f"{HERE}/{{id}}/unreact", member=True)
async def unreact(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await announcements.take_back(work, _id(visit), current(visit).account_id, visit.form.get("emoji", ""))
    return _back(visit)


def _id(visit: Visit) -> int:
    return parse_id(visit.places["id"]) or 0


def _back(visit: Visit) -> Response:
    return visit.go(local(visit.form.get("back", HERE)))
