"""What a member was told, for templates: several acts on one thing as one notice, without what is not to be seen."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from folkmoot.features import auth, collections, moderation, notifications
from folkmoot.features.collections import Collection
from folkmoot.features.moderation import Report, Strike
from folkmoot.features.notifications import GROUPED_KINDS, POST_KINDS, Group, Notification, Wanted
from folkmoot.infra.clock import iso
from folkmoot.infra.db import Bounds
from folkmoot.infra.ids import time_of
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Visit
from folkmoot.interfaces.web.posts.faces import Face, Faces
from folkmoot.interfaces.web.posts.feed import Feed, Shown

FACES = 8
"""Faces that stand in a row; the others are counted."""
IN_FULL = ("mention", "status", "quote")
"""What is said to the member or to those who listen: shown with its buttons. Other posts are only called to mind."""


class Notice(NamedTuple):
    """One notice for a template. `full` says that its post is shown whole; `reported` is whom a report is about."""

    key: str
    id: int
    kind: str
    total: int
    faces: list[Face]
    unread: bool
    at: str
    shown: Shown | None
    full: bool
    strike: Strike | None
    report: Report | None
    reported: Face | None
    collection: Collection | None


class _Beside(NamedTuple):
    """What notices tell of, by id."""

    posts: dict[int, Shown]
    strikes: dict[int, Strike]
    reports: dict[int, Report]
    collections: dict[int, Collection]
    faces: dict[int, Face]


async def kinds_of(visit: Visit, only: Iterable[str] = (), without: Iterable[str] = ()) -> list[str]:
    """Return the kinds asked for that the member may be told of. At most one query."""
    role = await auth.role_of(await visit.ground.read(), visit.user.role_id if visit.user else None)
    return notifications.kinds_for(role.permissions, only, without)


async def last_read(visit: Visit) -> int:
    """Return up to which notification the member has read. One query."""
    marker = (await notifications.markers(await visit.ground.read(), current(visit).account_id)).get("notifications")
    return marker.last_read_id if marker else 0


async def groups(visit: Visit, wanted: Wanted, bounds: Bounds) -> list[Group]:
    """Return a page of what the member was told. Two queries."""
    asked = Wanted(wanted.kinds, wanted.from_id, wanted.aside, [*GROUPED_KINDS])
    return await notifications.group_page(visit.ground, current(visit).account_id, asked, bounds)


async def notices(visit: Visit, found: Sequence[Group], read_up_to: int) -> list[Notice]:
    """Return groups as the member sees them, without those whose post, report or collection is not to be seen."""
    beside = await _beside(visit, found)
    seen: set[int] = set()
    told = []
    for group in found:
        item = group.newest
        if not _may_show(item, beside):
            continue
        told.append(_notice(group, beside, read_up_to, full=item.kind in IN_FULL and item.post_id not in seen))
        seen.add(item.post_id or 0)
    return told


async def _beside(visit: Visit, found: Sequence[Group]) -> _Beside:
    db = await visit.ground.read()
    items = [group.newest for group in found]
    post_ids = [item.post_id for item in items if item.post_id is not None]
    shown = await visit.ground.one(Feed).shown(visit, list(dict.fromkeys(post_ids)), "notifications")
    reports = await moderation.reports_by_ids(db, [item.report_id for item in items if item.report_id is not None])
    listed = await collections.by_ids(db, [i.collection_id for i in items if i.collection_id is not None])
    people = {sender for group in found for sender in group.senders[:FACES]}
    people |= {report.target_account_id for report in reports.values()}
    return _Beside(
        {entry.id: entry for entry in shown},
        await moderation.strikes_by_ids(db, [item.strike_id for item in items if item.strike_id is not None]),
        reports,
        {each.collection.id: each.collection for each in await _seen(visit, listed)},
        await visit.ground.one(Faces).of(people),
    )


async def _seen(visit: Visit, listed: list[Collection]) -> list[collections.Shown]:
    return await collections.shown(visit.ground, visit.member_id, listed) if listed else []


def _may_show(item: Notification, beside: _Beside) -> bool:
    if item.kind in POST_KINDS:
        return item.post_id in beside.posts
    if item.strike_id is not None:
        return item.strike_id in beside.strikes
    if item.collection_id is not None:
        return item.collection_id in beside.collections
    return item.report_id is None or item.report_id in beside.reports


def _notice(group: Group, beside: _Beside, read_up_to: int, *, full: bool) -> Notice:
    item = group.newest
    report = beside.reports.get(item.report_id or 0)
    return Notice(
        key=group.key,
        id=item.id,
        kind=item.kind,
        total=group.total,
        faces=[beside.faces[sender] for sender in group.senders[:FACES] if sender in beside.faces],
        unread=item.id > read_up_to,
        at=iso(time_of(item.id)),
        shown=beside.posts.get(item.post_id or 0),
        full=full,
        strike=beside.strikes.get(item.strike_id or 0),
        report=report,
        reported=beside.faces.get(report.target_account_id) if report else None,
        collection=beside.collections.get(item.collection_id or 0),
    )
