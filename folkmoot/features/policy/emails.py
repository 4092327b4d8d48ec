"""Mail addresses that cannot sign up: those of a provider, and single ones, known by their hash alone."""

from folkmoot.features.policy import email_store
from folkmoot.features.policy.rules import check_domain, check_hash, hash_of, parents
from folkmoot.features.policy.types import EmailDomainBlock, HashBlock
from folkmoot.infra.boot import Work
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Bounds, Reader
from folkmoot.infra.errors import InvalidError, MissingError

HISTORY = 7 * DAY
"""How long attempts are counted."""


def canonical_hash(email: str) -> str:
    """Return the SHA-256 (hexadecimal) of the address in the form that all its spellings share."""
    return hash_of(email)


async def email_is_blocked(db: Reader, email: str) -> bool:
    """Say whether an address, or all of its provider, is kept from signing up. Two queries at most."""
    return bool(await _providers(db, email) or await email_store.hashes(db, hash_of(email)))


async def _providers(db: Reader, email: str) -> list[int]:
    return await email_store.ids_named(db, parents(email.strip().rpartition("@")[2]))


async def count_attempt(work: Work, email: str) -> None:
    """Count that an address of a blocked provider was tried; neither it nor whose it is is kept."""
    for block_id in await _providers(work.db, email):
        await email_store.count(work.db, block_id, work.now - work.now % DAY)


async def email_domain_blocks(db: Reader, bounds: Bounds, now: int) -> list[EmailDomainBlock]:
    """Return a page of the providers kept out, with the attempts of the last week. Two queries."""
    return await email_store.page(db, bounds, now - HISTORY)


async def email_domain_block(db: Reader, block_id: int, now: int) -> EmailDomainBlock:
    """Return one of them; MissingError when there is none."""
    found = await email_store.one(db, block_id, now - HISTORY)
    if found is None:
        raise MissingError("Record not found")
    return found


async def block_email_domain(work: Work, domain: str) -> EmailDomainBlock:
    """Keep a provider out, and those below its name; InvalidError when it is already, or no name."""
    name = check_domain(domain)
    block = EmailDomainBlock(work.new_id(), name, work.now, [])
    if not await email_store.insert(work.db, block.id, name, work.now):
        raise InvalidError("Validation failed: Domain has already been taken")
    return block


async def unblock_email_domain(work: Work, block_id: int) -> EmailDomainBlock:
    """Let a provider in again; returns what was. MissingError when there is none."""
    found = await email_domain_block(work.db, block_id, work.now)
    await email_store.delete(work.db, block_id)
    return found


async def hash_blocks(db: Reader, bounds: Bounds) -> list[HashBlock]:
    """Return a page of the addresses kept out. One query."""
    return await email_store.hash_page(db, bounds)


async def hash_blocks_of(db: Reader, email: str) -> list[HashBlock]:
    """Return what keeps this address out: one at most."""
    return await email_store.hashes(db, hash_of(email))


async def hash_block(db: Reader, block_id: int) -> HashBlock:
    """Return one of them; MissingError when there is none."""
    found = await email_store.hash_one(db, block_id)
    if found is None:
        raise MissingError("Record not found")
    return found


async def block_hash(work: Work, digest: str) -> HashBlock:
    """Keep an address out by its hash; InvalidError when it is already, or no hash."""
    block = HashBlock(work.new_id(), check_hash(digest))
    if not await email_store.insert_hash(work.db, block, None, work.now):
        raise InvalidError("Validation failed: Canonical email hash has already been taken")
    return block


async def unblock_hash(work: Work, block_id: int) -> HashBlock:
    """Let an address in again; returns what was. MissingError when there is none."""
    found = await hash_block(work.db, block_id)
    await email_store.delete_hash(work.db, block_id)
    return found


async def block_member_email(work: Work, email: str, account_id: int) -> None:
    """Keep the address of a member out until `unblock_member_email`, also once the account is erased."""
    await email_store.insert_hash(work.db, HashBlock(work.new_id(), hash_of(email)), account_id, work.now)


async def unblock_member_email(work: Work, account_id: int) -> None:
    """Let the address in again that was kept out on account of this member."""
    await email_store.delete_hash_of(work.db, account_id)
