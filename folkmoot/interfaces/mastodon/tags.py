"""/api/v1/tags: looking at a tag, following it, and putting it on one's profile."""

from typing import Any

from folkmoot.features import relations, showcase
from folkmoot.interfaces.mastodon.call import Call, Reply
from folkmoot.interfaces.mastodon.routing import Routes, Who
from folkmoot.interfaces.mastodon.tagging import reply_tag, tag_meant

routes = Routes()


@routes.get("/api/v1/tags/{name}", who=Who.ANYBODY)
async def get(call: Call) -> Reply:
    return await reply_tag(call, tag_meant(call))


@routes.post("/api/v1/tags/{name}/follow", scope="write:follows")
async def follow(call: Call) -> Reply:
    return await _done(call, relations.follow_tag)


@routes.post("/api/v1/tags/{name}/unfollow", scope="write:follows")
async def unfollow(call: Call) -> Reply:
    return await _done(call, relations.unfollow_tag)


@routes.post("/api/v1/tags/{id}/feature", scope="write:accounts")
async def feature(call: Call) -> Reply:
    return await _done(call, showcase.feature_tag)


@routes.post("/api/v1/tags/{id}/unfeature", scope="write:accounts")
async def unfeature(call: Call) -> Reply:
    return await _done(call, showcase.unfeature_tag)


async def _done(call: Call, verb: Any) -> Reply:
    key = tag_meant(call)
    async with call.ground.work() as work:
        await verb(work, call.member_id, key)
    return await reply_tag(call, key)
