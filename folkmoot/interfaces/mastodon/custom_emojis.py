"""/api/v1/custom_emojis: every custom emoji of the community."""

from folkmoot.features import site
from folkmoot.interfaces.mastodon import present
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()


@routes.get("/api/v1/custom_emojis", who=Who.ANYBODY)
async def custom_emojis(call: Call) -> Reply:
    await call.ground.read()
    known = await site.emojis(call.ground)
    links = call.ground.one(Hydrate).links
    return json([present.emoji(item, links) for item in known.values()])
