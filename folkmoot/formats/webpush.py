"""Messages of the Web Push protocol: encrypted for one browser or app, and signed for the service that carries them.

Two forms: RFC 8030, 8188, 8291 and 8292 as published, and the drafts that older apps decrypt
(draft-ietf-webpush-encryption-04, draft-ietf-webpush-vapid-01).
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
SALT_BYTES = 16
AUTH_BYTES = 16
POINT_BYTES = 65
TEXT_LIMIT = 3_993
"""Bytes that fit into one record of 4,096 in either form."""
_RECORD = 4_096


class PushKeyError(ValueError):
    """A key of a subscription that is none."""


class Receiver(NamedTuple):
    """Whom a message is for: the public key of the browser or app and the secret it shares, as bytes."""

    public: bytes
    auth: bytes


class Message(NamedTuple):
    """What is sent to the push service."""

    headers: dict[str, str]
    body: bytes


def b64(raw: bytes) -> str:
    """Return base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Return what base64 stands for in either alphabet, padded or not; PushKeyError where it is none."""
    plain = text.strip().rstrip("=").replace("+", "-").replace("/", "_")
    try:
        raw = urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    except ValueError as error:
        raise PushKeyError("not base64") from error
    if b64(raw) != plain:
        raise PushKeyError("not base64")
    return raw


def receiver(public: str, auth: str) -> Receiver:
    """Return the keys of a subscription; PushKeyError where they are no point of P-256 and no 16 bytes."""
    point, secret = unb64(public), unb64(auth)
    if len(secret) != AUTH_BYTES:
        raise PushKeyError("the shared secret has 16 bytes")
    if len(point) != POINT_BYTES:
        raise PushKeyError("the public key is an uncompressed point")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError as error:
        raise PushKeyError("the public key is not on the curve P-256") from error
    return Receiver(point, secret)


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the public half of a key as an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class Sender:
    """One message on its way: a key and a salt that are used once."""

    def __init__(self, to: Receiver, key: ec.EllipticCurvePrivateKey, salt: bytes) -> None:
        self._to = to
        self._salt = salt
        self._public = point_of(key)
        self._shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, to.public))

    def standard(self, text: bytes) -> Message:
        """Encrypt `text` (at most TEXT_LIMIT bytes) with the content coding aes128gcm (RFC 8291)."""
        info = b"WebPush: info\0" + self._to.public + self._public
        secret = _derived(self._to.auth, self._shared, info, 32)
        key = _derived(self._salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(self._salt, secret, b"Content-Encoding: nonce\0", 12)
        head = self._salt + _RECORD.to_bytes(4, "big") + bytes([POINT_BYTES]) + self._public
        return Message({"Content-Encoding": "aes128gcm"}, head + AESGCM(key).encrypt(nonce, text + b"\x02", None))

    def draft(self, text: bytes) -> Message:
        """Encrypt `text` (at most TEXT_LIMIT bytes) with the content coding aesgcm of the drafts."""
        secret = _derived(self._to.auth, self._shared, b"Content-Encoding: auth\0", 32)
        context = b"P-256\0" + b"".join(
            len(point).to_bytes(2, "big") + point for point in (self._to.public, self._public)
        )
        key = _derived(self._salt, secret, b"Content-Encoding: aesgcm\0" + context, 16)
        nonce = _derived(self._salt, secret, b"Content-Encoding: nonce\0" + context, 12)
        headers = {
            "Content-Encoding": "aesgcm",
            "Encryption": f"salt={b64(self._salt)}",
            "Crypto-Key": f"dh={b64(self._public)}",
        }
        return Message(headers, AESGCM(key).encrypt(nonce, b"\0\0" + text, None))


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=salt, info=info).derive(secret)


def signature(key: ec.EllipticCurvePrivateKey, claims: Mapping[str, object]) -> str:
    """Return `claims` as a JSON Web Token signed with ES256 (RFC 7515, RFC 7518 section 3.4)."""
    parts = [b64(msgspec.json.encode(part)) for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
    signed = ".".join(parts)
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    return f"{signed}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def vouched(message: Message, token: str, public: bytes, *, standard: bool) -> dict[str, str]:
    """Return the headers of a message with those that say who sends it (RFC 8292 section 3, or its first draft)."""
    if standard:
        return {**message.headers, "Authorization": f"vapid t={token}, k={b64(public)}"}
    keys = f"{message.headers['Crypto-Key']};p256ecdsa={b64(public)}"
    return {**message.headers, "Authorization": f"WebPush {token}", "Crypto-Key": keys}
