"""Passwords: Argon2id (RFC 9106), computed off the event loop, few at a time."""

import asyncio
from base64 import b64encode
from secrets import token_bytes

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from folkmoot.infra.errors import InvalidError

LENGTH = (8, 256)
"""Characters a password may have; the upper bound keeps a stranger from making us hash megabytes."""

_COST = RFC_9106_LOW_MEMORY
_HASHER = PasswordHasher.from_parameters(_COST)
_AT_ONCE = asyncio.Semaphore(2)


def _random(size: int) -> str:
    return b64encode(token_bytes(size)).decode().rstrip("=")


_NOBODY = (
    f"$argon2id$v=19$m={_COST.memory_cost},t={_COST.time_cost},p={_COST.parallelism}"
    f"${_random(_COST.salt_len)}${_random(_COST.hash_len)}"
)
"""A hash that no password has and that costs as much to compare; made up, as hashing would delay every start."""


async def hash_password(password: str) -> str:
    """Return the hash to store; InvalidError when the password is too short or too long."""
    if not LENGTH[0] <= len(password) <= LENGTH[1]:
        words = f"must have {LENGTH[0]} to {LENGTH[1]} characters"
        raise InvalidError(f"Validation failed: Password {words}", fields={"password": [("ERR_INVALID", words)]})
    async with _AT_ONCE:
        return await asyncio.to_thread(_HASHER.hash, password)


async def verify_password(stored: str | None, password: str) -> bool:
    """Compare in constant work: an unknown member (None) costs as much as a known one."""
    if len(password) > LENGTH[1]:
        return False
    async with _AT_ONCE:
        return await asyncio.to_thread(_verify, stored or _NOBODY, password) and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
