"""Proof that a form was filled in on our own page: a tag over the cookie of this browser."""

import hmac
import secrets
from hashlib import sha256


def new_visit() -> str:
    """Return a fresh mark for a browser that is not signed in."""
    return secrets.token_hex(16)


def tag(key: str, purpose: str, *parts: str) -> str:
    """Return 64 hexadecimal characters that only this community can make for `parts`."""
    message = "\0".join((purpose, *parts)).encode()
    return hmac.new(bytes.fromhex(key), message, sha256).hexdigest()


def masked(tag: str) -> str:
    """Return a tag as a form carries it: different each time, so that compression tells nothing of it (BREACH)."""
    plain = bytes.fromhex(tag)
    mask = secrets.token_bytes(len(plain))
    return (mask + _apart(mask, plain)).hex()


def unmasked(given: str) -> str:
    """Return the tag behind what a form carried; "" for what is none."""
    try:
        both = bytes.fromhex(given)
    except ValueError:
        return ""
    half = len(both) // 2
    return _apart(both[:half], both[half:]).hex()


def _apart(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=False))


def matches(expected: str, given: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(expected.encode(), given.encode())


def seal(key: str, purpose: str, value: str, until: int, visit: str) -> str:
    """Return `value` in a form that this browser can hand back until `until` (ms since 1970) but not change."""
    return f"{value}.{until}.{tag(key, purpose, value, str(until), visit)}"


def unseal(key: str, purpose: str, sealed: str, now: int, visit: str) -> str | None:
    """Return the value sealed for this purpose and browser, or None when it was changed or is too old."""
    value, _, rest = sealed.partition(".")
    until, _, mark = rest.partition(".")
    if not matches(tag(key, purpose, value, until, visit), mark):
        return None
    return value if int(until) >= now else None
