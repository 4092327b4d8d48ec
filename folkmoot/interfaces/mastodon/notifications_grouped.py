"""/api/v2/notifications: what the member was told, several acts on the same thing as one group."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec.json import encode

from folkmoot.features import notifications
from folkmoot.features.notifications import GROUPED_KINDS, POST_KINDS, Group, Wanted
from folkmoot.infra.clock import iso
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import time_of
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Headers, Reply, json, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.notifications import (
    KindParams,
    ListParams,
    SupportedParams,
    collections_json,
    reports_json,
    strikes_json,
    wanted,
)
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.present_fallback import Fallbacks, fallbacks
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


class GroupParams(ListParams, frozen=True):
    grouped_types: list[str] | None = None
    expand_accounts: str = "full"


class CountParams(KindParams, frozen=True):
    grouped_types: list[str] | None = None


class PartialAccount(msgspec.Struct, frozen=True):
    """The entity PartialAccountWithAvatar, as part of an entity Account."""

    id: str
    acct: str
    url: str
    avatar: str
    avatar_static: str
    avatar_description: str
    locked: bool
    bot: bool


_PARTIAL = msgspec.json.Decoder(PartialAccount)


def _grouped(call: Call, params: GroupParams | CountParams) -> Wanted:
    given = params.grouped_types
    grouped = [kind for kind in GROUPED_KINDS if given is None or kind in given]
    return msgspec.structs.replace(wanted(call, params), grouped=grouped)


def _any_kind(call: Call) -> Wanted:
    return wanted(call, KindParams())


@routes.get("/api/v2/notifications", scope="read:notifications")
async def page(call: Call, params: GroupParams) -> Reply:
    if params.expand_accounts not in ("full", "partial_avatars"):
        raise InvalidError("Validation failed: Expand accounts is not included in the list")
    bounds = params.bounds(40, 80)
    found = await notifications.group_page(call.ground, call.member_id, _grouped(call, params), bounds)
    found = newest_first(found, bounds)
    headers = link(call, [group.newest.id for group in found], bounds)
    aid = await fallbacks(call, params.supported_types)
    return await _results(call, found, headers, aid, partial=params.expand_accounts == "partial_avatars", paged=True)


@routes.get("/api/v2/notifications/unread_count", scope="read:notifications")
async def unread_count(call: Call, params: CountParams) -> Reply:
    _, _, limit, _ = Page(limit=params.limit).bounds(100, 1_000)
    asked = _grouped(call, params)
    return json({"count": await notifications.count_unread_groups(call.ground, call.member_id, asked, limit)})


@routes.get("/api/v2/notifications/{group_key}", scope="read:notifications")
async def get(call: Call, params: SupportedParams) -> Reply:
    group = await notifications.get_group(call.ground, call.member_id, _any_kind(call), call.parts[0])
    if group.newest.post_id is not None:
        await call.ground.one(Hydrate).status(call.member_id, group.newest.post_id)
    return await _results(call, [group], (), await fallbacks(call, params.supported_types), paged=False)


@routes.get("/api/v2/notifications/{group_key}/accounts", scope="write:notifications")
async def accounts(call: Call) -> Reply:
    ids = await notifications.group_senders(call.ground, call.member_id, _any_kind(call), call.parts[0])
    return listing(await call.ground.one(Hydrate).accounts(ids, call.member_id))


@routes.post("/api/v2/notifications/{group_key}/dismiss", scope="write:notifications")
async def dismiss(call: Call) -> Reply:
    async with call.ground.work() as work:
        await notifications.dismiss_group(work, call.member_id, call.parts[0])
    return EMPTY


async def _results(
    call: Call, groups: Sequence[Group], headers: Headers, aid: Fallbacks, *, paged: bool, partial: bool = False
) -> Reply:
    """Reply with the entity GroupedNotificationsResults, without groups whose post the member may not see."""
    hydrate = call.ground.one(Hydrate)
    post_ids = [group.newest.post_id for group in groups if group.newest.post_id is not None]
    statuses = await hydrate.statuses_by_id(call.member_id, list(dict.fromkeys(post_ids)))
    beside = _Beside(
        await reports_json(call, [g.newest.report_id for g in groups if g.newest.report_id is not None]),
        await strikes_json(call, [g.newest.strike_id for g in groups if g.newest.strike_id is not None]),
        await collections_json(call, [g.newest.collection_id for g in groups if g.newest.collection_id is not None]),
    )
    shown = [group for group in groups if _may_show(group, statuses, beside)]
    newest = list(dict.fromkeys(group.newest.from_id for group in shown))
    others = dict.fromkeys(sender for group in shown for sender in group.senders if sender not in newest)
    faces = await hydrate.account_json([*newest, *others], call.member_id)

    def _aid(group: Group) -> bytes:
        item = group.newest
        return aid.of(item.kind, faces[item.from_id], beside.collections.get(item.collection_id or 0, b""))

    parts = [
        (b'{"accounts":', [faces[i] for i in (newest if partial else (*newest, *others))]),
        (b',"statuses":', [statuses[i] for i in dict.fromkeys(g.newest.post_id for g in shown) if i in statuses]),
        (b',"notification_groups":', [_group(group, beside, paged=paged, aid=_aid(group)) for group in shown]),
    ]
    if partial:
        parts.append((b',"partial_accounts":', [encode(_PARTIAL.decode(faces[i])) for i in others]))
    body = b"".join(b"%b[%b]" % (name, b",".join(items)) for name, items in parts) + b"}"
    return Reply(body, 200, headers)


class _Beside(NamedTuple):
    """What stands in a group beside its post: reports, warnings and collections, by id."""

    reports: dict[int, bytes]
    strikes: dict[int, bytes]
    collections: dict[int, bytes]


def _may_show(group: Group, statuses: dict[int, bytes], beside: _Beside) -> bool:
    item = group.newest
    if item.kind in POST_KINDS:
        return item.post_id in statuses
    if item.strike_id is not None:
        return item.strike_id in beside.strikes
    if item.collection_id is not None:
        return item.collection_id in beside.collections
    return item.report_id is None or item.report_id in beside.reports


def _group(group: Group, beside: _Beside, *, paged: bool, aid: bytes) -> bytes:
    """Return the entity NotificationGroup; `aid` is its member for apps that do not know its type."""
    item = group.newest
    entity: dict[str, Any] = {
        "group_key": group.key,
        "notifications_count": group.total,
        "type": item.kind,
        "most_recent_notification_id": str(item.id),
        "sample_account_ids": [str(sender) for sender in group.senders],
    }
    if paged:
        entity["page_min_id"] = str(group.page_min_id)
        entity["page_max_id"] = str(item.id)
        entity["latest_page_notification_at"] = iso(time_of(item.id))
    if item.kind in POST_KINDS:
        entity["status_id"] = str(item.post_id)
    if item.report_id is not None:
        return encode(entity)[:-1] + b',"report":' + beside.reports[item.report_id] + b"}"
    if item.strike_id is not None:
        return encode(entity)[:-1] + b',"moderation_warning":' + beside.strikes[item.strike_id] + b"}"
    if item.collection_id is not None:
        return encode(entity)[:-1] + b',"collection":' + beside.collections[item.collection_id] + aid + b"}"
    return encode(entity)
