"""/api/v1/admin/trends: what would trend, and what staff say of it."""

from msgspec.json import encode

from folkmoot.features import trends
from folkmoot.features.auth import Permission
from folkmoot.features.trends import Kind, State, Trend
from folkmoot.infra.errors import ForbiddenError
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import OffsetPage
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.tagging import tags_shown
from folkmoot.interfaces.mastodon.trend_links import links_of

routes = Routes()

SEGMENTS = {"tags": Kind.TAG, "statuses": Kind.POST, "links": Kind.LINK, "publishers": Kind.PUBLISHER}


def _demand(call: Call) -> None:
    if not (call.member_id and call.caller is not None and call.caller.may(Permission.MANAGE_TAXONOMIES)):
        raise ForbiddenError("This action is not allowed")


async def _tags(call: Call, found: list[Trend]) -> list[bytes]:
    """Return the entity Admin::Tag of each."""
    shown = await tags_shown(call, [item.key for item in found])
    return [
        encode(entity | {"trendable": item.state is State.ALLOWED, "usable": True, **_waiting(item)})
        for entity, item in zip(shown, found, strict=True)
    ]


async def _statuses(call: Call, found: list[Trend]) -> list[bytes]:
    """Whether a review is wanted stands beside what the documentation names, here and for links."""
    shown = await call.ground.one(Hydrate).statuses_by_id(call.viewer_id, [item.number for item in found])
    return [shown[item.number][:-1] + b"," + encode(_waiting(item))[1:] for item in found if item.number in shown]


async def _links(call: Call, found: list[Trend]) -> list[bytes]:
    shown = await links_of(call, [item.number for item in found])
    return [
        encode(shown[item.number] | {"id": str(item.number), **_waiting(item)})
        for item in found
        if item.number in shown
    ]


async def _publishers(_: Call, found: list[Trend]) -> list[bytes]:
    return [
        encode({"id": str(item.number), "domain": item.key, "trendable": item.state is State.ALLOWED, **_waiting(item)})
        for item in found
    ]


def _waiting(item: Trend) -> dict[str, bool]:
    return {"requires_review": item.state is State.PENDING}


_SHOW = {Kind.TAG: _tags, Kind.POST: _statuses, Kind.LINK: _links, Kind.PUBLISHER: _publishers}


async def _listed(call: Call, kind: Kind, params: OffsetPage) -> Reply:
    _demand(call)
    limit = params.bounds(20, 100)[2]
    found = await trends.candidates(await call.ground.read(), kind, limit, params.skipped)
    return listing(await _SHOW[kind](call, found))


@routes.get("/api/v1/admin/trends/tags", scope="admin:read")
async def tags(call: Call, params: OffsetPage) -> Reply:
    return await _listed(call, Kind.TAG, params)


@routes.get("/api/v1/admin/trends/statuses", scope="admin:read")
async def statuses(call: Call, params: OffsetPage) -> Reply:
    return await _listed(call, Kind.POST, params)


@routes.get("/api/v1/admin/trends/links", scope="admin:read")
async def links(call: Call, params: OffsetPage) -> Reply:
    return await _listed(call, Kind.LINK, params)


@routes.get("/api/v1/admin/trends/links/publishers", scope="admin:read")
async def publishers(call: Call, params: OffsetPage) -> Reply:
    return await _listed(call, Kind.PUBLISHER, params)


@routes.post("/api/v1/admin/trends/tags/{id}/approve", scope="admin:write")
@routes.post("/api/v1/admin/trends/statuses/{id}/approve", scope="admin:write")
@routes.post("/api/v1/admin/trends/links/{id}/approve", scope="admin:write")
@routes.post("/api/v1/admin/trends/links/publishers/{id}/approve", scope="admin:write")
async def approve(call: Call) -> Reply:
    return await _review(call, State.ALLOWED)


@routes.post("/api/v1/admin/trends/tags/{id}/reject", scope="admin:write")
@routes.post("/api/v1/admin/trends/statuses/{id}/reject", scope="admin:write")
@routes.post("/api/v1/admin/trends/links/{id}/reject", scope="admin:write")
@routes.post("/api/v1/admin/trends/links/publishers/{id}/reject", scope="admin:write")
async def reject(call: Call) -> Reply:
    return await _review(call, State.REFUSED)


async def _review(call: Call, state: State) -> Reply:
    """Write down what the caller says, and reply with what it is about."""
    _demand(call)
    kind = SEGMENTS[call.path.rstrip("/").rsplit("/", 3)[1]]
    async with call.ground.work() as work:
        subject = await trends.find(work.db, kind, call.id)
        await trends.review(work, subject, state, call.member_id)
    shown = await _SHOW[kind](call, [Trend(kind, subject.key, subject.number, 0, 0.0, state)])
    return Reply(shown[0]) if shown else EMPTY
