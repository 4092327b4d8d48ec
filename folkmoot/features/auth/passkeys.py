"""Passkeys (WebAuthn level 2): discoverable, verified by their holder, so that one alone is enough to come in."""

import secrets
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import parse_authentication_credential_json as parse_assertion
from webauthn.helpers import parse_client_data_json
from webauthn.helpers import parse_registration_credential_json as parse_registration
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from folkmoot.features.auth import factor_store as store
from folkmoot.features.auth.challenges import LIFE, Purpose, issue_challenge, redeem_challenge
from folkmoot.features.auth.errors import PasskeyRefusedError
from folkmoot.features.auth.events import FactorsChanged
from folkmoot.features.auth.recovery import first_codes, forget_unneeded_codes
from folkmoot.features.auth.types import Passkey
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.config import Site
from folkmoot.infra.db import DuplicateError, Reader
from folkmoot.infra.errors import ConflictError, InvalidError, MissingError

PASSKEYS_LIMIT = 20
NAME_LIMIT = 60
CREDENTIAL_LIMIT = 64 * 1024
"""Characters of a browser's answer that are looked at; real ones have a few thousand."""
HANDLE_BYTES = 32

T = TypeVar("T")


async def begin_passkey(work: Work, account_id: int, *, site: Site, username: str, binding: str) -> str:
    """Return the options (JSON) with which a signed-in browser makes a new passkey.

    `binding` stands for the browser session; `add_passkey` wants the same.
    """
    known = await store.passkeys_of(work.db, account_id)
    if len(known) >= PASSKEYS_LIMIT:
        raise InvalidError(f"You cannot have more than {PASSKEYS_LIMIT} passkeys.")
    await store.put_handle(work.db, account_id, secrets.token_bytes(HANDLE_BYTES))
    handle = await store.handle_of(work.db, account_id)
    options = webauthn.generate_registration_options(
        rp_id=_host(site),
        rp_name=site.title,
        user_name=username,
        user_id=handle,
        challenge=await issue_challenge(work, Purpose.REGISTER, binding, account_id),
        timeout=LIFE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(known),
    )
    return webauthn.options_to_json(options)


async def add_passkey(ground: Ground, account_id: int, answer: str, *, name: str, binding: str) -> list[str]:
    """Register the passkey in the browser's `answer` (JSON); returns recovery codes where the member had none.

    PasskeyRefusedError when the ceremony failed, ConflictError when the passkey is registered already.
    """
    name = _checked_name(name)
    credential = _trusting_nothing(lambda: parse_registration(_bounded(answer)))
    challenge = _challenge_in(credential.response.client_data_json)
    await redeem_challenge(ground, challenge, Purpose.REGISTER, binding, account_id)
    site = ground.config.site
    made = _trusting_nothing(
        lambda: webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(site),
            expected_origin=_origin(site),
            require_user_verification=True,
        )
    )
    transports = sorted({transport.value for transport in credential.response.transports or ()})
    try:
        async with ground.work() as work:
            passkey = Passkey(
                work.new_id(), account_id, made.credential_id, made.credential_public_key, made.sign_count,
                transports, name, work.now, None,
            )  # fmt: skip
            await store.insert_passkey(work.db, passkey)
            work.announce(FactorsChanged(account_id))
            return await first_codes(work, account_id)
    except DuplicateError as error:
        raise ConflictError("That passkey is registered already.") from error


async def begin_passkey_sign_in(work: Work, *, site: Site, binding: str, account_id: int | None = None) -> str:
    """Return the options (JSON) with which a browser shows a passkey.

    With `account_id` it is one of that member's, as a second factor; without, any that the browser knows.
    """
    known = [] if account_id is None else await store.passkeys_of(work.db, account_id)
    options = webauthn.generate_authentication_options(
        rp_id=_host(site),
        challenge=await issue_challenge(work, Purpose.SIGN_IN, binding, account_id),
        timeout=LIFE,
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


async def accept_passkey(ground: Ground, answer: str, *, binding: str, account_id: int | None = None) -> int:
    """Return whose passkey the browser's `answer` (JSON) shows; PasskeyRefusedError when it proves nothing.

    `binding` and `account_id` are those of `begin_passkey_sign_in`. It proves possession and the holder's
    presence, so it counts as a second factor; whether the member may act is for `session_of` to say.
    """
    credential = _trusting_nothing(lambda: parse_assertion(_bounded(answer)))
    challenge = _challenge_in(credential.response.client_data_json)
    await redeem_challenge(ground, challenge, Purpose.SIGN_IN, binding, account_id)
    db = await ground.read()
    passkey = await store.passkey_by_credential(db, credential.raw_id)
    if passkey is None or account_id not in (None, passkey.account_id):
        raise PasskeyRefusedError("the credential is not known, or is somebody else's")
    handle = credential.response.user_handle
    owner = await store.handle_of(db, passkey.account_id)
    if handle != owner and not (handle is None and account_id is not None):
        raise PasskeyRefusedError("the credential does not name the member who registered it")
    site = ground.config.site
    shown = _trusting_nothing(
        lambda: webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(site),
            expected_origin=_origin(site),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    )
    async with ground.work() as work:
        if not await store.use_passkey(work.db, passkey, shown.new_sign_count, work.now):
            raise PasskeyRefusedError("another use of the same credential came first")
    return passkey.account_id


async def passkeys_of(db: Reader, account_id: int) -> list[Passkey]:
    """Return a member's passkeys, oldest first. One query."""
    return await store.passkeys_of(db, account_id)


async def rename_passkey(work: Work, account_id: int, passkey_id: int, name: str) -> None:
    """Give a passkey of the member another name; MissingError when there is none such."""
    if not await store.rename_passkey(work.db, account_id, passkey_id, _checked_name(name)):
        raise MissingError("Record not found")


async def remove_passkey(work: Work, account_id: int, passkey_id: int) -> None:
    """Forget a passkey of the member, who has given proof; MissingError when there is none such."""
    if not await store.delete_passkey(work.db, account_id, passkey_id):
        raise MissingError("Record not found")
    await forget_unneeded_codes(work, account_id)
    work.announce(FactorsChanged(account_id))


def _host(site: Site) -> str:
    return urlsplit(site.url).hostname or ""


def _origin(site: Site) -> str:
    parts = urlsplit(site.url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname}{port}"


def _descriptors(passkeys: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id, transports=[AuthenticatorTransport(name) for name in passkey.transports]
        )
        for passkey in passkeys
    ]


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise InvalidError(f"A passkey needs a name of at most {NAME_LIMIT} characters.")
    return name


def _bounded(answer: str) -> str:
    if len(answer) > CREDENTIAL_LIMIT:
        raise PasskeyRefusedError("the browser's answer is too long")
    return answer


def _challenge_in(client_data: bytes) -> bytes:
    return _trusting_nothing(lambda: parse_client_data_json(client_data)).challenge


def _trusting_nothing(judge: Callable[[], T]) -> T:
    """Turn whatever breaks while a stranger's bytes are read and judged into a refusal."""
    try:
        return judge()
    except PasskeyRefusedError:
        raise
    except Exception as error:
        raise PasskeyRefusedError(f"{type(error).__name__}: {error}"[:300]) from error
