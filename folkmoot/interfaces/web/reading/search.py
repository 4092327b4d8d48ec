"""/search: people, posts and tags by what is typed; an address that is known leads to what it shows."""

import re
from typing import Any, NamedTuple

from folkmoot.features import accounts, auth, posts, search
from folkmoot.features.accounts import parse_handle
from folkmoot.features.search import AccountQuery, PostQuery
from folkmoot.infra.errors import LimitedError, MissingError, UnavailableError
from folkmoot.infra.ids import MAX_ID, parse_id
from folkmoot.interfaces.web.finding import allowance
from folkmoot.interfaces.web.finding.persons import persons
from folkmoot.interfaces.web.finding.trending import tags_seen
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.feed import Feed

pages = Pages()

KINDS = ("all", "people", "posts", "tags")
LONGEST = 500
"""Characters of a query."""
PAGE = 20
FEW = 4
"""People and tags that are shown where all kinds are."""
MOST_SKIPPED = 1_000

_TAG = re.compile(r"/tags/[^/?#]+")


class Asked(NamedTuple):
    """What is looked for: the words, the kind, how many to leave out, and posts older than an id."""

    words: str
    kind: str
    skipped: int
    below: int


def _asked(visit: Visit) -> Asked:
    given = visit.query
    kind, offset = given.get("kind", ""), given.get("offset", "")
    pages = visit.member_id is not None and kind in KINDS[1:]
    skipped = int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 5 else 0
    return Asked(
        given.get("q", "").strip(),
        kind if kind in KINDS else "all",
        min(skipped, MOST_SKIPPED) if pages else 0,
        parse_id(given.get("before", "")) or MAX_ID,
    )


@pages.get("/search")
async def find(visit: Visit) -> Response:
    asked = _asked(visit)
    if not asked.words:
        return await _answer(visit, asked)
    if len(asked.words) > LONGEST:
        fault = visit.text("That is too much to look for: %(most)s characters at most.", most=LONGEST)
        return await _answer(visit, asked, 422, fault)
    try:
        allowance.count(visit)
        place = await _known_place(visit, asked) if asked.kind == "all" else ""
        return visit.go(place) if place else await _found(visit, asked)
    except LimitedError as error:
        return await _answer(visit, asked, 429, visit.text(error.sentence))
    except UnavailableError:
        fault = visit.text("This search took too long. Please look for fewer or rarer words.")
        return await _answer(visit, asked, 503, fault)


async def _answer(visit: Visit, asked: Asked, status: int = 200, fault: str = "", **found: Any) -> Response:
    nothing: dict[str, Any] = {"people": [], "entries": [], "tags": [], "more": {}, "next": ""}
    return await placed(visit, "search.html", status, asked=asked, most=LONGEST, fault=fault, **{**nothing, **found})


async def _known_place(visit: Visit, asked: Asked) -> str:
    """Return the path of what an address or a handle names, where it is known here; '' for any other words."""
    base = visit.ground.config.site.url.rstrip("/")
    place = search.locate(asked.words, base)
    if place is not None and place.post_id is not None:
        return f"/@{place.username}/{place.post_id}" if await _sees(visit, place.post_id) else ""
    own = asked.words.removeprefix(base)
    if own != asked.words and _TAG.fullmatch(own):
        return own
    return await _profile(visit, place.username if place is not None else _handle(asked.words))


async def _sees(visit: Visit, post_id: int) -> bool:
    try:
        await posts.get_visible(visit.ground, visit.member_id, post_id)
    except MissingError:
        return False
    return True


async def _profile(visit: Visit, handle: str) -> str:
    """Return the path of the profile that a handle names; '' where there is none."""
    site = visit.ground.config.site
    if not handle or parse_handle(handle, site.domain) is None:
        return ""
    db = await visit.ground.read()
    named = (await accounts.by_handles(db, [handle], site.domain)).get(handle)
    if named is None or named.suspended_at is not None or await auth.dormant(db, [named.id]):
        return ""
    return f"/@{named.acct}"


def _handle(words: str) -> str:
    """Return what is written like a handle, `@name` or `name@server`; '' for any other words."""
    return words if "@" in words and not re.search(r"\s", words) else ""


async def _found(visit: Visit, asked: Asked) -> Response:
    """Answer with what the words find; where one kind is asked for, with the way to the next page of it."""
    few = asked.kind == "all"
    room = FEW if few else PAGE
    wanted = {kind: asked.kind in {"all", kind} for kind in KINDS}
    people = await _people(visit, asked, room) if wanted["people"] else []
    tags = await search.find_tags(visit.ground, asked.words, room + 1, asked.skipped) if wanted["tags"] else []
    said = await _posts(visit, asked) if wanted["posts"] else []
    more = {"people": len(people) > room, "tags": len(tags) > room, "posts": len(said) >= PAGE}
    return await _answer(
        visit, asked,
        people=await persons(visit, people[:room]),
        tags=await tags_seen(visit.ground, tags[:room]),
        entries=await visit.ground.one(Feed).articles(visit, said, "public"),
        more=more,
        next="" if few else _next(visit, asked, said, more),
    )  # fmt: skip


def _next(visit: Visit, asked: Asked, said: list[int], more: dict[str, bool]) -> str:
    if visit.member_id is None or not more.get(asked.kind):
        return ""
    if asked.kind == "posts":
        return visit.here(before=str(said[-1]))
    return visit.here(offset=str(asked.skipped + PAGE)) if asked.skipped + PAGE <= MOST_SKIPPED else ""


async def _people(visit: Visit, asked: Asked, room: int) -> list[int]:
    if asked.words.startswith("#"):
        return []
    query = AccountQuery(asked.words, room + 1, asked.skipped)
    return await search.find_accounts(visit.ground, visit.member_id, query)


async def _posts(visit: Visit, asked: Asked) -> list[int]:
    """Only members search posts."""
    if visit.member_id is None:
        return []
    return await search.find_posts(visit.ground, visit.member_id, PostQuery(asked.words, PAGE, below=asked.below))
