"""Bearer secrets: 256 random bits, shown once, stored only as their SHA-256 (so many bits need no salt)."""

import hashlib
import secrets


def new_secret() -> str:
    """Return 64 hexadecimal characters that carry 256 random bits."""
    return secrets.token_hex(32)


def digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def shelf_key(secret_hash: bytes) -> int:
    """Return the number under which this process remembers a token: 63 bits of its hash."""
    return int.from_bytes(secret_hash[:8], "big") >> 1
