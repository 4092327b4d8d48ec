"""/health: whether this process answers and reaches its database."""

import logging

from folkmoot.infra import upkeep
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.routing import Routes, Who

log = logging.getLogger(__name__)

routes = Routes()


@routes.get("/health", who=Who.ANYBODY)
async def health(call: Call) -> Reply:
    try:
        await upkeep.reach_database(call.ground)
    except Exception:
        log.exception("the database does not answer")
        return json({"status": "DOWN"}, 503)
    return json({"status": "UP"})
