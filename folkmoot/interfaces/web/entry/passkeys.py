"""/auth/passkey: the pages' side of signing in with a passkey.

The script fetches options as JSON; what the browser then answers comes back in an ordinary form.
"""

from typing import Any

import msgspec

from folkmoot.features import auth
from folkmoot.infra.errors import InvalidError, MissingError, Refusal
from folkmoot.interfaces.web.entry.entering import enter, local
from folkmoot.interfaces.web.entry.sign_in import PENDING_LIFE, waiting
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit

pages = Pages()


@pages.post("/auth/passkey/options")
async def sign_in_options(visit: Visit) -> Response:
    """Ask for a passkey: one of a certain member's after a password or in a session, else any."""
    try:
        account_id = _known(visit)
        _count(visit, account_id)
        async with visit.ground.work() as work:
            options = await auth.begin_passkey_sign_in(
                work, site=visit.ground.config.site, binding=binding_of(visit), account_id=account_id
            )
    except Refusal as error:
        return json({"fault": visit.text(error.sentence)})
    return offered(visit, options)


@pages.post("/auth/passkey")
async def sign_in(visit: Visit) -> Response:
    target = local(visit.form.get("next", ""))
    account_id = _known(visit)
    try:
        shown_id = await auth.accept_passkey(
            visit.ground, visit.form.get("answer", ""), binding=binding_of(visit), account_id=account_id
        )
    except auth.PasskeyRefusedError as error:
        return await _again(visit, target, account_id, visit.text(error.sentence))
    if visit.form.get("purpose") == "factor" and visit.session is not None and visit.session.account_id == shown_id:
        async with visit.ground.work() as work:
            await auth.factor_shown(work, visit.session.id)
        return visit.go(target)
    user = await auth.user_of(await visit.ground.read(), shown_id)
    if user is None:
        raise MissingError("There is no page at this address.")
    if not user.functional:
        return waiting(visit, user)
    return await enter(visit, shown_id, target, factor_shown=True)


def _known(visit: Visit) -> int | None:
    """Return whose passkey it must be: after a password, or in a session that shows its factor again."""
    if visit.form.get("purpose") != "factor":
        return None
    if visit.session is not None:
        return visit.session.account_id
    pending = visit.unseal("second step", visit.form.get("pending", ""))
    if pending is None:
        raise InvalidError("That took too long. Please sign in again.")
    return int(pending)


async def _again(visit: Visit, target: str, account_id: int | None, fault: str) -> Response:
    if account_id is None:
        return visit.page("sign_in.html", 422, target=target, name="", fault=fault)
    factors = await auth.factors_of(await visit.ground.read(), account_id)
    pending = "" if visit.session else visit.seal("second step", str(account_id), PENDING_LIFE)
    action = "/auth/factor" if visit.session else "/auth/code"
    return visit.page("code.html", 422, action=action, pending=pending, target=target, factors=factors, fault=fault)


def _count(visit: Visit, account_id: int | None) -> None:
    name = f"passkey of {visit.address}" if account_id is None else f"passkey of {account_id}"
    auth.count_sign_in(visit.ground, visit.address, name)


def binding_of(visit: Visit) -> str:
    """Return what binds a challenge to this browser: its session, or its mark before there is one."""
    return f"session {visit.session.id}" if visit.session else f"visit {visit.visit_mark}"


def offered(visit: Visit, made: str) -> Response:
    """Hand the options of a ceremony to the script."""
    failed = visit.text("That did not work, or it was cancelled. Please try again.")
    return json({"options": msgspec.Raw(made.encode()), "failed": failed})


def json(body: dict[str, Any]) -> Response:
    """Answer a script."""
    return Response(msgspec.json.encode(body), media_type="application/json")
