"""Signing up: what is asked of a stranger, and what the community's mode makes of it. Nobody gains a role here."""

import re

import msgspec

from folkmoot.features import accounts
from folkmoot.features.auth import signup_store
from folkmoot.features.auth.errors import RegistrationsClosedError
from folkmoot.features.auth.invites import use_invite
from folkmoot.features.auth.passwords import LENGTH
from folkmoot.features.auth.types import User
from folkmoot.features.auth.users import check_email, open_user
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError, Refusal

REASON_LIMIT = 2_000
MODES = ("open", "approval", "invitation", "closed")
_LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}", re.ASCII)
_LABELS = {
    "username": "Username", "email": "E-mail", "password": "Password", "agreement": "Service agreement",
    "locale": "Locale", "reason": "Reason",
}  # fmt: skip

Faults = dict[str, list[tuple[str, str]]]


class SignUp(msgspec.Struct, frozen=True):
    """What a stranger states. The password is hashed apart, before the transaction; an e-mail is confirmed later."""

    username: str
    email: str
    password: str
    agreement: bool
    locale: str = "en"
    reason: str = ""
    invite_code: str = ""
    app_id: int | None = None


def check_sign_up(stated: SignUp, mode: str) -> None:
    """Refuse what cannot be, all faults at once: InvalidError with `fields`, RegistrationsClosedError by mode."""
    if mode == "closed" or mode not in MODES or (mode == "invitation" and not stated.invite_code):
        raise RegistrationsClosedError
    faults = {**_name_and_address(stated), **_password(stated.password), **_rest(stated)}
    if faults:
        raise _refused(faults)


async def sign_up(work: Work, stated: SignUp, password_hash: str, mode: str) -> User:
    """Open an account that waits for its mail to be confirmed, and in the mode `approval` to be approved.

    An invitation stands for an approval. Call check_sign_up first; InvalidError when a name or address is taken.
    """
    invite_id = None
    if stated.invite_code or mode == "invitation":
        invite_id = await use_invite(work, stated.invite_code)
    account = await accounts.open_account(work, stated.username)
    user = await open_user(
        work, account.id, email=stated.email.strip(), password_hash=password_hash, locale=stated.locale or "en",
        reason=stated.reason.strip(), approved=mode == "open" or invite_id is not None,
    )  # fmt: skip
    await signup_store.note_origin(work.db, account.id, invite_id, stated.app_id)
    return user


def _name_and_address(stated: SignUp) -> Faults:
    faults: Faults = {}
    for check, value in ((accounts.check_name, stated.username), (check_email, stated.email.strip())):
        try:
            check(value)
        except Refusal as error:
            faults.update(error.fields)
    return faults


def _password(password: str) -> Faults:
    if not password:
        return {"password": [("ERR_BLANK", "can't be blank")]}
    if len(password) < LENGTH[0]:
        return {"password": [("ERR_TOO_SHORT", f"is too short (minimum is {LENGTH[0]} characters)")]}
    if len(password) > LENGTH[1]:
        return {"password": [("ERR_TOO_LONG", f"is too long (maximum is {LENGTH[1]} characters)")]}
    return {}


def _rest(stated: SignUp) -> Faults:
    faults: Faults = {}
    if not stated.agreement:
        faults["agreement"] = [("ERR_ACCEPTED", "must be accepted")]
    if stated.locale and not _LOCALE.fullmatch(stated.locale):
        faults["locale"] = [("ERR_INCLUSION", "is not included in the list")]
    if len(stated.reason) > REASON_LIMIT:
        faults["reason"] = [("ERR_TOO_LONG", f"is too long (maximum is {REASON_LIMIT} characters)")]
    return faults


def _refused(faults: Faults) -> InvalidError:
    words = ", ".join(f"{_LABELS[name]} {words}" for name, found in faults.items() for _, words in found)
    return InvalidError(f"Validation failed: {words}", fields=faults)
