"""Which limits a call is counted against; the one nearest to exhaustion is told."""

from folkmoot.features import auth
from folkmoot.features.auth import Caller
from folkmoot.infra.boot import Ground
from folkmoot.infra.limits import Allowance
from folkmoot.interfaces.mastodon.routing import Route


def take(ground: Ground, route: Route, caller: Caller | None, address: str) -> Allowance | None:
    """Count the call; returns None where limits are off."""
    settings = ground.config.limits
    if not settings.enabled:
        return None
    now = ground.clock()
    network = auth.network(address)
    counted = [ground.limits.take(f"address:{network}", settings.per_address, now)]
    if caller is not None:
        who = f"account:{caller.account_id}" if caller.account_id is not None else f"token:{caller.token_id}"
        counted.append(ground.limits.take(who, settings.per_account, now))
    if route.limit:
        counted.append(_special(ground, route.limit, caller, network, now))
    return min(counted, key=lambda allowance: (allowance.allowed, allowance.remaining))


def _special(ground: Ground, kind: str, caller: Caller | None, address: str, now: int) -> Allowance:
    """Count a call that has a limit of its own: per member where there is one, else per address."""
    settings = ground.config.limits
    limit: int = {
        "upload": settings.uploads_per_account,
        "post": settings.posts_per_account,
        "report": settings.reports_per_account,
        "translate": settings.translations_per_account,
        "app": settings.apps_per_address,
        "sign_in": settings.sign_in_per_address,
        "sign_up": settings.sign_up_per_address,
    }[kind]
    by_address = kind in ("app", "sign_in", "sign_up") or caller is None
    who = address if by_address or caller is None else str(caller.account_id)
    return ground.limits.take(f"{kind}:{who}", limit, now)
