"""Forms about lists: made, changed, deleted; people put on them and taken off."""

from msgspec.structs import replace

from folkmoot.features import lists
from folkmoot.features.lists import List, ListChange, RepliesPolicy
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import current
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.reading.lists import edited, list_meant, mine, with_account

pages = Pages()

ONLY_FOLLOWED = marked("You can only put people on lists whom you follow.")


def _title_fault(visit: Visit, title: str) -> str:
    if not title.strip():
        return visit.text("Give the list a name.")
    if len(title.strip()) > lists.TITLE_LIMIT:
        return visit.text("This name is too long: %(most)s characters at most.", most=lists.TITLE_LIMIT)
    return ""


@pages.post("/lists", member=True)
async def make(visit: Visit) -> Response:
    """Make a list, with the account on it for which it was wanted."""
    title, account_id = visit.form.get("title", ""), parse_id(visit.form.get("account", ""))
    fault = _title_fault(visit, title) or await _too_many(visit)
    if fault and account_id is not None:
        return await with_account(visit, account_id, 422, fault)
    if fault:
        return await mine(visit, 422, fault)
    if account_id is None:
        async with visit.ground.work() as work:
            made = await lists.create(work, current(visit).account_id, ListChange(title))
        return visit.go(f"/lists/{made.id}/edit")
    try:
        async with visit.ground.work() as work:
            made = await lists.create(work, current(visit).account_id, ListChange(title))
            await lists.add(work, made.account_id, made.id, [account_id])
    except Refusal:
        return await with_account(visit, account_id, 422, visit.text(ONLY_FOLLOWED))
    return visit.go(f"/lists?account={account_id}")


async def _too_many(visit: Visit) -> str:
    found = await lists.of_account(await visit.ground.read(), current(visit).account_id)
    if len(found) < lists.LISTS_LIMIT:
        return ""
    return visit.text("You have %(most)s lists already. Delete one first.", most=lists.LISTS_LIMIT)


@pages.post("/lists/{id}/edit", member=True)
async def change(visit: Visit) -> Response:
    found = await list_meant(visit)
    wanted = _wanted(visit, found)
    fault = _title_fault(visit, wanted.title)
    if fault:
        return await edited(visit, wanted, 422, fault)
    async with visit.ground.work() as work:
        change = ListChange(wanted.title, wanted.replies_policy, wanted.exclusive)
        await lists.change(work, found.account_id, found.id, change)
    return visit.go(f"/lists/{found.id}")


def _wanted(visit: Visit, found: List) -> List:
    """Return the list as the form wants it; a policy that is none leaves the old one."""
    given = visit.form.get("replies", "")
    policies = {policy.value: policy for policy in RepliesPolicy}
    return replace(
        found,
        title=visit.form.get("title", ""),
        replies_policy=policies.get(given, found.replies_policy),
        exclusive="exclusive" in visit.form,
    )


@pages.post("/lists/{id}/add", member=True)
async def add(visit: Visit) -> Response:
    found = await list_meant(visit)
    account_id = parse_id(visit.form.get("account", "")) or 0
    on = await lists.among(await visit.ground.read(), [found.id], [account_id])
    if not on[found.id]:
        try:
            async with visit.ground.work() as work:
                await lists.add(work, found.account_id, found.id, [account_id])
        except Refusal:
            return await edited(visit, found, 422, visit.text(ONLY_FOLLOWED))
    return visit.go(f"/lists/{found.id}/edit#members")


@pages.post("/lists/{id}/remove", member=True)
async def remove(visit: Visit) -> Response:
    found = await list_meant(visit)
    async with visit.ground.work() as work:
        await lists.remove(work, found.account_id, found.id, [parse_id(visit.form.get("account", "")) or 0])
    return visit.go(f"/lists/{found.id}/edit#members")


@pages.post("/lists/{id}/delete", member=True)
async def delete(visit: Visit) -> Response:
    found = await list_meant(visit)
    async with visit.ground.work() as work:
        await lists.delete(work, found.account_id, found.id)
    return visit.go("/lists")


@pages.get("/lists/of_account", member=True)
async def back(visit: Visit) -> Response:
    """Lead who comes back to where a form was sent to the page with the form."""
    account_id = parse_id(visit.query.get("account", ""))
    return visit.go("/lists" if account_id is None else f"/lists?account={account_id}")


@pages.post("/lists/of_account", member=True)
async def set_lists(visit: Visit) -> Response:
    """Let an account be on the lists that are ticked, and on none of the others."""
    account_id = parse_id(visit.form.get("account", "")) or 0
    ticked = {parse_id(text) for text in visit.chosen("list")}
    try:
        async with visit.ground.work() as work:
            await _set(work, current(visit).account_id, account_id, ticked)
    except Refusal:
        return await with_account(visit, account_id, 422, visit.text(ONLY_FOLLOWED))
    return visit.go(f"/lists?account={account_id}&saved=1")


async def _set(work: Work, member_id: int, account_id: int, ticked: set[int | None]) -> None:
    on = {item.id for item in await lists.containing(work.db, member_id, account_id)}
    for item in await lists.of_account(work.db, member_id):
        if item.id in ticked and item.id not in on:
            await lists.add(work, member_id, item.id, [account_id])
        elif item.id in on and item.id not in ticked:
            await lists.remove(work, member_id, item.id, [account_id])
