"""/api/v1/trends: what many people turn to at the moment, of that which was allowed."""

from folkmoot.features import trends
from folkmoot.interfaces.mastodon.call import Call, Reply, json, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import OffsetPage
from folkmoot.interfaces.mastodon.routing import Routes, Who
from folkmoot.interfaces.mastodon.tagging import tags_shown
from folkmoot.interfaces.mastodon.trend_links import links_of

routes = Routes()

LANGUAGES = 10
"""Languages of a call that are heeded."""


def languages_of(call: Call) -> list[str]:
    """Return the codes of the languages that the one who calls reads (the header Accept-Language)."""
    header = call.headers.get(b"accept-language", b"").decode("latin-1").lower()
    wanted = [part.partition(";")[0].strip().partition("-")[0] for part in header.split(",")[:LANGUAGES]]
    return [code for code in wanted if code.isalpha()]


@routes.get("/api/v1/trends/tags", who=Who.ANYBODY)
async def tags(call: Call, params: OffsetPage) -> Reply:
    limit = params.bounds(10, 20)[2]
    return json(await tags_shown(call, await trends.tags_shown(await call.ground.read(), limit, params.skipped)))


@routes.get("/api/v1/trends", who=Who.ANYBODY)
async def tags_as_of_old(call: Call, params: OffsetPage) -> Reply:
    return await tags(call, params)


@routes.get("/api/v1/trends/statuses", who=Who.ANYBODY)
async def statuses(call: Call, params: OffsetPage) -> Reply:
    limit, skipped = params.bounds(20, 40)[2], params.skipped
    ids = await trends.posts_shown(call.ground, call.viewer_id, languages_of(call))
    return listing(await call.ground.one(Hydrate).statuses(call.viewer_id, ids[skipped : skipped + limit]))


@routes.get("/api/v1/trends/links", who=Who.ANYBODY)
async def links(call: Call, params: OffsetPage) -> Reply:
    limit, skipped = params.bounds(10, 20)[2], params.skipped
    ids = await trends.links_shown(await call.ground.read(), languages_of(call))
    return json(list((await links_of(call, ids[skipped : skipped + limit])).values()))
