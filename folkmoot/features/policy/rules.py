"""What names and addresses mean to policy, and when two of them are the same."""

import re
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from folkmoot.infra.errors import InvalidError

DOMAIN_LIMIT = 253
COMMENT_LIMIT = 2_000

_DOMAIN = re.compile(r"(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
Network = IPv4Network | IPv6Network


def check_domain(text: str) -> str:
    """Return the name of a server as it is stored: lower case, in ASCII; InvalidError when it is none."""
    name = text.strip().rstrip(".").lower()
    if not name:
        raise InvalidError("Validation failed: Domain can't be blank")
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if len(name) > DOMAIN_LIMIT or not _DOMAIN.fullmatch(name):
        raise InvalidError("Validation failed: Domain is not a valid domain name")
    return name


def check_comment(text: str) -> str:
    if len(text) > COMMENT_LIMIT:
        raise InvalidError(f"Validation failed: Comment is too long (maximum is {COMMENT_LIMIT} characters)")
    return text.strip()


def parents(domain: str) -> list[str]:
    """Return a name and all above it, the longest first: a rule for a name holds for what is below it."""
    labels = domain.lower().split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def obfuscated(domain: str) -> str:
    """Return the name so that whoever knows it recognises it: each part but the last loses its end."""
    *first, last = domain.split(".")
    covered = [part[: max(1, len(part) * 2 // 5)].ljust(len(part), "*") for part in first]
    return ".".join([*covered, last])


def canonical(email: str) -> str:
    """Return what two spellings of one mailbox have in common: lower case, without dots and `+tag` in its name."""
    name, _, domain = email.strip().lower().rpartition("@")
    return f"{name.partition('+')[0].replace('.', '')}@{domain}"


def hash_of(email: str) -> str:
    """Return the hash under which a mail address is kept out."""
    return sha256(canonical(email).encode()).hexdigest()


def check_hash(text: str) -> str:
    found = text.strip().lower()
    if not _HASH.fullmatch(found):
        raise InvalidError("Validation failed: Canonical email hash is no SHA-256 in hexadecimal")
    return found


def check_network(text: str) -> str:
    """Return a network as it is stored; a single address is the network of itself. InvalidError when it is none."""
    try:
        return str(plain(ip_network(text.strip(), strict=False)))
    except ValueError as error:
        raise InvalidError("Validation failed: Ip is no address or network") from error


def plain(network: Network) -> Network:
    """Return IPv4 written as IPv6 as what it is."""
    if isinstance(network, IPv6Network) and network.prefixlen >= 96:
        mapped = network.network_address.ipv4_mapped
        if mapped is not None:
            return IPv4Network((mapped, network.prefixlen - 96))
    return network


def contains(network: str, address: str) -> bool:
    """Say whether a network, as it is stored, holds this address."""
    bits, wide = bits_of(address), ip_network(network)
    rest = wide.max_prefixlen - wide.prefixlen
    return bits is not None and bits[0] == wide.version and bits[1] >> rest == int(wide.network_address) >> rest


def bits_of(address: str) -> tuple[int, int] | None:
    """Return (version, number) of a network address; None for what is none."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return (parsed.version, int(parsed)) if mapped is None else (4, int(mapped))
