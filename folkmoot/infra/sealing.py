"""Secrets at rest: sealed with AES-256-GCM, or kept only as keyed hashes, under keys derived from one root key."""

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class BrokenSealError(Exception):
    """What was sealed was changed, belongs to somebody else, or was sealed under another key."""


class Seal:
    """One purpose's key, derived (HKDF-SHA256) from `root` (hexadecimal); purposes cannot read each other."""

    __slots__ = ("_key",)

    def __init__(self, root: str, purpose: str) -> None:
        self._key = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(bytes.fromhex(root))

    def close(self, text: str, owner_id: int) -> str:
        """Return `text` encrypted for `owner_id`, as hexadecimal; under another owner it does not open."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return (nonce + AESGCM(self._key).encrypt(nonce, text.encode(), _owner(owner_id))).hex()

    def open(self, sealed: str, owner_id: int) -> str:
        """Return what `close` was given; BrokenSealError when it does not open."""
        try:
            raw = bytes.fromhex(sealed)
            return AESGCM(self._key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _owner(owner_id)).decode()
        except (InvalidTag, ValueError) as error:
            raise BrokenSealError from error

    def digest(self, text: str, owner_id: int = 0) -> bytes:
        """Return a keyed hash (HMAC-SHA256): who lacks the key cannot try texts against it."""
        return hmac.digest(self._key, _owner(owner_id) + text.encode(), "sha256")


def _owner(owner_id: int) -> bytes:
    return owner_id.to_bytes(8, "big")
