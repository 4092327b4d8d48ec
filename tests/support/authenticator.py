"""A passkey authenticator in software: ES256 keys, attestation 'none', and every way to get it wrong."""

import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """Holds one credential. Attributes may be changed to misbehave: `origin`, `flags`, `count`, `handle`."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.flags = PRESENT | VERIFIED
        self.count = 0
        self.handle = b""
        self.credential_id = secrets.token_bytes(32)
        self.key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: str) -> dict[str, Any]:
        """Answer registration options (JSON) as navigator.credentials.create does."""
        asked = json.loads(options)
        self.handle = base64url_to_bytes(asked["user"]["id"])
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(asked["rp"]["id"], new=True)}
        return self._answer({
            "clientDataJSON": self._client("webauthn.create", asked["challenge"]),
            "attestationObject": cbor2.dumps(attestation),
        }, transports=["internal", "hybrid"])  # fmt: skip

    def show(self, options: str) -> dict[str, Any]:
        """Answer authentication options (JSON) as navigator.credentials.get does."""
        asked = json.loads(options)
        self.count += 1
        client = self._client("webauthn.get", asked["challenge"])
        data = self._data(asked["rpId"], new=False)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer({
            "clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": self.handle,
        })  # fmt: skip

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, rp_id: str, *, new: bool) -> bytes:
        flags = self.flags | (ATTESTED if new else 0)
        head = hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")
        if not new:
            return head
        length = len(self.credential_id).to_bytes(2, "big")
        return head + bytes(16) + length + self.credential_id + self._public_key()

    def _public_key(self) -> bytes:
        point = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})

    def _answer(self, response: dict[str, bytes], **extra: object) -> dict[str, Any]:
        encoded = {name: bytes_to_base64url(raw) for name, raw in response.items()}
        own_id = bytes_to_base64url(self.credential_id)
        return {"id": own_id, "rawId": own_id, "type": "public-key", "response": encoded | extra}


__all__ = ["PRESENT", "VERIFIED", "Authenticator"]
