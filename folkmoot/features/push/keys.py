"""The key by which push services know this community (VAPID, RFC 8292)."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from folkmoot.formats import webpush

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of the base point of P-256 (SEC 2, section 2.4.2)."""


@cache
def signing_key(root: str) -> ec.EllipticCurvePrivateKey:
    """Return the private key, derived from a secret of this installation (hexadecimal): it lasts as long as that."""
    raw = HKDF(SHA256(), 48, salt=None, info=b"web push identity").derive(bytes.fromhex(root))
    return ec.derive_private_key(int.from_bytes(raw, "big") % (_ORDER - 1) + 1, webpush.CURVE)


@cache
def server_key(root: str) -> str:
    """Return the public key as apps want it, in base64url, padded as they are used to."""
    text = webpush.b64(webpush.point_of(signing_key(root)))
    return text + "=" * (-len(text) % 4)
