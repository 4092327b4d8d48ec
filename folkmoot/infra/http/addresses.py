"""Which addresses may be spoken to: those of the public internet, and networks that the operator named."""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

WEB_PORTS = frozenset((80, 443))

# The special-purpose registries of IANA (RFC 6890 and those after it): this host, private, shared, loopback,
# link-local, protocol assignments, documentation, relays, benchmarks, multicast and reserved.
_CLOSED_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_GLOBAL_V6 = IPv6Network("2000::/3")
_CLOSED_V6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20"))
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return networks written as `10.0.0.0/8` or as one address; ValueError for what is neither."""
    return tuple(ip_network(text.strip()) for text in texts)


def may_reach(address: Address, allowed: Iterable[Network] = ()) -> bool:
    """Say whether a connection to `address` may be opened.

    An IPv6 address that stands for an IPv4 one (mapped, 6to4, NAT64) is judged as the one it stands for.
    """
    plain = _meant(address)
    return any(plain in network for network in allowed) or is_public(plain)


def is_public(address: Address) -> bool:
    """Say whether an address is one of the public internet, whichever way it is written."""
    plain = _meant(address)
    if isinstance(plain, IPv4Address):
        return not any(plain in network for network in _CLOSED_V4)
    return plain in _GLOBAL_V6 and not any(plain in network for network in _CLOSED_V6)


def _meant(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one carries a connection to, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    number = int(address)
    if address in _MAPPED or address in _NAT64:
        return IPv4Address(number & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        return IPv4Address(number >> 80 & 0xFFFFFFFF)
    return address
