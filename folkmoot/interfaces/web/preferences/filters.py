"""/settings/filters: the words and posts that a member does not want to come upon."""

from folkmoot.features import filters
from folkmoot.features.filters import Filter
from folkmoot.infra.errors import Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.posts.feed import Feed
from folkmoot.interfaces.web.preferences import filter_form
from folkmoot.interfaces.web.preferences.filter_form import Form
from folkmoot.interfaces.web.preferences.refusals import told
from folkmoot.interfaces.web.preferences.sections import inside, saved

pages = Pages()

HERE = "/settings/filters"
NEW = f"{HERE}/new"
ONE = f"{HERE}/{{id}}"


@pages.get(HERE, member=True)
async def overview(visit: Visit) -> Response:
    mine = await filters.of_account(await visit.ground.read(), current(visit).account_id)
    return await inside(
        visit, "filters.html", filters=mine, now=visit.now, places=filter_form.places(visit),
        actions=filter_form.actions(visit),
    )  # fmt: skip


@pages.get(NEW, member=True)
async def blank(visit: Visit) -> Response:
    return await _page(visit, filter_form.blank())


@pages.post(NEW, member=True)
async def make(visit: Visit) -> Response:
    form = filter_form.sent(visit)
    if visit.form.get("do") == "more":
        return await _page(visit, form)
    try:
        async with visit.ground.work() as work:
            await filters.create(work, current(visit).account_id, form.change(None))
    except Refusal as error:
        return await _page(visit, form, 422, told(visit, error))
    return saved(visit, HERE)


@pages.get(ONE, member=True)
async def one(visit: Visit) -> Response:
    item = await _meant(visit)
    return await _page(visit, filter_form.of(item), item=item)


@pages.post(ONE, member=True)
async def change(visit: Visit) -> Response:
    item = await _meant(visit)
    form = filter_form.sent(visit)
    if visit.form.get("do") == "more":
        return await _page(visit, form, item=item)
    try:
        async with visit.ground.work() as work:
            await filters.change(work, item.account_id, item.id, form.change(item))
    except Refusal as error:
        return await _page(visit, form, 422, told(visit, error), item)
    return saved(visit, HERE)


@pages.post(f"{ONE}/delete", member=True)
async def delete(visit: Visit) -> Response:
    item = await _meant(visit)
    async with visit.ground.work() as work:
        await filters.delete(work, item.account_id, item.id)
    return saved(visit, HERE)


@pages.post(f"{ONE}/release", member=True)
async def release(visit: Visit) -> Response:
    """Take a post out of the filter."""
    item = await _meant(visit)
    async with visit.ground.work() as work:
        await filters.remove_status(work, item.account_id, parse_id(visit.form.get("mark", "")) or 0)
    return saved(visit, f"{HERE}/{item.id}")


async def _meant(visit: Visit) -> Filter:
    """Return the filter that the address names, if it is the member's."""
    wanted = parse_id(visit.places["id"]) or 0
    return await filters.get(await visit.ground.read(), current(visit).account_id, wanted)


async def _page(
    visit: Visit, form: Form, status: int = 200, fault: str = "", item: Filter | None = None
) -> Response:  # fmt: skip
    marks = [] if item is None else item.statuses
    shown = await visit.ground.one(Feed).shown(visit, [mark.post_id for mark in marks])
    posts = {each.id: each for each in shown}
    return await inside(
        visit, "filter.html", status, form=form, fault=fault, item=item, now=visit.now,
        marks=[(mark.id, posts.get(mark.post_id)) for mark in marks], places=filter_form.places(visit),
        actions=filter_form.actions(visit), lasting=filter_form.lasting(visit),
    )  # fmt: skip
