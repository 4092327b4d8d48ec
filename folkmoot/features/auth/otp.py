"""One-time codes from an app (TOTP, RFC 6238): the secret is sealed at rest, and each code opens once."""

import hmac
from io import BytesIO

import msgspec
import pyotp

from folkmoot.features.auth import factor_store as store
from folkmoot.features.auth.errors import WrongCodeError
from folkmoot.features.auth.events import FactorsChanged
from folkmoot.features.auth.recovery import first_codes, forget_unneeded_codes
from folkmoot.infra.boot import Work
from folkmoot.infra.clock import SECOND
from folkmoot.infra.config import Secrets
from folkmoot.infra.errors import ConflictError
from folkmoot.infra.sealing import Seal

STEP = 30 * SECOND
WINDOW = 1
"""Steps before and after the present one that are let through: clocks of telephones drift."""
DIGITS = 6


class OtpSetup(msgspec.Struct, frozen=True):
    """What an authenticator app needs: the secret (base32), and the same as an otpauth:// address."""

    secret: str
    url: str

    def qr(self) -> str:
        """Return the address as a QR code, an <svg> element to put into a page."""
        import segno

        image = BytesIO()
        segno.make(self.url, error="m").save(
            image, kind="svg", scale=5, border=4, light="#fff", xmldecl=False, nl=False, omitsize=True
        )
        return image.getvalue().decode()


async def begin_otp(work: Work, account_id: int, *, label: str, issuer: str) -> OtpSetup:
    """Make a new secret that counts for nothing until `confirm_otp`; ConflictError when codes are on already.

    `label` and `issuer` are what the authenticator app shows.
    """
    secret = pyotp.random_base32()
    sealed = _seal(work.secrets).close(secret, account_id)
    if not await store.put_otp_secret(work.db, account_id, sealed):
        raise ConflictError("Codes from an app are turned on already.")
    return _setup(secret, label, issuer)


async def pending_otp(work: Work, account_id: int, *, label: str, issuer: str) -> OtpSetup | None:
    """Return the set-up that was begun and not yet confirmed, to show it again; None when there is none."""
    otp = await store.otp_of(work.db, account_id)
    if otp is None or otp.enabled or not otp.sealed:
        return None
    return _setup(_seal(work.secrets).open(otp.sealed, account_id), label, issuer)


async def confirm_otp(work: Work, account_id: int, code: str) -> list[str]:
    """Turn codes on by showing one; returns recovery codes where the member had none (show them once).

    WrongCodeError when the code is not that of the secret begun, or none was begun.
    """
    otp = await store.otp_of(work.db, account_id)
    if otp is not None and otp.enabled:
        raise ConflictError("Codes from an app are turned on already.")
    if not await use_otp(work, account_id, code, pending=True):
        raise WrongCodeError
    await store.enable_otp(work.db, account_id, work.now)
    work.announce(FactorsChanged(account_id))
    return await first_codes(work, account_id)


async def disable_otp(work: Work, account_id: int) -> None:
    """Turn codes off; the caller has checked that a second factor was just shown."""
    await store.clear_otp(work.db, account_id)
    await forget_unneeded_codes(work, account_id)
    work.announce(FactorsChanged(account_id))


async def use_otp(work: Work, account_id: int, code: str, *, pending: bool = False) -> bool:
    """Say whether `code` is good now, and use it up: the same code, or an older one, is not good again.

    `pending` judges by a secret that is not confirmed yet.
    """
    otp = await store.otp_of(work.db, account_id)
    if otp is None or not otp.sealed or otp.enabled == pending:
        return False
    step = matching_step(_seal(work.secrets).open(otp.sealed, account_id), code, work.now)
    return step is not None and await store.use_step(work.db, account_id, step)


def matching_step(secret: str, code: str, now: int) -> int | None:
    """Return the number of the 30-second step whose code this is, among those near `now` (ms since 1970)."""
    digits = code.replace(" ", "")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    otp = pyotp.TOTP(secret)
    present = now // STEP
    near = range(present - WINDOW, present + WINDOW + 1)
    return max((step for step in near if hmac.compare_digest(otp.generate_otp(step), digits)), default=None)


def _setup(secret: str, label: str, issuer: str) -> OtpSetup:
    return OtpSetup(secret, pyotp.TOTP(secret).provisioning_uri(name=label, issuer_name=issuer))


def _seal(secrets: Secrets) -> Seal:
    return Seal(secrets.otp_key, "one-time codes")
