"""/@name: an account with what it said, its media, and what it recommends."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from folkmoot.features import accounts, posts, showcase
from folkmoot.features.accounts import UnknownAccountError
from folkmoot.features.posts import Filter
from folkmoot.features.relations import Relationship
from folkmoot.infra.db import Bounds
from folkmoot.infra.errors import MissingError
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.people.heads import NOBODY, Head, Heads, open_head
from folkmoot.interfaces.web.people.rows import standings
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts.feed import Feed

pages = Pages()

PINNED = 10
"""Pinned posts that stand above the others."""
_FIRST: Bounds = (2**63 - 1, 0, PINNED, False)


class View(NamedTuple):
    """A profile as somebody looks at it; `standing` is None for visitors and on one's own.

    `cover` says why the posts are not to be seen at once: gone, shut (who looks is blocked), blocking or limited;
    `target` is where the account moved.
    """

    head: Head
    standing: Relationship | None
    own: bool
    cover: str
    target: Head | None


async def meant(visit: Visit) -> Head:
    """Return the account that the address names; MissingError where there is none, or it is not open yet."""
    ground = visit.ground
    db = await ground.read()
    try:
        account = await accounts.by_handle(db, visit.places["name"], ground.config.site.domain)
    except UnknownAccountError as error:
        raise MissingError(NOBODY) from error
    return await open_head(ground, account.id)


def elsewhere(visit: Visit, head: Head) -> str:
    """Return the address of this page as we write the name; '' where it was written so."""
    name, written = visit.places["name"], head.account.acct
    return "" if name == written else visit.here().replace(f"/@{name}", f"/@{written}", 1)


async def seen(visit: Visit, head: Head) -> View:
    """Return the profile as the visitor sees it."""
    standing = (await standings(visit, [head.id])).get(head.id)
    moved = head.account.moved_to_id
    target = None if moved is None else (await visit.ground.one(Heads).of([moved])).get(moved)
    return View(head, standing, visit.member_id == head.id, _cover(visit, head, standing), target)


def _cover(visit: Visit, head: Head, standing: Relationship | None) -> str:
    if head.is_gone:
        return "gone"
    if standing is not None and standing.blocked_by:
        return "shut"
    known = visit.member_id == head.id or (standing is not None and standing.following)
    if visit.query.get("anyway"):
        return ""
    if standing is not None and standing.blocking:
        return "blocking"
    return "limited" if head.account.silenced_at is not None and not known else ""


async def profile_page(visit: Visit, view: View, tab: str, **context: Any) -> Response:
    """Answer with the profile and what stands on one of its tabs."""
    featured: list[str] = []
    if not view.cover:
        featured = await showcase.featured_names(await visit.ground.read(), view.head.id)
    status = 410 if view.head.is_gone else 200
    return await placed(visit, "profile.html", status, view=view, tab=tab, featured=featured, **context)


async def _told(visit: Visit, tab: str, wanted: Filter, *, pins: bool = False) -> Response:
    """Answer with those posts of the account; a script that asks for the next page gets the posts alone."""
    head = await meant(visit)
    if away := elsewhere(visit, head):
        return visit.go(away)
    bounds = bounds_of(visit)
    if visit.is_partial:
        return visit.page("entries.html", title=head.face.plain_name, **await _entries(visit, head, wanted, bounds))
    view = await seen(visit, head)
    if view.cover:
        return await profile_page(visit, view, tab, entries=[], pinned=[], next="")
    pinned: Sequence[int] = ()
    if pins and "before" not in visit.query:
        pinned = await posts.on_profile(visit.ground, visit.member_id, head.id, Filter(pinned=True), _FIRST)
    return await profile_page(visit, view, tab, **await _entries(visit, head, wanted, bounds, pinned))


async def _entries(
    visit: Visit, head: Head, wanted: Filter, bounds: Bounds, pinned: Sequence[int] = ()
) -> dict[str, Any]:
    """Return the posts of one page; those that are pinned stand apart and not a second time."""
    ids = await posts.on_profile(visit.ground, visit.member_id, head.id, wanted, bounds)
    feed = visit.ground.one(Feed)
    shown = await feed.shown(visit, [*pinned, *(post_id for post_id in ids if post_id not in pinned)], "account")
    above = feed.drawn(visit, [entry for entry in shown if entry.id in pinned])
    below = feed.drawn(visit, [entry for entry in shown if entry.id not in pinned])
    return {"entries": below, "pinned": above, "next": older(visit, ids, bounds)}


@pages.get("/@{name}")
async def profile(visit: Visit) -> Response:
    return await _told(visit, "posts", Filter(exclude_replies=True), pins=True)


@pages.get("/@{name}/with_replies")
async def with_replies(visit: Visit) -> Response:
    return await _told(visit, "replies", Filter(exclude_reblogs=True))
