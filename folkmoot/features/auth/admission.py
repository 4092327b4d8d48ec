"""Whom the community lets sign up at all, by what policy says of where they come from."""

from folkmoot.features import policy
from folkmoot.features.auth.errors import RegistrationsClosedError
from folkmoot.features.auth.joining import SignUp
from folkmoot.features.auth.users import BLOCKED, email_refused
from folkmoot.infra.boot import Ground


async def admit(ground: Ground, stated: SignUp, address: str, mode: str) -> str:
    """Return the mode that holds for this sign-up: `approval` where policy wants to look at it first.

    RegistrationsClosedError for networks that are kept out, InvalidError for mail addresses that are. Of an attempt
    only its number is kept.
    """
    severity = await policy.severity_of(ground, address)
    if severity in ("sign_up_block", "no_access"):
        raise RegistrationsClosedError
    if await policy.email_is_blocked(await ground.read(), stated.email):
        async with ground.work() as work:
            await policy.count_attempt(work, stated.email)
        raise email_refused("blocked", BLOCKED)
    return "approval" if severity and mode == "open" else mode
