"""/api/v2/notifications/policy and /api/v1/notifications/requests: what is kept aside, and what becomes of it."""

from collections.abc import Sequence

import msgspec

from folkmoot.features import notifications
from folkmoot.features.notifications import Policy, Request
from folkmoot.infra.clock import iso
from folkmoot.infra.errors import InvalidError, MissingError
from folkmoot.infra.ids import parse_id, time_of
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

REQUESTS = 200
"""Requests that one call may answer."""


class PolicyParams(msgspec.Struct, frozen=True):
    for_not_following: str | None = None
    for_not_followers: str | None = None
    for_new_accounts: str | None = None
    for_private_mentions: str | None = None
    for_limited_accounts: str | None = None


class ManyParams(msgspec.Struct, frozen=True):
    id: list[str] = []


async def _reply_policy(call: Call) -> Reply:
    """Reply with the entity NotificationPolicy."""
    policy = await notifications.policy_of(await call.ground.read(), call.member_id)
    waiting = await notifications.pending(call.ground, call.member_id)
    summary = {"pending_requests_count": waiting.requests, "pending_notifications_count": waiting.notifications}
    return json({**msgspec.structs.asdict(policy), "summary": summary})


@routes.get("/api/v2/notifications/policy", scope="read:notifications")
async def policy(call: Call) -> Reply:
    return await _reply_policy(call)


@routes.put("/api/v2/notifications/policy", scope="write:notifications")
@routes.patch("/api/v2/notifications/policy", scope="write:notifications")
async def change_policy(call: Call, params: PolicyParams) -> Reply:
    given = {name: word for name, word in msgspec.structs.asdict(params).items() if word is not None}
    async with call.ground.work() as work:
        before: Policy = await notifications.policy_of(work.db, call.member_id)
        await notifications.set_policy(work, call.member_id, msgspec.structs.replace(before, **given))
    return await _reply_policy(call)


@routes.get("/api/v1/notifications/requests", scope="read:notifications")
async def requests(call: Call, params: Page) -> Reply:
    bounds = params.bounds(40, 80)
    found = newest_first(await notifications.requests(call.ground, call.member_id, bounds), bounds)
    return listing(await _shown(call, found), link(call, [item.id for item in found], bounds))


@routes.get("/api/v1/notifications/requests/merged", scope="read:notifications")
async def merged(call: Call) -> Reply:
    return json({"merged": await notifications.is_merged(await call.ground.read(), call.member_id)})


@routes.get("/api/v1/notifications/requests/{id}", scope="read:notifications")
async def request(call: Call) -> Reply:
    item = await notifications.get_request(call.ground, call.member_id, call.id)
    return Reply((await _shown(call, [item]))[0])


async def _shown(call: Call, items: Sequence[Request]) -> list[bytes]:
    """Return the entity NotificationRequest of each; with the last status only where the member may see it."""
    hydrate = call.ground.one(Hydrate)
    post_ids = list(dict.fromkeys(item.post_id for item in items if item.post_id is not None))
    statuses = await hydrate.statuses_by_id(call.member_id, post_ids)
    faces = await hydrate.account_json((item.from_id for item in items), call.member_id)
    shown = []
    for item in items:
        head = {
            "id": str(item.id),
            "created_at": iso(time_of(item.id)),
            "updated_at": iso(item.updated_at),
            "notifications_count": str(item.total),
        }
        parts = [msgspec.json.encode(head)[:-1], b',"account":', faces[item.from_id]]
        if item.post_id in statuses:
            parts += (b',"last_status":', statuses[item.post_id])
        shown.append(b"".join((*parts, b"}")))
    return shown


@routes.post("/api/v1/notifications/requests/accept", scope="write:notifications")
async def accept_many(call: Call, params: ManyParams) -> Reply:
    ids = _ids(params)
    async with call.ground.work() as work:
        await notifications.accept_requests(work, call.member_id, ids)
    return EMPTY


@routes.post("/api/v1/notifications/requests/dismiss", scope="write:notifications")
async def dismiss_many(call: Call, params: ManyParams) -> Reply:
    ids = _ids(params)
    async with call.ground.work() as work:
        await notifications.dismiss_requests(work, call.member_id, ids)
    return EMPTY


def _ids(params: ManyParams) -> list[int]:
    if len(params.id) > REQUESTS:
        raise InvalidError(f"Validation failed: Cannot answer more than {REQUESTS} requests at once")
    return [found for text in params.id if (found := parse_id(text)) is not None]


@routes.post("/api/v1/notifications/requests/{id}/accept", scope="write:notifications")
async def accept(call: Call) -> Reply:
    async with call.ground.work() as work:
        if not await notifications.accept_requests(work, call.member_id, [call.id]):
            raise MissingError("Record not found")
    return EMPTY


@routes.post("/api/v1/notifications/requests/{id}/dismiss", scope="write:notifications")
async def dismiss(call: Call) -> Reply:
    async with call.ground.work() as work:
        if not await notifications.dismiss_requests(work, call.member_id, [call.id]):
            raise MissingError("Record not found")
    return EMPTY
