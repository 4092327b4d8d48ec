"""Letting a member in: the session and its cookie, and where to go then."""

from folkmoot.features import auth
from folkmoot.interfaces.web.frame.routing import Response, Visit
from folkmoot.interfaces.web.frame.visit import SESSION_COOKIE

HOME = "/home"


def local(target: str, otherwise: str = HOME) -> str:
    """Return `target` when it is a path of our own: no form sends anybody elsewhere."""
    ours = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if ours else otherwise


async def enter(visit: Visit, account_id: int, target: str, *, factor_shown: bool) -> Response:
    """Sign a member in, in place of whoever was signed in here, and send the browser to `target`."""
    async with visit.ground.work() as work:
        if visit.session is not None:
            await auth.end_session(work, visit.session.account_id, visit.session.id)
        _, secret = await auth.open_session(
            work, account_id, address=visit.address, user_agent=visit.user_agent, factor_shown=factor_shown
        )
    visit.set_cookie(SESSION_COOKIE, secret)
    return visit.go(local(target))


async def leave(visit: Visit, target: str) -> Response:
    """Sign out in this browser."""
    if visit.session is not None:
        async with visit.ground.work() as work:
            await auth.end_session(work, visit.session.account_id, visit.session.id)
    visit.drop_cookie(SESSION_COOKIE)
    return visit.go(local(target))
