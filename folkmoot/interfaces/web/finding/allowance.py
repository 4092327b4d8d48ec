"""How often one address may look for people and tags: as often as over the client API."""

from folkmoot.features import auth
from folkmoot.infra.errors import LimitedError
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.visit import Visit

TOO_OFTEN = marked("You are looking very often. Please wait five minutes.")


def count(visit: Visit) -> None:
    """Count a look against the address, and against the member; LimitedError beyond what the API allows."""
    settings = visit.ground.config.limits
    if not settings.enabled:
        return
    counted = [visit.ground.limits.take(f"address:{auth.network(visit.address)}", settings.per_address, visit.now)]
    if visit.member_id is not None:
        counted.append(visit.ground.limits.take(f"account:{visit.member_id}", settings.per_account, visit.now))
    if not all(allowance.allowed for allowance in counted):
        raise LimitedError(TOO_OFTEN)


def count_writing(visit: Visit) -> None:
    """Count what others are told of, as the API counts posts; LimitedError beyond what it allows."""
    settings = visit.ground.config.limits
    if not settings.enabled:
        return
    if not visit.ground.limits.take(f"post:{visit.member_id}", settings.posts_per_account, visit.now).allowed:
        raise LimitedError(TOO_OFTEN)
