"""Blocking whole domains: their posts, notifications and followers, but for accounts that the member follows."""

import re
from typing import NamedTuple

from folkmoot.features.relations import domain_store
from folkmoot.features.relations.events import DomainBlocked
from folkmoot.infra.boot import Work
from folkmoot.infra.db import Bounds, Reader
from folkmoot.infra.errors import InvalidError

DOMAIN_LENGTH = 253
DOMAINS = 2_000
"""Domains that one member may block: all of them stand in memory with the member's relations."""


_DOMAIN = re.compile(r"[a-z0-9_.:\[\]-]+")


class BlockedDomain(NamedTuple):
    """A row of the list of blocked domains; `row_id` is what its pages are counted by."""

    row_id: int
    domain: str


async def block_domain(work: Work, account_id: int, domain: str) -> None:
    """Block a domain; its followers are removed by a job. InvalidError when it cannot be a domain, or they are many."""
    name = read_domain(domain)
    if not await domain_store.insert(work.db, account_id, name, work.new_id()):
        return
    if await domain_store.count(work.db, account_id) > DOMAINS:
        raise InvalidError(f"Validation failed: Cannot block more than {DOMAINS} domains")
    work.touch("relations", account_id)
    work.touch("notifications", account_id)
    work.announce(DomainBlocked(account_id, name))


async def unblock_domain(work: Work, account_id: int, domain: str) -> None:
    """End a block of a domain; followers it removed do not come back."""
    await domain_store.delete(work.db, account_id, read_domain(domain))
    work.touch("relations", account_id)
    work.touch("notifications", account_id)


async def blocked_domains(db: Reader, account_id: int, bounds: Bounds) -> list[BlockedDomain]:
    """Return the domains an account blocks, newest first. One query."""
    return [BlockedDomain(row[0], row[1]) for row in await domain_store.PAGE.rows(db, account_id, bounds)]


def read_domain(text: str) -> str:
    """Return the domain as accounts bear it, in lower case and in ASCII; InvalidError when it cannot be one."""
    name = text.strip().rstrip(".").lower()
    if not name:
        raise InvalidError("Validation failed: Domain can't be blank")
    try:
        written = name if name.isascii() else name.encode("idna").decode()
    except UnicodeError as error:
        raise _refused() from error
    if len(written) > DOMAIN_LENGTH or not _DOMAIN.fullmatch(written):
        raise _refused()
    return written


def _refused() -> InvalidError:
    return InvalidError("Validation failed: Domain is not a valid domain name")
