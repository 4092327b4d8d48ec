"""Networks that are kept from signing up, or from everything: asked at every request, so answered from memory."""

from ipaddress import ip_network

from msgspec.structs import replace

from folkmoot.features.policy import address_store
from folkmoot.features.policy.rules import bits_of, check_comment, check_network
from folkmoot.features.policy.types import ACCESS, NetworkBlock
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.clock import DAY, SECOND
from folkmoot.infra.db import Bounds, Reader
from folkmoot.infra.errors import InvalidError, MissingError

LONGEST = 36_500 * DAY

Fences = dict[tuple[int, int], dict[int, NetworkBlock]]
"""Blocks by (version, bits that an address does not share with its network), and by the bits that it does."""


async def severity_of(ground: Ground, address: str) -> str:
    """Return the strictest of ACCESS that holds for a network address now; '' where none does."""
    known = await _fences(ground)
    bits = bits_of(address) if known else None
    if bits is None:
        return ""
    version, number = bits
    now, found = ground.clock(), -1
    for (kind, rest), blocks in known.items():
        block = blocks.get(number >> rest) if kind == version else None
        if block is not None and (block.expires_at is None or block.expires_at > now):
            found = max(found, ACCESS.index(block.severity))
    return ACCESS[found] if found >= 0 else ""


async def _fences(ground: Ground) -> Fences:
    db = await ground.read()
    shelf = ground.shelf("networks", on="policy", size=1)
    known: Fences | None = shelf.get(0)
    if known is None:
        tick = ground.changes.tick
        known = {}
        for block in await address_store.everything(db):
            network = ip_network(block.network)
            rest = network.max_prefixlen - network.prefixlen
            known.setdefault((network.version, rest), {})[int(network.network_address) >> rest] = block
        shelf.put(0, known, tick)
    return known


async def network_blocks(db: Reader, bounds: Bounds) -> list[NetworkBlock]:
    """Return a page of the networks kept out. One query."""
    return await address_store.page(db, bounds)


async def network_block(db: Reader, block_id: int) -> NetworkBlock:
    """Return one of them; MissingError when there is none."""
    found = await address_store.one(db, block_id)
    if found is None:
        raise MissingError("Record not found")
    return found


async def block_network(work: Work, network: str, severity: str, comment: str, expires_in: int | None) -> NetworkBlock:
    """Keep a network (or one address) out for `expires_in` seconds, None: for ever; InvalidError for what cannot be."""
    block = NetworkBlock(work.new_id(), check_network(network), severity, comment, work.now, None)
    block = _checked(work, block, expires_in)
    await _refuse_second(work, block)
    await address_store.insert(work.db, block)
    work.touch("policy", 0)
    return block


async def change_network(work: Work, wanted: NetworkBlock, expires_in: int | None) -> NetworkBlock:
    """Write a block as it is to be, and return it; None leaves its end where it is. InvalidError as above."""
    block = _checked(work, replace(wanted, network=check_network(wanted.network)), expires_in)
    await _refuse_second(work, block)
    await address_store.update(work.db, block)
    work.touch("policy", 0)
    return block


async def unblock_network(work: Work, block_id: int) -> NetworkBlock:
    """Let a network in again; returns what was. MissingError when there is none."""
    found = await network_block(work.db, block_id)
    await address_store.delete(work.db, block_id)
    work.touch("policy", 0)
    return found


def _checked(work: Work, block: NetworkBlock, expires_in: int | None) -> NetworkBlock:
    if block.severity not in ACCESS:
        raise InvalidError("Validation failed: Severity is not included in the list")
    block = replace(block, comment=check_comment(block.comment))
    if expires_in is None:
        return block
    if not 0 < expires_in * SECOND <= LONGEST:
        raise InvalidError("Validation failed: Expires in must be a number of seconds, at most a hundred years")
    return replace(block, expires_at=work.now + expires_in * SECOND)


async def _refuse_second(work: Work, block: NetworkBlock) -> None:
    if await address_store.id_named(work.db, block.network) not in (None, block.id):
        raise InvalidError("Validation failed: Ip has already been taken")
