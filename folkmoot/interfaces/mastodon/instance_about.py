"""/api/v1/instance/...: the community's rules, long texts and numbers."""

from hashlib import sha256
from typing import Any

from folkmoot.features import accounts, census, policy, site, translation
from folkmoot.features.policy import DomainBlock
from folkmoot.features.site import EXTENDED_DESCRIPTION, PRIVACY_POLICY
from folkmoot.formats.text import to_html
from folkmoot.infra.clock import SECOND, iso, iso_date
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.instance import rule
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()


@routes.get("/api/v1/instance/rules", who=Who.ANYBODY)
async def rules(call: Call) -> Reply:
    return json([rule(item) for item in await site.rules(call.ground)])


@routes.get("/api/v1/instance/peers", who=Who.ANYBODY)
async def peers(call: Call) -> Reply:
    return json(await accounts.domains(await call.ground.read()))


@routes.get("/api/v1/instance/activity", who=Who.ANYBODY)
async def activity(call: Call) -> Reply:
    return json(
        [
            {
                "week": str(week.start // SECOND),
                "statuses": str(week.posts),
                "logins": str(week.members),
                "registrations": str(week.arrivals),
            }
            for week in await census.weeks(call.ground)
        ]
    )


@routes.get("/api/v1/instance/domain_blocks", who=Who.ANYBODY)
async def domain_blocks(call: Call) -> Reply:
    """Show which servers are limited or cut off; one that is to stay half hidden is told by its digest."""
    known = await policy.domain_blocks(call.ground)
    return json([_domain_block(block) for block in known.values() if block.severity != "noop"])


def _domain_block(block: DomainBlock) -> dict[str, str]:
    shown = {
        "domain": policy.obfuscated(block.domain) if block.obfuscate else block.domain,
        "digest": sha256(block.domain.encode()).hexdigest(),
        "severity": block.severity,
    }
    return {**shown, "comment": block.public_comment} if block.public_comment else shown


@routes.get("/api/v1/instance/translation_languages", who=Who.ANYBODY)
async def translation_languages(call: Call) -> Reply:
    return json(await translation.pairs(call.ground))


@routes.get("/api/v1/instance/extended_description", who=Who.ANYBODY)
async def extended_description(call: Call) -> Reply:
    return await _document(call, EXTENDED_DESCRIPTION)


@routes.get("/api/v1/instance/privacy_policy", who=Who.ANYBODY)
async def privacy_policy(call: Call) -> Reply:
    return await _document(call, PRIVACY_POLICY)


async def _document(call: Call, kind: str) -> Reply:
    found = await site.document(await call.ground.read(), kind)
    return json({"updated_at": iso(found.updated_at), "content": _html(call, found.text)})


def _html(call: Call, text: str) -> str:
    links = call.ground.one(Hydrate).links
    return to_html(text, links.resolve_plain, links.tag_base)


@routes.get("/api/v1/instance/terms_of_service", who=Who.ANYBODY)
async def terms_of_service(call: Call) -> Reply:
    return json(await _terms(call, ""))


@routes.get("/api/v1/instance/terms_of_service/{date}", who=Who.ANYBODY)
async def terms_of_service_at(call: Call) -> Reply:
    return json(await _terms(call, call.parts[0]))


async def _terms(call: Call, date: str) -> dict[str, Any]:
    today = iso_date(call.ground.clock())
    found = await site.terms(await call.ground.read(), today, date)
    return {
        "effective_date": found.effective_date,
        "effective": found.effective_date <= today,
        "content": _html(call, found.text),
        "succeeded_by": found.succeeded_by,
    }
