"""WebAuthn challenges: random, good for five minutes, once, and only in the browser session that asked for them."""

import hashlib
import secrets
from enum import Enum

from folkmoot.features.auth import factor_store as store
from folkmoot.features.auth.errors import PasskeyRefusedError
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.clock import MINUTE

LIFE = 5 * MINUTE
BYTES = 32


class Purpose(Enum):
    """What a challenge was made for; one made for one thing is not good for another."""

    REGISTER = "register"
    SIGN_IN = "sign_in"


async def issue_challenge(work: Work, purpose: Purpose, binding: str, account_id: int | None) -> bytes:
    """Make a challenge for the browser session that `binding` (a text only it knows or is known by) stands for."""
    await store.prune_challenges(work.db, work.now)
    challenge = secrets.token_bytes(BYTES)
    await store.insert_challenge(
        work.db, _hash(challenge), purpose.value, _hash(binding.encode()), account_id, work.now + LIFE
    )
    return challenge


async def redeem_challenge(
    ground: Ground, challenge: bytes, purpose: Purpose, binding: str, account_id: int | None
) -> None:
    """Use a challenge up, for good even if the ceremony then fails; PasskeyRefusedError when it is not good."""
    async with ground.work() as work:
        good = await store.take_challenge(
            work.db, _hash(challenge), purpose.value, _hash(binding.encode()), account_id, work.now
        )
    if not good:
        raise PasskeyRefusedError("the challenge is unknown, used, too old, or was made for something else")


def _hash(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()
