"""/api/v1/featured_tags: the tags on the member's profile."""

import msgspec

from folkmoot.features import accounts, showcase
from folkmoot.formats.text import named_tag
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.tagging import featured_shown, tags_shown

routes = Routes()

SUGGESTED = 10


class NameParams(msgspec.Struct, frozen=True):
    name: str = ""


@routes.get("/api/v1/featured_tags", scope="read:accounts")
async def own(call: Call) -> Reply:
    return json(await featured_shown(call, await accounts.get(await call.ground.read(), call.member_id)))


@routes.post("/api/v1/featured_tags", scope="write:accounts")
async def feature(call: Call, params: NameParams) -> Reply:
    key = named_tag(params.name)
    if not key:
        raise InvalidError("Validation failed: Tag is invalid")
    async with call.ground.work() as work:
        await showcase.feature_tag(work, call.member_id, key)
    shown = await featured_shown(call, await accounts.get(await call.ground.read(), call.member_id))
    return json(next(item for item in shown if item["name"] == key))


@routes.delete("/api/v1/featured_tags/{id}", scope="write:accounts")
async def unfeature(call: Call) -> Reply:
    async with call.ground.work() as work:
        await showcase.unfeature(work, call.member_id, call.id)
    return EMPTY


@routes.get("/api/v1/featured_tags/suggestions", scope="read:accounts")
async def suggestions(call: Call) -> Reply:
    keys = await showcase.own_recent_tags(await call.ground.read(), call.member_id, SUGGESTED)
    return json(await tags_shown(call, keys))
