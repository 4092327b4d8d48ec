"""/api/v1/domain_blocks: the domains that the member blocks."""

import msgspec

from folkmoot.features import relations
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


class DomainParams(msgspec.Struct, frozen=True):
    domain: str = ""


@routes.get("/api/v1/domain_blocks", scope="read:blocks|follow")
async def domain_blocks(call: Call, params: Page) -> Reply:
    bounds = params.bounds(100, 200)
    rows = newest_first(await relations.blocked_domains(await call.ground.read(), call.member_id, bounds), bounds)
    return json(
        [row.domain for row in rows],
        headers=link(call, [row.row_id for row in rows], bounds, previous="since_id"),
    )


@routes.post("/api/v1/domain_blocks", scope="write:blocks|follow")
async def block(call: Call, params: DomainParams) -> Reply:
    async with call.ground.work() as work:
        await relations.block_domain(work, call.member_id, params.domain)
    return EMPTY


@routes.delete("/api/v1/domain_blocks", scope="write:blocks|follow")
async def unblock(call: Call, params: DomainParams) -> Reply:
    async with call.ground.work() as work:
        await relations.unblock_domain(work, call.member_id, params.domain)
    return EMPTY
