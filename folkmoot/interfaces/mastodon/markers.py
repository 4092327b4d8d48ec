"""/api/v1/markers: how far the member has read."""

from typing import Any

import msgspec

from folkmoot.features import notifications
from folkmoot.features.notifications import TIMELINES, Marker
from folkmoot.infra.clock import iso
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


class WhichParams(msgspec.Struct, frozen=True):
    timeline: list[str] = []


class SetParams(msgspec.Struct, frozen=True):
    home: dict[str, Any] = {}
    notifications: dict[str, Any] = {}


def _entity(found: dict[str, Marker]) -> Reply:
    return json(
        {
            timeline: {
                "last_read_id": str(marker.last_read_id),
                "version": marker.version,
                "updated_at": iso(marker.updated_at),
            }
            for timeline, marker in found.items()
        }
    )


@routes.get("/api/v1/markers", scope="read:statuses")
async def get(call: Call, params: WhichParams) -> Reply:
    found = await notifications.markers(await call.ground.read(), call.member_id)
    return _entity({timeline: found[timeline] for timeline in params.timeline if timeline in found})


@routes.post("/api/v1/markers", scope="write:statuses")
async def set_markers(call: Call, params: SetParams) -> Reply:
    ids = {}
    for timeline in TIMELINES:
        given = getattr(params, timeline).get("last_read_id")
        if given is not None:
            ids[timeline] = _id(given)
    async with call.ground.work() as work:
        return _entity(await notifications.read_up_to(work, call.member_id, ids))


def _id(given: object) -> int:
    found = parse_id(str(given))
    if found is None:
        raise InvalidError("Validation failed: Last read is not an id")
    return found
