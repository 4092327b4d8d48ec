"""/api/v1/admin/reports: what was reported, and dealing with it."""

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from folkmoot.features import moderation, posts, site
from folkmoot.features.auth import Permission
from folkmoot.features.moderation import Report, Sorting, Wanted
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon import present_admin
from folkmoot.interfaces.mastodon.admin_desk import admin_accounts, demand
from folkmoot.interfaces.mastodon.call import Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.instance import rule
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

READ = "admin:read:reports"
WRITE = "admin:write:reports"


class ListParams(Page, frozen=True):
    resolved: bool = False
    account_id: str = ""
    target_account_id: str = ""


class SortParams(msgspec.Struct, frozen=True):
    category: str = ""
    rule_ids: list[str] | None = None


@routes.get("/api/v1/admin/reports", scope=READ)
async def page(call: Call, params: ListParams) -> Reply:
    demand(call, Permission.MANAGE_REPORTS)
    by, about = ((parse_id(text) or 0) if text else None for text in (params.account_id, params.target_account_id))
    bounds = params.bounds(100, 200)
    wanted = Wanted(call.member_id, params.resolved, by, about)
    found = await moderation.reports(await call.ground.read(), wanted, bounds)
    found = newest_first(found, bounds)
    return listing(await _shown(call, found), link(call, [item.id for item in found], bounds, previous="since_id"))


async def _shown(call: Call, items: Sequence[Report]) -> list[bytes]:
    """Return the entity Admin::Report of each, with the posts reported as far as they exist."""
    everybody = {i for item in items for i in _concerned(item)}
    people = await admin_accounts(call, everybody)
    asked = {f"report:{item.id}": item.post_ids for item in items}
    opened = await posts.for_moderation(call.ground, call.member_id, asked)
    wanted = list({post_id for item in items for post_id in item.post_ids})
    statuses = await call.ground.one(Hydrate).statuses_by_id(call.member_id, wanted, opened)
    rules = {item.id: rule(item) for item in await site.rules(call.ground)}
    return [
        present_admin.report(
            item,
            people,
            [statuses[post_id] for post_id in item.post_ids if post_id in statuses],
            [rules[rule_id] for rule_id in item.rule_ids if rule_id in rules],
        )
        for item in items
    ]


def _concerned(item: Report) -> set[int]:
    named = (item.account_id, item.target_account_id, item.assigned_account_id, item.action_taken_by_account_id)
    return {account_id for account_id in named if account_id is not None}


@routes.get("/api/v1/admin/reports/{id}", scope=READ)
async def get(call: Call) -> Reply:
    demand(call, Permission.MANAGE_REPORTS)
    return await _one(call)


async def _one(call: Call) -> Reply:
    found = await moderation.reports_by_ids(await call.ground.read(), [call.id])
    if call.id not in found or found[call.id].target_account_id == call.member_id:
        raise MissingError("Record not found")
    return Reply((await _shown(call, [found[call.id]]))[0])


@routes.put("/api/v1/admin/reports/{id}", scope=WRITE)
async def sort(call: Call, params: SortParams) -> Reply:
    member_id = demand(call, Permission.MANAGE_REPORTS)
    known = [item.id for item in await site.rules(call.ground)]
    rule_ids = None if params.rule_ids is None else [parse_id(text) or 0 for text in params.rule_ids]
    async with call.ground.work() as work:
        await moderation.sort_report(work, member_id, call.id, Sorting(params.category, rule_ids), known)
    return await _one(call)


async def _changed(call: Call, verb: Callable[[Work, int, int], Awaitable[None]]) -> Reply:
    member_id = demand(call, Permission.MANAGE_REPORTS)
    async with call.ground.work() as work:
        await verb(work, member_id, call.id)
    return await _one(call)


@routes.post("/api/v1/admin/reports/{id}/assign_to_self", scope=WRITE)
async def assign_to_self(call: Call) -> Reply:
    async def assign(work: Work, by_id: int, report_id: int) -> None:
        await moderation.assign_report(work, by_id, report_id, by_id)

    return await _changed(call, assign)


@routes.post("/api/v1/admin/reports/{id}/unassign", scope=WRITE)
async def unassign(call: Call) -> Reply:
    async def free(work: Work, by_id: int, report_id: int) -> None:
        await moderation.assign_report(work, by_id, report_id, None)

    return await _changed(call, free)


@routes.post("/api/v1/admin/reports/{id}/resolve", scope=WRITE)
async def resolve(call: Call) -> Reply:
    return await _changed(call, moderation.resolve_report)


@routes.post("/api/v1/admin/reports/{id}/reopen", scope=WRITE)
async def reopen(call: Call) -> Reply:
    return await _changed(call, moderation.reopen_report)
