"""Recovery codes: ten words of chance for the day the telephone is lost, each good once, stored as keyed hashes."""

import re
import secrets

from folkmoot.features.auth import factor_store as store
from folkmoot.features.auth.events import FactorsChanged
from folkmoot.infra.boot import Work
from folkmoot.infra.sealing import Seal

CODES = 10
LENGTH = 16
"""Characters of a code, five random bits each."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz023456789"
_NOISE = re.compile(r"[\s-]")


async def make_codes(work: Work, account_id: int) -> list[str]:
    """Make ten new recovery codes in place of all older ones; they can be shown only now."""
    work.announce(FactorsChanged(account_id))
    return await _write_codes(work, account_id)


async def _write_codes(work: Work, account_id: int) -> list[str]:
    codes = [_new_code() for _ in range(CODES)]
    seal = _seal(work)
    await store.replace_codes(work.db, account_id, [seal.digest(_plain(code), account_id) for code in codes])
    return codes


async def first_codes(work: Work, account_id: int) -> list[str]:
    """Make recovery codes where there are none; returns an empty list where there are."""
    return [] if await store.count_codes(work.db, account_id) else await _write_codes(work, account_id)


async def use_code(work: Work, account_id: int, code: str) -> bool:
    """Say whether `code` is one of the member's unused recovery codes, and use it up."""
    plain = _plain(code)
    if len(plain) != LENGTH or not plain.isascii():
        return False
    return await store.take_code(work.db, account_id, _seal(work).digest(plain, account_id))


async def forget_unneeded_codes(work: Work, account_id: int) -> None:
    """Drop the recovery codes of a member who has no second factor any more."""
    if not (await store.factors(work.db, account_id)).any:
        await store.replace_codes(work.db, account_id, [])


def _new_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def _plain(code: str) -> str:
    """Undo what people do to codes: capitals, spaces, hyphens."""
    return _NOISE.sub("", code).lower()


def _seal(work: Work) -> Seal:
    return Seal(work.secrets.otp_key, "recovery codes")
