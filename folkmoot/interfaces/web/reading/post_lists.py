"""/@name/id/...: who favourited and boosted a post, what quotes it, and what it said before."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from markupsafe import Markup

from folkmoot.features import media, polls, posts
from folkmoot.features.media import Media
from folkmoot.features.posts import Edit, Listed, Post
from folkmoot.infra.clock import iso
from folkmoot.infra.db import Bounds, Reader
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.people.rows import people
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.reading.changes import changed
from folkmoot.interfaces.web.reading.post import Focus, of_post
from folkmoot.interfaces.web.reading.timelines import timeline

pages = Pages()

PEOPLE = 40
VERSIONS = 20
"""On one page, the newest first."""

Read = Callable[[Reader, int, Bounds], Awaitable[list[Listed]]]


class Version(NamedTuple):
    """What a post said from `at` on (ISO 8601), with what changed marked up; `first` says that nothing came before."""

    at: str
    first: bool
    warning: Markup
    words: Markup
    sensitive: bool
    files: list[Media]
    files_changed: bool
    poll: Markup


@pages.get("/@{name}/{id}/favourites")
@of_post
async def favourites(visit: Visit, focus: Focus) -> Response:
    return await _people(visit, focus, posts.favourited_by, marked("Favourited by"))


@pages.get("/@{name}/{id}/boosts")
@of_post
async def boosts(visit: Visit, focus: Focus) -> Response:
    return await _people(visit, focus, posts.reblogged_by, marked("Boosted by"))


async def _people(visit: Visit, focus: Focus, read: Read, title: str) -> Response:
    bounds = bounds_of(visit, PEOPLE)
    rows = await read(await visit.ground.read(), focus.post.id, bounds)
    shown: dict[str, Any] = {
        "title": visit.text(title),
        "people": await people(visit, [row.id for row in rows]),
        "next": older(visit, [row.row_id for row in rows], bounds),
        "nothing": visit.text("Nobody yet."),
    }
    if visit.is_partial:
        return visit.page("people_rows.html", **shown)
    return await placed(visit, "post_people.html", focused=focus.shown, **shown)


@pages.get("/@{name}/{id}/quotes")
@of_post
async def quotes(visit: Visit, focus: Focus) -> Response:
    bounds = bounds_of(visit)
    ids = await posts.quotes_of(visit.ground, visit.member_id, focus.post.id, bounds)
    return await timeline(
        visit, "post_quotes.html", ids, bounds, context="thread", title=visit.text("Quoted by"), focused=focus.shown
    )


@pages.get("/@{name}/{id}/history")
@of_post
async def history(visit: Visit, focus: Focus) -> Response:
    db = await visit.ground.read()
    told = await posts.edits(db, focus.post.id) or [await _only(db, focus.post)]
    end = _end(visit, len(told))
    start = max(0, end - VERSIONS)
    files = await media.by_ids(db, [item for version in told[max(0, start - 1) : end] for item in version.media])
    versions = [_version(told, place, files) for place in range(end - 1, start - 1, -1)]
    return await placed(
        visit,
        "post_history.html",
        focused=focus.shown,
        versions=versions,
        next=visit.here(before=str(start)) if start else "",
    )


async def _only(db: Reader, post: Post) -> Edit:
    """Return the one version of a post that was never edited."""
    files = [item.id for item in (await media.of_posts(db, [post.id])).get(post.id, [])]
    options = await polls.options_of(db, post.id)
    return Edit(post.text, post.spoiler_text, post.sensitive, files, post.created_at, options)


def _end(visit: Visit, count: int) -> int:
    given = visit.query.get("before", "")
    return min(int(given), count) if given.isascii() and given.isdigit() and 0 < len(given) < 6 else count


def _version(told: list[Edit], place: int, files: dict[int, Media]) -> Version:
    now = told[place]
    before = told[place - 1] if place else now
    return Version(
        at=iso(now.created_at),
        first=place == 0,
        warning=changed(before.spoiler_text, now.spoiler_text),
        words=changed(before.text, now.text),
        sensitive=now.sensitive,
        files=[files[item] for item in now.media if item in files],
        files_changed=before.media != now.media,
        poll=changed(_listed(before.poll), _listed(now.poll)),
    )


def _listed(options: list[str]) -> str:
    return "".join(f"• {option}\n" for option in options)
