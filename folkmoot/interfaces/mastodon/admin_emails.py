"""/api/v1/admin/email_domain_blocks and /canonical_email_blocks: mail addresses that cannot sign up."""

from typing import Any

import msgspec

from folkmoot.features import moderation, policy
from folkmoot.features.auth import Permission
from folkmoot.features.policy import EmailDomainBlock, HashBlock
from folkmoot.infra.clock import SECOND, iso
from folkmoot.infra.db import Bounds, Reader
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon.admin_desk import demand, rows_page
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.paging import Page
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

MAY = Permission.MANAGE_BLOCKS


class DomainParams(msgspec.Struct, frozen=True):
    domain: str = ""


class EmailParams(msgspec.Struct, frozen=True):
    email: str = ""


class HashParams(EmailParams, frozen=True):
    canonical_email_hash: str = ""


def _provider(item: EmailDomainBlock) -> dict[str, Any]:
    """Return the entity Admin::EmailDomainBlock; each attempt stands for one account that was not opened."""
    return {
        "id": str(item.id),
        "domain": item.domain,
        "created_at": iso(item.created_at),
        "history": [
            {"day": str(day // SECOND), "accounts": str(uses), "uses": str(uses)} for day, uses in item.history
        ],
    }


@routes.get("/api/v1/admin/email_domain_blocks", scope="admin:read:email_domain_blocks")
async def providers(call: Call, params: Page) -> Reply:
    async def page(db: Reader, bounds: Bounds) -> list[EmailDomainBlock]:
        return await policy.email_domain_blocks(db, bounds, call.ground.clock())

    return await rows_page(call, params, MAY, page, _provider)


@routes.get("/api/v1/admin/email_domain_blocks/{id}", scope="admin:read:email_domain_blocks")
async def provider(call: Call) -> Reply:
    demand(call, MAY)
    return json(_provider(await policy.email_domain_block(await call.ground.read(), call.id, call.ground.clock())))


@routes.post("/api/v1/admin/email_domain_blocks", scope="admin:write:email_domain_blocks")
async def add_provider(call: Call, params: DomainParams) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        made = await policy.block_email_domain(work, params.domain)
        await moderation.decide(work, member_id, MAY, "block", f"email_domain:{made.domain}")
    return json(_provider(made))


@routes.delete("/api/v1/admin/email_domain_blocks/{id}", scope="admin:write:email_domain_blocks")
async def remove_provider(call: Call) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        gone = await policy.unblock_email_domain(work, call.id)
        await moderation.decide(work, member_id, MAY, "unblock", f"email_domain:{gone.domain}")
    return json(_provider(gone))


def _hash(item: HashBlock) -> dict[str, str]:
    return {"id": str(item.id), "canonical_email_hash": item.hash}


@routes.get("/api/v1/admin/canonical_email_blocks", scope="admin:read:canonical_email_blocks")
async def hashes(call: Call, params: Page) -> Reply:
    return await rows_page(call, params, MAY, policy.hash_blocks, _hash)


@routes.get("/api/v1/admin/canonical_email_blocks/{id}", scope="admin:read:canonical_email_blocks")
async def one_hash(call: Call) -> Reply:
    demand(call, MAY)
    return json(_hash(await policy.hash_block(await call.ground.read(), call.id)))


@routes.post("/api/v1/admin/canonical_email_blocks/test", scope="admin:read:canonical_email_blocks")
async def test_hash(call: Call, params: EmailParams) -> Reply:
    demand(call, MAY)
    if "@" not in params.email:
        raise InvalidError("Validation failed: E-mail can't be blank")
    return json([_hash(item) for item in await policy.hash_blocks_of(await call.ground.read(), params.email)])


@routes.post("/api/v1/admin/canonical_email_blocks", scope="admin:write:canonical_email_blocks")
async def add_hash(call: Call, params: HashParams) -> Reply:
    member_id = demand(call, MAY)
    digest = policy.canonical_hash(params.email) if "@" in params.email else params.canonical_email_hash
    async with call.ground.work() as work:
        made = await policy.block_hash(work, digest)
        await moderation.decide(work, member_id, MAY, "block", f"email:{made.id}")
    return json(_hash(made))


@routes.delete("/api/v1/admin/canonical_email_blocks/{id}", scope="admin:write:canonical_email_blocks")
async def remove_hash(call: Call) -> Reply:
    member_id = demand(call, MAY)
    async with call.ground.work() as work:
        gone = await policy.unblock_hash(work, call.id)
        await moderation.decide(work, member_id, MAY, "unblock", f"email:{gone.id}")
    return json(_hash(gone))
