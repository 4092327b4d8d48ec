"""/scheduled: posts that wait for their time."""

from folkmoot.features import media, scheduling
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import MAX_ID, parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.writing import refusals
from folkmoot.interfaces.web.writing.form import Written, local_time

pages = Pages()

SCHEDULED = "/scheduled"


@pages.get(SCHEDULED, member=True)
async def listed(visit: Visit) -> Response:
    return await _page(visit)


async def _page(visit: Visit, status: int = 200, fault: str = "") -> Response:
    db = await visit.ground.read()
    limit = scheduling.TOTAL_LIMIT
    found = await scheduling.of_account(db, current(visit).account_id, (MAX_ID, 0, limit, False))
    found.sort(key=lambda item: item.scheduled_at)
    files = await media.by_ids(db, [file for item in found for file in item.draft.media_ids])
    items = [(item, local_time(item.scheduled_at), sum(i in files for i in item.draft.media_ids)) for item in found]
    return await placed(visit, "scheduled.html", status, items=items, fault=fault)


@pages.post(f"{SCHEDULED}/{{id}}/cancel", member=True)
async def cancel(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await scheduling.cancel(work, current(visit).account_id, parse_id(visit.places["id"]) or 0)
    return visit.go(SCHEDULED)


@pages.post(f"{SCHEDULED}/{{id}}/move", member=True)
async def move(visit: Visit) -> Response:
    """Have it appear at another time."""
    moved = Written(text="-", at=visit.form.get("at", "") or "-", zone=visit.form.get("zone", ""))
    try:
        refusals.check(visit, moved)
        async with visit.ground.work() as work:
            await scheduling.reschedule(
                work, current(visit).account_id, parse_id(visit.places["id"]) or 0, moved.moment or 0
            )
    except InvalidError as error:
        return await _page(visit, 422, refusals.sentence_of(visit, error))
    return visit.go(SCHEDULED)
