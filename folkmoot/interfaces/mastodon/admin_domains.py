"""/api/v1/admin/domain_blocks and /domain_allows: rules for other servers."""

from hashlib import sha256
from typing import Any

import msgspec

from folkmoot.features import moderation, policy
from folkmoot.features.auth import Permission
from folkmoot.features.policy import DomainAllow, DomainBlock, DomainRule
from folkmoot.infra.clock import iso
from folkmoot.interfaces.mastodon.admin_desk import demand, rows_page
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.paging import Page
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

MAY = Permission.MANAGE_FEDERATION


class RuleParams(msgspec.Struct, frozen=True):
    severity: str | None = None
    reject_media: bool | None = None
    reject_reports: bool | None = None
    private_comment: str | None = None
    public_comment: str | None = None
    obfuscate: bool | None = None

    @property
    def rule(self) -> DomainRule:
        return DomainRule(
            self.severity or None, self.reject_media, self.reject_reports, self.private_comment, self.public_comment,
            self.obfuscate,
        )  # fmt: skip


class BlockParams(RuleParams, frozen=True):
    domain: str = ""


class AllowParams(msgspec.Struct, frozen=True):
    domain: str = ""


def _block(item: DomainBlock) -> dict[str, Any]:
    return {
        "id": str(item.id),
        "domain": item.domain,
        "digest": sha256(item.domain.encode()).hexdigest(),
        "created_at": iso(item.created_at),
        "severity": item.severity,
        "reject_media": item.reject_media,
        "reject_reports": item.reject_reports,
        "private_comment": item.private_comment or None,
        "public_comment": item.public_comment or None,
        "obfuscate": item.obfuscate,
    }


@routes.get("/api/v1/admin/domain_blocks", scope="admin:read:domain_blocks")
async def blocks(call: Call, params: Page) -> Reply:
    return await rows_page(call, params, MAY, policy.domain_block_page, _block)


@routes.get("/api/v1/admin/domain_blocks/{id}", scope="admin:read:domain_blocks")
async def block(call: Call) -> Reply:
    demand(call, MAY)
    return json(_block(await policy.domain_block(await call.ground.read(), call.id)))


@routes.post("/api/v1/admin/domain_blocks", scope="admin:write:domain_blocks")
async def add_block(call: Call, params: BlockParams) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        made = await policy.block_domain(work, params.domain, params.rule)
        await moderation.decide(work, member_id, MAY, f"block:{made.severity}", f"domain:{made.domain}")
    return json(_block(made))


@routes.put("/api/v1/admin/domain_blocks/{id}", scope="admin:write:domain_blocks")
async def change_block(call: Call, params: RuleParams) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        changed = await policy.change_domain_block(work, call.id, params.rule)
        await moderation.decide(work, member_id, MAY, f"block:{changed.severity}", f"domain:{changed.domain}")
    return json(_block(changed))


@routes.delete("/api/v1/admin/domain_blocks/{id}", scope="admin:write:domain_blocks")
async def remove_block(call: Call) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        gone = await policy.unblock_domain(work, call.id)
        await moderation.decide(work, member_id, MAY, "unblock", f"domain:{gone.domain}")
    return json(_block(gone))


def _allow(item: DomainAllow) -> dict[str, str]:
    return {"id": str(item.id), "domain": item.domain, "created_at": iso(item.created_at)}


@routes.get("/api/v1/admin/domain_allows", scope="admin:read:domain_allows")
async def allows(call: Call, params: Page) -> Reply:
    return await rows_page(call, params, MAY, policy.domain_allows, _allow)


@routes.get("/api/v1/admin/domain_allows/{id}", scope="admin:read:domain_allows")
async def allow(call: Call) -> Reply:
    demand(call, MAY)
    return json(_allow(await policy.domain_allow(await call.ground.read(), call.id)))


@routes.post("/api/v1/admin/domain_allows", scope="admin:write:domain_allows")
async def add_allow(call: Call, params: AllowParams) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        made = await policy.allow_domain(work, params.domain)
        await moderation.decide(work, member_id, MAY, "allow", f"domain:{made.domain}")
    return json(_allow(made))


@routes.delete("/api/v1/admin/domain_allows/{id}", scope="admin:write:domain_allows")
async def remove_allow(call: Call) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        gone = await policy.disallow_domain(work, call.id)
        await moderation.decide(work, member_id, MAY, "disallow", f"domain:{gone.domain}")
    return json(_allow(gone))
