"""Rules for other servers: which are limited or cut off, and which are welcome where only named ones are."""

from msgspec.structs import asdict, replace

from folkmoot.features.policy import store
from folkmoot.features.policy.events import DomainRuled
from folkmoot.features.policy.rules import check_comment, check_domain, parents
from folkmoot.features.policy.types import SEVERITIES, DomainAllow, DomainBlock, DomainRule
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Bounds, Reader
from folkmoot.infra.errors import InvalidError, MissingError

_NEW = DomainBlock(0, "", "silence", False, False, "", "", False, 0)  # noqa: FBT003 - the columns of a row


async def domain_blocks(ground: Ground) -> dict[str, DomainBlock]:
    """Return every rule by name, in the order of names, from memory where nothing changed since."""
    db = await ground.read()
    shelf = ground.shelf("domain blocks", on="policy", size=1)
    known: dict[str, DomainBlock] | None = shelf.get(0)
    if known is None:
        tick = ground.changes.tick
        known = {block.domain: block for block in await store.blocks(db)}
        shelf.put(0, known, tick)
    return known


async def rule_for(ground: Ground, domain: str) -> DomainBlock | None:
    """Return the rule that holds for a server: its own, or that of the nearest name above; None where there is none."""
    known = await domain_blocks(ground)
    return next((known[name] for name in parents(domain) if name in known), None)


async def domain_block_page(db: Reader, bounds: Bounds) -> list[DomainBlock]:
    """Return a page of the rules. One query."""
    return await store.block_page(db, bounds)


async def domain_block(db: Reader, block_id: int) -> DomainBlock:
    """Return one rule; MissingError when there is none."""
    found = await store.block(db, block_id)
    if found is None:
        raise MissingError("Record not found")
    return found


async def block_domain(work: Work, domain: str, rule: DomainRule) -> DomainBlock:
    """Make a rule for a server; InvalidError where one holds already that is as strict, or a word is wrong."""
    name = check_domain(domain)
    block = _ruled(replace(_NEW, id=work.new_id(), domain=name, created_at=work.now), rule)
    for other in await store.blocks_named(work.db, parents(name)):
        if other.domain == name or SEVERITIES.index(other.severity) >= SEVERITIES.index(block.severity):
            raise InvalidError("Validation failed: Domain is blocked already")
    await store.insert_block(work.db, block)
    _announce(work, block)
    return block


async def change_domain_block(work: Work, block_id: int, rule: DomainRule) -> DomainBlock:
    """Change a rule and return it; MissingError when there is none, InvalidError when a word is wrong."""
    block = _ruled(await domain_block(work.db, block_id), rule)
    await store.update_block(work.db, block)
    _announce(work, block)
    return block


async def unblock_domain(work: Work, block_id: int) -> DomainBlock:
    """Take a rule back and return what it was; MissingError when there is none."""
    block = await domain_block(work.db, block_id)
    await store.delete_block(work.db, block_id)
    _announce(work, block)
    return block


def _ruled(block: DomainBlock, rule: DomainRule) -> DomainBlock:
    changed = {name: value for name, value in asdict(rule).items() if value is not None}
    for name in ("private_comment", "public_comment"):
        if name in changed:
            changed[name] = check_comment(changed[name])
    if changed.get("severity", block.severity) not in SEVERITIES:
        raise InvalidError("Validation failed: Severity is not included in the list")
    return replace(block, **changed)


def _announce(work: Work, block: DomainBlock) -> None:
    work.touch("policy", 0)
    work.announce(DomainRuled(block.domain, block.created_at))


async def domain_allows(db: Reader, bounds: Bounds) -> list[DomainAllow]:
    """Return a page of the servers that are welcome. One query."""
    return await store.allow_page(db, bounds)


async def domain_allow(db: Reader, allow_id: int) -> DomainAllow:
    """Return one of them; MissingError when there is none."""
    found = await store.allow(db, allow_id)
    if found is None:
        raise MissingError("Record not found")
    return found


async def allow_domain(work: Work, domain: str) -> DomainAllow:
    """Welcome a server; again is once. InvalidError for what is no name."""
    name = check_domain(domain)
    await store.insert_allow(work.db, DomainAllow(work.new_id(), name, work.now))
    found = await store.allow_named(work.db, name)
    assert found is not None
    return found


async def disallow_domain(work: Work, allow_id: int) -> DomainAllow:
    """Welcome a server no longer; returns what was. MissingError when there is none."""
    found = await domain_allow(work.db, allow_id)
    await store.delete_allow(work.db, allow_id)
    return found
