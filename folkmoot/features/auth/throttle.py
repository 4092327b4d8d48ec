"""How often a stranger may try: per address for all, and per member so that many addresses do not help."""

from ipaddress import IPv4Address, ip_address, ip_network

from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import LimitedError

PER_ACCOUNT = 15
"""Passwords tried for one member in five minutes, wherever they come from."""
CODES_PER_ACCOUNT = 5
"""Codes tried for one member in five minutes, by somebody who has the password already."""
MAILS_PER_ACCOUNT = 3
"""Mails that one member can be sent by pressing a button, in five minutes."""


def count_sign_in(ground: Ground, address: str, who: str) -> None:
    """Count one try to be `who` (an account id, or a name that nobody has); LimitedError when there were too many."""
    limit = ground.config.limits.sign_in_per_address
    _count(ground, ("sign_in:" + network(address), limit), ("sign_in_name:" + who.strip().lower(), PER_ACCOUNT))


def count_code(ground: Ground, address: str, account_id: int) -> None:
    """Count one try with a second factor; LimitedError when there were too many."""
    limit = ground.config.limits.sign_in_per_address
    _count(ground, ("sign_in:" + network(address), limit), (f"code:{account_id}", CODES_PER_ACCOUNT))


def count_sign_up(ground: Ground, address: str) -> None:
    """Count one sign-up; LimitedError when there were too many from this address."""
    _count(ground, ("sign_up:" + network(address), ground.config.limits.sign_up_per_address))


def count_mail(ground: Ground, address: str, who: str) -> None:
    """Count one request for a mail to `who`; LimitedError when there were too many."""
    limit = ground.config.limits.sign_up_per_address
    _count(ground, ("mail:" + network(address), limit), ("mail_to:" + who.strip().lower(), MAILS_PER_ACCOUNT))


def network(address: str) -> str:
    """Return whom an address stands for: whoever has one IPv6 address has the 2**64 of its network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return address
    mapped = parsed.ipv4_mapped
    return str(mapped) if mapped else str(ip_network((parsed.packed[:8] + bytes(8), 64)))


def _count(ground: Ground, *counted: tuple[str, int]) -> None:
    if not ground.config.limits.enabled:
        return
    now = ground.clock()
    # Each is counted even when an earlier one is exhausted, so that a refused try still costs.
    allowed = [ground.limits.take(name, limit, now).allowed for name, limit in counted]
    if not all(allowed):
        raise LimitedError("Too many requests")
