"""/api/v1/notifications: what the member was told, and putting it away."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from folkmoot.features import collections, filters, moderation, notifications, relations
from folkmoot.features.notifications import POST_KINDS, Notification, Wanted
from folkmoot.infra.changes import Key
from folkmoot.infra.clock import iso
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import parse_id, time_of
from folkmoot.interfaces.mastodon import present_admin, present_report, tagged_collections
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.memory import NEVER, Memory
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.present_fallback import NO_HELP, Fallbacks, fallbacks
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

HEADS_KEPT = 50_000


class KindParams(msgspec.Struct, frozen=True):
    types: list[str] = []
    exclude_types: list[str] = []
    account_id: str = ""
    limit: str = ""
    include_filtered: bool = False


class ListParams(Page, frozen=True):
    types: list[str] = msgspec.field(default_factory=list)
    exclude_types: list[str] = msgspec.field(default_factory=list)
    account_id: str = ""
    include_filtered: bool = False
    supported_types: list[str] | None = None


class SupportedParams(msgspec.Struct, frozen=True):
    supported_types: list[str] | None = None


class DismissParams(msgspec.Struct, frozen=True):
    id: str = ""


def wanted(call: Call, params: ListParams | KindParams) -> Wanted:
    """Return what is asked for, of the kinds that the member may be told."""
    assert call.caller is not None
    kinds = notifications.kinds_for(call.caller.permissions, params.types, params.exclude_types)
    from_id = (parse_id(params.account_id) or 0) if params.account_id else None
    return Wanted(kinds, from_id, aside=params.include_filtered)


@routes.get("/api/v1/notifications", scope="read:notifications")
async def page(call: Call, params: ListParams) -> Reply:
    assert call.caller is not None
    if call.query not in ("", f"limit={params.limit}"):
        return (await _page(call, params))[0]
    await call.ground.read()
    memory, question = call.ground.one(Memory), (call.member_id, call.caller.permissions, call.query)
    reply = memory.get(question)
    if reply is None:
        tick, now = call.ground.changes.tick, call.ground.clock()
        reply, items = await _page(call, params)
        if all(item.report_id is item.strike_id is item.collection_id is None for item in items):
            reader = await relations.audience(call.ground, call.member_id)
            mine = await filters.active(call.ground, call.member_id)
            hydrate = call.ground.one(Hydrate)
            beneath = await hydrate.shows([item.post_id for item in items if item.post_id])
            beneath |= await hydrate.destinations(item.from_id for item in items)
            asked = hydrate.next_end([shown_id for kind, shown_id in beneath if kind == "post"], now)
            until = min(reader.next_end(now) or NEVER, mine.next_end(now) or NEVER, asked or NEVER)
            memory.put(question, reply, [*_shows(call.member_id, items), *beneath], tick, until)
    return reply


def _shows(member_id: int, items: Sequence[Notification]) -> Iterator[Key]:
    """Yield what a page depends on beside the posts that it shows."""
    for kind in ("account", "filters", "flags", "notifications", "relations"):
        yield kind, member_id
    for item in items:
        yield "account", item.from_id
        if item.cause_id is not None:
            yield "post", item.cause_id


async def _page(call: Call, params: ListParams) -> tuple[Reply, list[Notification]]:
    bounds = params.bounds(40, 80)
    found = await notifications.page(call.ground, call.member_id, wanted(call, params), bounds)
    found = newest_first(found, bounds)
    aid = await fallbacks(call, params.supported_types)
    return listing(await shown(call, found, aid), link(call, [item.id for item in found], bounds)), found


async def shown(call: Call, items: Sequence[Notification], aid: Fallbacks = NO_HELP) -> list[bytes]:
    """Return the entity Notification of each, without those whose post the member may not see (any more)."""
    hydrate = call.ground.one(Hydrate)
    statuses = await hydrate.statuses_by_id(
        call.member_id, list(dict.fromkeys(item.post_id for item in items if item.post_id is not None))
    )
    faces = await hydrate.account_json((item.from_id for item in items), call.member_id)
    beside = {
        "report": await reports_json(call, [item.report_id for item in items if item.report_id is not None]),
        "moderation_warning": await strikes_json(
            call, [item.strike_id for item in items if item.strike_id is not None]
        ),
        "collection": await collections_json(call, [i.collection_id for i in items if i.collection_id is not None]),
    }
    shown = []
    for item in items:
        carried = _carried(item, statuses, beside)
        if carried is not None:
            face = faces[item.from_id]
            carried += aid.of(item.kind, face, beside["collection"].get(item.collection_id or 0, b""))
            shown.append(b"".join((_head(item.id, item.kind, item.group_key), face, carried, b"}")))
    return shown


def _carried(
    item: Notification, statuses: Mapping[int, bytes], beside: Mapping[str, Mapping[int, bytes]]
) -> bytes | None:
    """Return what follows the account in a notification: b"" for nothing, None where it is not to be seen any more."""
    if item.kind in POST_KINDS:
        status = statuses.get(item.post_id or 0)
        return None if status is None else b',"status":' + status
    ids = {"report": item.report_id, "moderation_warning": item.strike_id, "collection": item.collection_id}
    for name, found_id in ids.items():
        if found_id is not None:
            found = beside[name].get(found_id)
            return None if found is None else b',"%b":%b' % (name.encode(), found)
    return b""


@lru_cache(maxsize=HEADS_KEPT)
def _head(notification_id: int, kind: str, group_key: str) -> bytes:
    """Return the entity up to its account."""
    return (
        f'{{"id":"{notification_id}","type":"{kind}","group_key":"{group_key}",'
        f'"created_at":"{iso(time_of(notification_id))}","account":'
    ).encode()


async def reports_json(call: Call, ids: list[int]) -> dict[int, bytes]:
    """Return the entity Report of each, by id."""
    if not ids:
        return {}
    found = await moderation.reports_by_ids(call.ground.db.reader, ids)
    faces = await call.ground.one(Hydrate).account_json((it.target_account_id for it in found.values()), call.viewer_id)
    return {report.id: present_report.report(report, faces[report.target_account_id]) for report in found.values()}


async def strikes_json(call: Call, ids: list[int]) -> dict[int, bytes]:
    """Return the entity AccountWarning of each, by id."""
    if not ids:
        return {}
    found = await moderation.strikes_by_ids(call.ground.db.reader, ids)
    faces = await call.ground.one(Hydrate).account_json((it.target_account_id for it in found.values()), call.viewer_id)
    appeals = await moderation.appeals(call.ground.db.reader, ids)
    return {
        strike.id: present_admin.strike(strike, faces[strike.target_account_id], appeals.get(strike.id))
        for strike in found.values()
    }


async def collections_json(call: Call, ids: list[int]) -> dict[int, bytes]:
    """Return the entity Collection of each that the member may see, by id."""
    found = await collections.by_ids(call.ground.db.reader, list(dict.fromkeys(ids)))
    return await tagged_collections.rendered(call.ground, call.member_id, found)


@routes.get("/api/v1/notifications/unread_count", scope="read:notifications")
async def unread_count(call: Call, params: KindParams) -> Reply:
    _, _, limit, _ = Page(limit=params.limit).bounds(100, 1_000)
    return json({"count": await notifications.count_unread(call.ground, call.member_id, wanted(call, params), limit)})


@routes.get("/api/v1/notifications/{id}", scope="read:notifications")
async def get(call: Call, params: SupportedParams) -> Reply:
    any_kind = wanted(call, KindParams(include_filtered=True))
    item = await notifications.get(call.ground, call.member_id, any_kind, call.id)
    found = await shown(call, [item], await fallbacks(call, params.supported_types))
    if not found:
        raise MissingError("Record not found")
    return Reply(found[0])


@routes.post("/api/v1/notifications/clear", scope="write:notifications")
async def clear(call: Call) -> Reply:
    async with call.ground.work() as work:
        await notifications.clear(work, call.member_id)
    return EMPTY


@routes.post("/api/v1/notifications/dismiss", scope="write:notifications")
async def dismiss_named(call: Call, params: DismissParams) -> Reply:
    """Dismiss in the older form, which clients before 3.0 use."""
    return await _dismiss(call, parse_id(params.id) or 0)


@routes.post("/api/v1/notifications/{id}/dismiss", scope="write:notifications")
async def dismiss(call: Call) -> Reply:
    return await _dismiss(call, call.id)


async def _dismiss(call: Call, notification_id: int) -> Reply:
    async with call.ground.work() as work:
        await notifications.dismiss(work, call.member_id, notification_id)
    return EMPTY
