"""/about: what this community is, its rules, who looks after it and how fast, and what it runs on."""

from importlib.metadata import version
from typing import NamedTuple

from markupsafe import Markup

from folkmoot.features import accounts, auth, census, moderation, policy, site
from folkmoot.features.site import EXTENDED_DESCRIPTION, PRIVACY_POLICY
from folkmoot.gathering import Links
from folkmoot.infra.clock import iso_date
from folkmoot.infra.errors import MissingError
from folkmoot.interfaces.web.care import words
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.place import placed
from folkmoot.interfaces.web.posts import wording
from folkmoot.interfaces.web.posts.faces import Face, Faces

pages = Pages()


class Steward(NamedTuple):
    """Somebody who looks after the community, and as what."""

    face: Face
    role: str


class Fence(NamedTuple):
    """A server that is kept out or at a distance."""

    domain: str
    severity: str
    comment: str


@pages.get("/about")
async def about(visit: Visit) -> Response:
    ground = visit.ground
    db = await ground.read()
    people, statuses, _ = await accounts.local_totals(db)
    return await placed(
        visit, "about.html",
        settings=await site.settings(ground),
        story=await _prose(visit, (await site.document(db, EXTENDED_DESCRIPTION)).text),
        rules=[(words.rule_text(visit, r), words.rule_hint(visit, r)) for r in await site.rules(ground)],
        stewards=await _stewards(visit),
        pace=words.pace(visit, await moderation.pace_of_reports(ground)),
        people=people,
        active=await census.active_members(ground),
        posts=statuses,
        has_privacy=PRIVACY_POLICY in await site.written_documents(db),
        has_terms=await site.has_terms(db),
        fences=await _fences(visit),
        version=version("folkmoot"),
    )  # fmt: skip


async def _prose(visit: Visit, text: str) -> Markup:
    """Return a long text as paragraphs with its links."""
    known = await site.emojis(visit.ground)
    return wording.plain(text, known, Links(visit.ground.config.site.url))


async def _stewards(visit: Visit) -> list[Steward]:
    """Return those whose role is shown to everybody, the highest first. Three queries at most."""
    db = await visit.ground.read()
    roles = [role for role in (await auth.roles(db)).values() if role.highlighted]
    holders = await auth.holders_among(db, [role.id for role in roles])
    faces = await visit.ground.one(Faces).of([account_id for _, account_id in holders])
    found = []
    for role in sorted(roles, key=lambda role: -role.position):
        name = visit.text(words.ROLES[role.name]) if role.name in words.ROLES else role.name
        mine = [account_id for role_id, account_id in holders if role_id == role.id]
        found += [Steward(faces[account_id], name) for account_id in mine if account_id in faces]
    return found


async def _fences(visit: Visit) -> list[Fence]:
    """Return the servers that are limited or cut off, as the client API tells them."""
    blocks = (await policy.domain_blocks(visit.ground)).values()
    found = [
        Fence(
            policy.obfuscated(block.domain) if block.obfuscate else block.domain,
            visit.text(words.SEVERITIES[block.severity]),
            block.public_comment,
        )
        for block in blocks
        if block.severity in words.SEVERITIES
    ]
    return sorted(found)


@pages.get("/privacy-policy")
async def privacy(visit: Visit) -> Response:
    found = await site.document(await visit.ground.read(), PRIVACY_POLICY)
    if not found.text:
        raise MissingError("Nobody has written this yet.")
    return await placed(
        visit, "document.html",
        title=visit.text("Privacy policy"),
        content=await _prose(visit, found.text),
        changed=iso_date(found.updated_at),
        terms=None,
        versions=[],
    )  # fmt: skip


@pages.get("/terms")
async def terms(visit: Visit) -> Response:
    return await _terms(visit, "")


@pages.get("/terms/{date}")
async def terms_at(visit: Visit) -> Response:
    return await _terms(visit, visit.places["date"])


@pages.get("/terms-of-service")
async def terms_of_service(visit: Visit) -> Response:
    """Show the terms at the address that apps are told, too."""
    return await _terms(visit, "")


async def _terms(visit: Visit, date: str) -> Response:
    db, today = await visit.ground.read(), iso_date(visit.now)
    versions = await site.all_terms(db)
    if not versions:
        raise MissingError("Nobody has written this yet.")
    found = await site.terms(db, today, date)
    return await placed(
        visit, "document.html",
        title=visit.text("Terms of service"),
        content=await _prose(visit, found.text),
        changed=found.effective_date,
        terms=found,
        versions=[(item.effective_date, item.effective_date > today) for item in reversed(versions)],
    )  # fmt: skip
