"""/api/v1/admin/ip_blocks: networks that are kept out."""

from typing import Any

import msgspec
from msgspec.structs import replace

from folkmoot.features import moderation, policy
from folkmoot.features.auth import Permission
from folkmoot.features.policy import NetworkBlock
from folkmoot.infra.clock import iso
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon.admin_desk import demand, rows_page
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.paging import Page
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

MAY = Permission.MANAGE_BLOCKS


class BlockParams(msgspec.Struct, frozen=True):
    ip: str = ""
    severity: str = ""
    comment: str | None = None
    expires_in: int | None = None


def _block(item: NetworkBlock) -> dict[str, Any]:
    return {
        "id": str(item.id),
        "ip": item.network,
        "severity": item.severity,
        "comment": item.comment,
        "created_at": iso(item.created_at),
        "expires_at": None if item.expires_at is None else iso(item.expires_at),
    }


@routes.get("/api/v1/admin/ip_blocks", scope="admin:read:ip_blocks")
async def blocks(call: Call, params: Page) -> Reply:
    return await rows_page(call, params, MAY, policy.network_blocks, _block)


@routes.get("/api/v1/admin/ip_blocks/{id}", scope="admin:read:ip_blocks")
async def block(call: Call) -> Reply:
    demand(call, MAY)
    return json(_block(await policy.network_block(await call.ground.read(), call.id)))


@routes.post("/api/v1/admin/ip_blocks", scope="admin:write:ip_blocks")
async def add_block(call: Call, params: BlockParams) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        made = await policy.block_network(
            work, params.ip or "0.0.0.0/32", params.severity, params.comment or "", params.expires_in
        )
        _spare_the_caller(call, made)
        await moderation.decide(work, member_id, MAY, f"block:{made.severity}", f"network:{made.id}")
    return json(_block(made))


@routes.put("/api/v1/admin/ip_blocks/{id}", scope="admin:write:ip_blocks")
async def change_block(call: Call, params: BlockParams) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        before = await policy.network_block(work.db, call.id)
        wanted = replace(
            before,
            network=params.ip or before.network,
            severity=params.severity or before.severity,
            comment=before.comment if params.comment is None else params.comment,
        )
        changed = await policy.change_network(work, wanted, params.expires_in)
        _spare_the_caller(call, changed)
        await moderation.decide(work, member_id, MAY, f"block:{changed.severity}", f"network:{changed.id}")
    return json(_block(changed))


@routes.delete("/api/v1/admin/ip_blocks/{id}", scope="admin:write:ip_blocks|admin:write:domain_blocks")
async def remove_block(call: Call) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        gone = await policy.unblock_network(work, call.id)
        await moderation.decide(work, member_id, MAY, "unblock", f"network:{gone.id}")
    return json(_block(gone))


def _spare_the_caller(call: Call, made: NetworkBlock) -> None:
    """Refuse what would lock out whoever asks for it: nobody could take it back from there."""
    if made.severity == "no_access" and policy.contains(made.network, call.address):
        raise InvalidError("Validation failed: Ip is where you are calling from")
