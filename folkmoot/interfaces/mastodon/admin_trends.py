"""/api/v1/admin/trends: what would trend, and what staff say of it."""

from typing import Any

from folkmoot.features import trends
from folkmoot.features.auth import Permission
from folkmoot.features.trends import Kind, State, Trend
from folkmoot.infra.errors import ForbiddenError
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json, listing
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


async def _candidates(call: Call, kind: Kind, params: OffsetPage) -> list[Trend]:
    _demand(call)
    limit = params.bounds(20, 100)[2]
    return await trends.candidates(await call.ground.read(), kind, limit, params.skipped)


@routes.get("/api/v1/admin/trends/tags", scope="admin:read")
async def tags(call: Call, params: OffsetPage) -> Reply:
    return json(await _admin_tags(call, await _candidates(call, Kind.TAG, params)))


async def _admin_tags(call: Call, found: list[Trend]) -> list[dict[str, Any]]:
    """Return the entity Admin::Tag of each."""
    shown = await tags_shown(call, [item.key for item in found])
    return [
        entity
        | {
            "trendable": item.state is State.ALLOWED,
            "usable": True,
            "requires_review": item.state is State.PENDING,
        }
        for entity, item in zip(shown, found, strict=True)
    ]


@routes.get("/api/v1/admin/trends/statuses", scope="admin:read")
async def statuses(call: Call, params: OffsetPage) -> Reply:
    found = await _candidates(call, Kind.POST, params)
    shown = await call.ground.one(Hydrate).statuses_by_id(call.viewer_id, [item.number for item in found])
    waiting = {item.number: b"true" if item.state is State.PENDING else b"false" for item in found}
    return listing([shown[i][:-1] + b',"requires_review":' + waiting[i] + b"}" for i in waiting if i in shown])


@routes.get("/api/v1/admin/trends/links", scope="admin:read")
async def links(call: Call, params: OffsetPage) -> Reply:
    """The id and whether a review is wanted stand beside what the documentation names: it takes them to review."""
    found = await _candidates(call, Kind.LINK, params)
    waiting = {item.number: item.state is State.PENDING for item in found}
    shown = await links_of(call, list(waiting))
    return json([entity | {"id": str(i), "requires_review": waiting[i]} for i, entity in shown.items()])


@routes.get("/api/v1/admin/trends/links/publishers", scope="admin:read")
async def publishers(call: Call, params: OffsetPage) -> Reply:
    return json([_publisher(item) for item in await _candidates(call, Kind.PUBLISHER, params)])


def _publisher(item: Trend) -> dict[str, Any]:
    return {
        "id": str(item.number),
        "domain": item.key,
        "trendable": item.state is State.ALLOWED,
        "requires_review": item.state is State.PENDING,
    }


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
    """Write down what the caller says; nothing more is told of it than that it is done."""
    _demand(call)
    kind = SEGMENTS[call.path.rstrip("/").rsplit("/", 3)[1]]
    async with call.ground.work() as work:
        await trends.review(work, await trends.find(work.db, kind, call.id), state, call.member_id)
    return EMPTY
