"""/api/v1/admin/accounts and /api/v2/admin/accounts: looking at accounts as staff, and acting on them."""

from collections.abc import Awaitable, Callable

import msgspec

from folkmoot.features import accounts, auth, moderation, portability
from folkmoot.features.accounts import Restriction
from folkmoot.features.auth import Permission
from folkmoot.features.moderation import STATES, People, Sanction
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon.admin_desk import admin_accounts, demand
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, listing
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

READ = "admin:read:accounts"
WRITE = "admin:write:accounts"


class SearchParams(Page, frozen=True):
    username: str = ""
    display_name: str = ""
    by_domain: str = ""
    email: str = ""
    ip: str = ""


class FirstParams(SearchParams, frozen=True):
    local: bool = False
    remote: bool = False
    active: bool = False
    pending: bool = False
    disabled: bool = False
    silenced: bool = False
    suspended: bool = False
    sensitized: bool = False
    staff: bool = False


class SecondParams(SearchParams, frozen=True):
    origin: str = ""
    status: str = ""
    permissions: str = ""
    role_ids: list[str] = msgspec.field(default_factory=list)
    invited_by: str = ""


class ActionParams(msgspec.Struct, frozen=True):
    type: str = ""
    report_id: str = ""
    warning_preset_id: str = ""
    text: str = ""
    send_email_notification: bool = True


@routes.get("/api/v1/admin/accounts", scope=READ)
async def page_v1(call: Call, params: FirstParams) -> Reply:
    demand(call, Permission.MANAGE_USERS)
    states = frozenset(state for state in STATES if getattr(params, state))
    return await _page(call, params, People(states=states, roles=await _staff(call) if params.staff else None))


@routes.get("/api/v2/admin/accounts", scope=READ)
async def page_v2(call: Call, params: SecondParams) -> Reply:
    demand(call, Permission.MANAGE_USERS)
    roles = [parse_id(text) or 0 for text in params.role_ids] if params.role_ids else None
    if params.permissions == "staff":
        staff = await _staff(call)
        roles = staff if roles is None else [role_id for role_id in roles if role_id in staff]
    inviter = (parse_id(params.invited_by) or 0) if params.invited_by else None
    states = frozenset((params.origin, params.status)).intersection(STATES)
    return await _page(call, params, People(states=states, roles=roles, invited_by=inviter))


async def _staff(call: Call) -> list[int]:
    """Return the ids of the roles that make somebody staff."""
    known = await auth.roles(await call.ground.read())
    return [role.id for role in known.values() if role.may(Permission.MANAGE_REPORTS)]


async def _page(call: Call, params: SearchParams, wanted: People) -> Reply:
    bounds = params.bounds(100, 200)
    wanted = msgspec.structs.replace(
        wanted,
        username=params.username,
        display_name=params.display_name,
        domain=params.by_domain,
        email=params.email.strip(),
        address=params.ip.strip(),
    )
    ids = newest_first(await moderation.people(await call.ground.read(), wanted, bounds), bounds)
    shown = await admin_accounts(call, ids)
    return listing([shown[account_id] for account_id in ids if account_id in shown], link(call, ids, bounds))


@routes.get("/api/v1/admin/accounts/{id}", scope=READ)
async def get(call: Call) -> Reply:
    demand(call, Permission.MANAGE_USERS)
    return await _one(call)


async def _one(call: Call) -> Reply:
    shown = await admin_accounts(call, [call.id])
    if call.id not in shown:
        raise accounts.UnknownAccountError
    return Reply(shown[call.id])


@routes.post("/api/v1/admin/accounts/{id}/action", scope=WRITE)
async def action(call: Call, params: ActionParams) -> Reply:
    member_id = demand(call, Permission.MANAGE_USERS, Permission.MANAGE_REPORTS)
    if params.warning_preset_id:
        raise MissingError("Record not found")  # there are no presets, so none has this id
    report_id = (parse_id(params.report_id) or 0) if params.report_id else None
    decided = Sanction(params.type, params.text.strip(), report_id, params.send_email_notification)
    async with call.ground.work() as work:
        await moderation.sanction(work, member_id, call.id, decided)
    return EMPTY


Verb = Callable[[Work, int, int], Awaitable[None]]


async def _changed(call: Call, permission: Permission, verb: Verb) -> Reply:
    """Carry out what is decided about the account in the path, and reply with how it stands."""
    member_id = demand(call, permission)
    async with call.ground.work() as work:
        await verb(work, member_id, call.id)
    return await _one(call)


@routes.post("/api/v1/admin/accounts/{id}/approve", scope=WRITE)
async def approve(call: Call) -> Reply:
    return await _changed(call, Permission.MANAGE_USERS, moderation.approve)


@routes.post("/api/v1/admin/accounts/{id}/enable", scope=WRITE)
async def enable(call: Call) -> Reply:
    return await _changed(call, Permission.MANAGE_USERS, moderation.enable)


@routes.post("/api/v1/admin/accounts/{id}/unsensitive", scope=WRITE)
async def unsensitive(call: Call) -> Reply:
    return await _pardoned(call, Restriction.SENSITIZED)


@routes.post("/api/v1/admin/accounts/{id}/unsilence", scope=WRITE)
async def unsilence(call: Call) -> Reply:
    return await _pardoned(call, Restriction.SILENCED)


@routes.post("/api/v1/admin/accounts/{id}/unsuspend", scope=WRITE)
async def unsuspend(call: Call) -> Reply:
    return await _pardoned(call, Restriction.SUSPENDED)


async def _pardoned(call: Call, restriction: Restriction) -> Reply:
    async def pardon(work: Work, by_id: int, target_id: int) -> None:
        await moderation.pardon(work, by_id, target_id, restriction)

    return await _changed(call, Permission.MANAGE_USERS, pardon)


@routes.post("/api/v1/admin/accounts/{id}/reject", scope=WRITE)
async def reject(call: Call) -> Reply:
    return await _closed(call, Permission.MANAGE_USERS, portability.reject)


@routes.delete("/api/v1/admin/accounts/{id}", scope=WRITE)
async def erase(call: Call) -> Reply:
    return await _closed(call, Permission.DELETE_USER_DATA, portability.erase_suspended)


async def _closed(call: Call, permission: Permission, verb: Verb) -> Reply:
    """Carry out what ends the account in the path, and reply with how it stood: afterwards there is nothing to show."""
    member_id = demand(call, permission)
    reply = await _one(call)
    async with call.ground.work() as work:
        await verb(work, member_id, call.id)
    return reply
