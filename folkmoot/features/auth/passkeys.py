"""Passkeys (WebAuthn level 2): discoverable, verified by their holder, so that one alone is enough to come in.

The library takes a fifth of a second to load and few requests need it: each verb loads it when it is called.
"""

import secrets
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from folkmoot.features.auth import factor_store as store
from folkmoot.features.auth.challenges import Purpose, issue_challenge, redeem_challenge
from folkmoot.features.auth.errors import PasskeyRefusedError
from folkmoot.features.auth.events import FactorsChanged
from folkmoot.features.auth.recovery import first_codes, forget_unneeded_codes
from folkmoot.features.auth.types import Party, Passkey
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
    from folkmoot.features.auth import ceremonies

    known = await store.passkeys_of(work.db, account_id)
    if len(known) >= PASSKEYS_LIMIT:
        raise InvalidError(f"You cannot have more than {PASSKEYS_LIMIT} passkeys.")
    await store.put_handle(work.db, account_id, secrets.token_bytes(HANDLE_BYTES))
    handle = await store.handle_of(work.db, account_id)
    assert handle is not None, "it was just put there"
    challenge = await issue_challenge(work, Purpose.REGISTER, binding, account_id)
    return ceremonies.creation_options(_party(site), username, handle, challenge, known)


async def add_passkey(ground: Ground, account_id: int, answer: str, *, name: str, binding: str) -> list[str]:
    """Register the passkey in the browser's `answer` (JSON); returns recovery codes where the member had none.

    PasskeyRefusedError when the ceremony failed, ConflictError when the passkey is registered already.
    """
    name = _checked_name(name)
    from folkmoot.features.auth import ceremonies

    credential = _trusting_nothing(lambda: ceremonies.parse_registration(_bounded(answer)))
    challenge = _challenge_in(credential.response.client_data_json)
    await redeem_challenge(ground, challenge, Purpose.REGISTER, binding, account_id)
    made = _trusting_nothing(lambda: ceremonies.registered(_party(ground.config.site), credential, challenge))
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
    from folkmoot.features.auth import ceremonies

    known = [] if account_id is None else await store.passkeys_of(work.db, account_id)
    challenge = await issue_challenge(work, Purpose.SIGN_IN, binding, account_id)
    return ceremonies.request_options(_party(site), challenge, known)


async def accept_passkey(ground: Ground, answer: str, *, binding: str, account_id: int | None = None) -> int:
    """Return whose passkey the browser's `answer` (JSON) shows; PasskeyRefusedError when it proves nothing.

    `binding` and `account_id` are those of `begin_passkey_sign_in`. It proves possession and the holder's
    presence, so it counts as a second factor; whether the member may act is for `session_of` to say.
    """
    from folkmoot.features.auth import ceremonies

    credential = _trusting_nothing(lambda: ceremonies.parse_assertion(_bounded(answer)))
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
    new_count = _trusting_nothing(lambda: ceremonies.shown(_party(ground.config.site), credential, challenge, passkey))
    async with ground.work() as work:
        if not await store.use_passkey(work.db, passkey, new_count, work.now):
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


def _party(site: Site) -> Party:
    """Return who this server is to a browser: the host of its public address, and that address as an origin."""
    parts = urlsplit(site.url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return Party(parts.hostname or "", site.title, f"{parts.scheme}://{parts.hostname}{port}")


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
    from folkmoot.features.auth import ceremonies

    return _trusting_nothing(lambda: ceremonies.parse_client_data_json(client_data)).challenge


def _trusting_nothing(judge: Callable[[], T]) -> T:
    """Turn whatever breaks while a stranger's bytes are read and judged into a refusal."""
    try:
        return judge()
    except PasskeyRefusedError:
        raise
    except Exception as error:
        raise PasskeyRefusedError(f"{type(error).__name__}: {error}"[:300]) from error
