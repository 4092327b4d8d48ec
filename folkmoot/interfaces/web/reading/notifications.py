"""/notifications: what the member was told, marking it as read, and putting it away."""

from contextlib import suppress

from folkmoot.features import notifications, relations
from folkmoot.features.notifications import Wanted
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import local
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.paging import bounds_of, older
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.reading import notices

pages = Pages()

HERE = "/notifications"
ADDRESSED = ("mention", "quote")
"""What somebody says to the member."""
TABS = (("", marked("All")), ("mentions", marked("Mentions")), ("others", marked("Others")))


@pages.get(HERE, member=True)
async def told(visit: Visit) -> Response:
    show = visit.query.get("show", "")
    only, without = (ADDRESSED if show == "mentions" else ()), (ADDRESSED if show == "others" else ())
    bounds = bounds_of(visit)
    wanted = Wanted(await notices.kinds_of(visit, only, without))
    found = await notices.groups(visit, wanted, bounds)
    read = await notices.last_read(visit)
    entries = await notices.notices(visit, found, read)
    further = older(visit, [group.newest.id for group in found], bounds)
    if visit.is_partial:
        return visit.page("notice_list.html", entries=entries, next=further)
    member_id = current(visit).account_id
    first = "before" not in visit.query and "after" not in visit.query
    newest = found[0].newest.id if found and first and not show else 0
    return await placed(
        visit,
        "notifications.html",
        entries=entries,
        next=further,
        tabs=[(name, visit.text(words), name == show) for name, words in TABS],
        newest=newest if newest > read else 0,
        aside=await notifications.pending(visit.ground, member_id),
        asking=await relations.requests_count(visit.ground.db.reader, member_id),
    )


@pages.post(f"{HERE}/read", member=True)
async def mark_read(visit: Visit) -> Response:
    """Note how far the member has read: only ever further than before."""
    up_to, member_id = parse_id(visit.form.get("up_to", "")) or 0, current(visit).account_id
    async with visit.ground.work() as work:
        known = (await notifications.markers(work.db, member_id)).get("notifications")
        if known is None or known.last_read_id < up_to:
            await notifications.read_up_to(work, member_id, {"notifications": up_to})
    return visit.piece("") if visit.is_partial else visit.go(HERE)


@pages.post(f"{HERE}/dismiss", member=True)
async def dismiss(visit: Visit) -> Response:
    """Put one notice away; one that is gone already is as good."""
    async with visit.ground.work() as work:
        with suppress(MissingError):
            await notifications.dismiss_group(work, current(visit).account_id, visit.form.get("key", ""))
    return visit.piece("") if visit.is_partial else visit.go(local(visit.form.get("back", HERE)))


@pages.get(f"{HERE}/clear", member=True)
async def ask_clear(visit: Visit) -> Response:
    return await placed(visit, "notifications_clear.html")


@pages.post(f"{HERE}/clear", member=True)
async def clear(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await notifications.clear(work, current(visit).account_id)
    return visit.go(HERE)
