"""/explore: what many people turn to at the moment, of that which was allowed, and whom one may want to follow."""

from collections.abc import Sequence
from typing import NamedTuple

from folkmoot.features import discovery, previews, trends
from folkmoot.features.previews import Preview
from folkmoot.interfaces.web.finding.persons import Person, persons
from folkmoot.interfaces.web.finding.trending import Trending, line_of
from folkmoot.interfaces.web.frame import wording
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.feed import Feed

pages = Pages()

KINDS = ("all", "posts", "tags", "links", "people")
FEW = {"tags": 4, "links": 3, "people": 3, "posts": 10}
MANY = {"tags": 20, "links": 20, "people": 40, "posts": 40}


class LinkSeen(NamedTuple):
    """A page that many speak of, how often they did within seven days, and the points of the line of it."""

    page: Preview
    uses: int
    points: str


class Suggested(NamedTuple):
    """Somebody whom the member may want to follow; `near` because those whom the member follows follow them."""

    person: Person
    near: bool


@pages.get("/explore")
async def explore(visit: Visit) -> Response:
    given = visit.query.get("kind", "")
    kind = given if given in KINDS else "all"
    room = {name: (FEW if kind == "all" else MANY)[name] if kind in {"all", name} else 0 for name in FEW}
    return await placed(
        visit, "explore.html",
        kind=kind,
        tags=(await visit.ground.one(Trending).tags())[: room["tags"]],
        links=await _links(visit, room["links"]) if room["links"] else [],
        people=await _people(visit, room["people"]) if room["people"] else [],
        entries=await _posts(visit, room["posts"]) if room["posts"] else [],
    )  # fmt: skip


def _languages(visit: Visit) -> list[str]:
    """Return the codes of the languages that the visitor reads."""
    wishes = wording.accepted(visit.asked.headers.get("accept-language", ""))
    codes = [visit.language, *(wish.lower().partition("-")[0] for wish in wishes)]
    return [code for code in dict.fromkeys(codes) if code.isalpha()]


async def _posts(visit: Visit, room: int) -> Sequence[str]:
    ids = await trends.posts_shown(visit.ground, visit.member_id, _languages(visit))
    return await visit.ground.one(Feed).articles(visit, ids[:room], "public")


async def _links(visit: Visit, room: int) -> list[LinkSeen]:
    db = await visit.ground.read()
    ids = (await trends.links_shown(db, _languages(visit)))[:room]
    found = await previews.by_ids(db, ids)
    history = await trends.link_history(db, list(found), visit.now)
    return [LinkSeen(found[i], *line_of(history[i])) for i in ids if i in found]


async def _people(visit: Visit, room: int) -> list[Suggested]:
    """Only members are told whom they may want to follow."""
    if visit.member_id is None:
        return []
    found = {each.account_id: each for each in await discovery.suggestions(visit.ground, visit.member_id, room)}
    return [Suggested(person, found[person.id].by_friends) for person in await persons(visit, list(found))]
