"""/api/v1/suggestions and /api/v2/suggestions: whom the member may want to follow."""

import msgspec
from msgspec.json import encode

from folkmoot.features import discovery
from folkmoot.features.discovery import Suggestion
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


class LimitParams(msgspec.Struct, frozen=True):
    limit: str = ""


@routes.get("/api/v2/suggestions", scope="read")
async def suggestions(call: Call, params: LimitParams) -> Reply:
    found = await _found(call, params)
    faces = await call.ground.one(Hydrate).account_json([item.account_id for item in found], call.member_id)
    return listing([_entity(item, faces[item.account_id]) for item in found if item.account_id in faces])


@routes.get("/api/v1/suggestions", scope="read")
async def bare(call: Call, params: LimitParams) -> Reply:
    found = await _found(call, params)
    return listing(await call.ground.one(Hydrate).accounts([item.account_id for item in found], call.member_id))


@routes.delete("/api/v1/suggestions/{account_id}", scope="read")
async def dismiss(call: Call) -> Reply:
    account_id = parse_id(call.parts[0])
    member_id = call.member_id
    if account_id is not None:
        async with call.ground.work() as work:
            await discovery.dismiss(work, member_id, account_id)
    return EMPTY


async def _found(call: Call, params: LimitParams) -> list[Suggestion]:
    return await discovery.suggestions(call.ground, call.member_id, Page(limit=params.limit).bounds(40, 80)[2])


def _entity(item: Suggestion, face: bytes) -> bytes:
    """Return the entity Suggestion."""
    sources = [
        name for name, holds in (("friends_of_friends", item.by_friends), ("most_followed", item.by_many)) if holds
    ]
    reasons = {"source": "past_interactions" if item.by_friends else "global", "sources": sources}
    return encode(reasons)[:-1] + b',"account":' + face + b"}"
