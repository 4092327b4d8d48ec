"""/api/v1/directory: profiles that want to be found."""

from folkmoot.features import discovery
from folkmoot.interfaces.mastodon.call import Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import OffsetPage
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()


class DirectoryParams(OffsetPage, frozen=True):
    order: str = "active"
    local: bool = False


@routes.get("/api/v1/directory", who=Who.ANYBODY)
async def directory(call: Call, params: DirectoryParams) -> Reply:
    limit = params.bounds(40, 80)[2]
    wanted = discovery.Wanted(limit, params.skipped, newest=params.order == "new", local=params.local)
    ids = await discovery.directory(call.ground, call.viewer_id, wanted)
    return listing(await call.ground.one(Hydrate).accounts(ids, call.viewer_id))
