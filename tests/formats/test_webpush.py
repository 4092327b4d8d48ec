"""Web Push messages: the example of the RFC, and decryption by a library that others wrote."""

from base64 import urlsafe_b64decode
from contextlib import suppress

import http_ece
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.formats.webpush import (
    CURVE,
    TEXT_LIMIT,
    PushKeyError,
    Receiver,
    Sender,
    b64,
    point_of,
    receiver,
    signature,
    unb64,
)

SIXTEEN_BYTES = st.binary(min_size=16, max_size=16)
RFC_8291 = {
    "text": b"When I grow up, I want to be a watermelon",
    "sender": "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
    "receiver": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    "salt": "DGv6ra1nlYgDCS1FRnbzlw",
    "body": "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
}
"""Appendix A of RFC 8291."""


def test_the_example_of_the_rfc() -> None:
    key = ec.derive_private_key(int.from_bytes(unb64(str(RFC_8291["sender"])), "big"), CURVE)
    to = receiver(str(RFC_8291["receiver"]), str(RFC_8291["auth"]))
    message = Sender(to, key, unb64(str(RFC_8291["salt"]))).standard(RFC_8291["text"])  # type: ignore[arg-type]
    assert b64(message.body) == RFC_8291["body"]


@settings(max_examples=30, deadline=None)
@given(
    text=st.binary(max_size=TEXT_LIMIT),
    auth=st.binary(min_size=16, max_size=16),
    salt=st.binary(min_size=16, max_size=16),
)
@pytest.mark.parametrize("coding", ["aes128gcm", "aesgcm"])
def test_others_decrypt_it(coding: str, text: bytes, auth: bytes, salt: bytes) -> None:
    theirs, ours = ec.generate_private_key(CURVE), ec.generate_private_key(CURVE)
    sender = Sender(Receiver(point_of(theirs), auth), ours, salt)
    message = sender.standard(text) if coding == "aes128gcm" else sender.draft(text)
    named = {} if coding == "aes128gcm" else {"dh": point_of(ours), "salt": salt}
    assert http_ece.decrypt(message.body, private_key=theirs, auth_secret=auth, version=coding, **named) == text
    assert len(message.body) <= 4_096 + 86


def test_nobody_else_decrypts_it() -> None:
    theirs, other = ec.generate_private_key(CURVE), ec.generate_private_key(CURVE)
    auth = b"a" * 16
    message = Sender(Receiver(point_of(theirs), auth), ec.generate_private_key(CURVE), b"s" * 16).standard(b"secret")
    for key, secret in ((other, auth), (theirs, b"b" * 16)):
        with pytest.raises(http_ece.ECEException):
            http_ece.decrypt(message.body, private_key=key, auth_secret=secret, version="aes128gcm")


def test_the_signature_is_that_of_the_key() -> None:
    key = ec.generate_private_key(CURVE)
    token = signature(key, {"aud": "https://push.example", "exp": 1})
    signed, _, given_signature = token.rpartition(".")
    raw = urlsafe_b64decode(given_signature + "==")
    both = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.public_key().verify(both, signed.encode(), ec.ECDSA(SHA256()))
    head, claims = (msgspec.json.decode(unb64(part)) for part in signed.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    assert claims == {"aud": "https://push.example", "exp": 1}


@pytest.mark.parametrize(
    ("public", "auth"),
    [
        ("", "BTBZMqHH6r4Tts7J_aSIgg"),
        (RFC_8291["receiver"], ""),
        (RFC_8291["receiver"], "BTBZMqHH6r4Tts7J_aSIg"),
        ("B" + "A" * 86, "BTBZMqHH6r4Tts7J_aSIgg"),
        ("Ä" * 88, "BTBZMqHH6r4Tts7J_aSIgg"),
        (b64(b"\x02" + b"\1" * 32), "BTBZMqHH6r4Tts7J_aSIgg"),
    ],
)
def test_what_is_no_key_is_refused(public: str, auth: str) -> None:
    with pytest.raises(PushKeyError):
        receiver(public, auth)


@given(raw=st.binary(max_size=100))
def test_base64_comes_back_from_every_spelling(raw: bytes) -> None:
    plain = b64(raw)
    assert unb64(plain) == unb64(plain + "=" * (-len(plain) % 4)) == raw
    assert unb64(plain.replace("-", "+").replace("_", "/")) == raw


@given(text=st.text(max_size=100))
def test_unb64_gives_bytes_or_its_own_error(text: str) -> None:
    with suppress(PushKeyError):
        assert unb64(b64(unb64(text))) == unb64(text)
