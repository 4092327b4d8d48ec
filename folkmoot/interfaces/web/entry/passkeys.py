"""/auth/passkey, /settings/security/passkeys: the pages' side of the passkey ceremonies.

The script fetches options as JSON; what the browser then answers comes back in an ordinary form.
"""

from typing import Any

import msgspec

from folkmoot.features import accounts, auth
from folkmoot.infra.errors import InvalidError, MissingError, Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.entering import enter, local
from folkmoot.interfaces.web.entry.proof import HERE, again, current
from folkmoot.interfaces.web.entry.sign_in import PENDING_LIFE, waiting
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit

pages = Pages()

LIST = f"{HERE}/passkeys"


@pages.post("/auth/passkey/options")
async def sign_in_options(visit: Visit) -> Response:
    """Ask for a passkey: one of a certain member's after a password or in a session, else any."""
    try:
        account_id = _known(visit)
        _count(visit, account_id)
        async with visit.ground.work() as work:
            options = await auth.begin_passkey_sign_in(
                work, site=visit.ground.config.site, binding=_browser(visit), account_id=account_id
            )
    except Refusal as error:
        return _json({"fault": visit.text(error.sentence)})
    return _options(visit, options)


@pages.post("/auth/passkey")
async def sign_in(visit: Visit) -> Response:
    target = local(visit.form.get("next", ""))
    account_id = _known(visit)
    try:
        shown_id = await auth.accept_passkey(
            visit.ground, visit.form.get("answer", ""), binding=_browser(visit), account_id=account_id
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


@pages.get(LIST, member=True)
async def listing(visit: Visit) -> Response:
    session = current(visit)
    db = await visit.ground.read()
    factors = await auth.factors_of(db, session.account_id)
    return visit.page("passkeys.html", factors=factors, passkeys=await auth.passkeys_of(db, session.account_id))


@pages.post(f"{LIST}/options", member=True)
async def options(visit: Visit) -> Response:
    """Begin to add a passkey; whoever sits here proves first that they are the member."""
    session = current(visit)
    try:
        await auth.require_proof(visit.ground, session, visit.form.get("password", ""))
        account = await accounts.get(await visit.ground.read(), session.account_id)
        async with visit.ground.work() as work:
            made = await auth.begin_passkey(
                work, account.id, site=visit.ground.config.site, username=account.username, binding=_browser(visit)
            )
    except auth.StaleFactorError:
        return _json({"go": again(LIST)})
    except Refusal as error:
        return _json({"fault": visit.text(error.sentence)})
    return _options(visit, made)


@pages.post(LIST, member=True)
async def add(visit: Visit) -> Response:
    session, answer = current(visit), visit.form.get("answer", "")
    codes = await auth.add_passkey(
        visit.ground, session.account_id, answer, name=visit.form.get("name", ""), binding=_browser(visit)
    )
    async with visit.ground.work() as work:
        await auth.factor_shown(work, session.id)
    return visit.page("codes.html", codes=codes) if codes else visit.go(LIST)


@pages.post(f"{LIST}/rename", member=True)
async def rename(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        await auth.rename_passkey(work, current(visit).account_id, _id(visit), visit.form.get("name", ""))
    return visit.go(LIST)


@pages.post(f"{LIST}/remove", member=True)
async def remove(visit: Visit) -> Response:
    session = current(visit)
    if not auth.has_fresh_factor(session, visit.now):
        return visit.go(again(LIST))
    async with visit.ground.work() as work:
        await auth.remove_passkey(work, session.account_id, _id(visit))
    return visit.go(LIST)


def _id(visit: Visit) -> int:
    return parse_id(visit.form.get("id", "")) or 0


def _browser(visit: Visit) -> str:
    """Return what binds a challenge to this browser: its session, or its mark before there is one."""
    return f"session {visit.session.id}" if visit.session else f"visit {visit.visit_mark}"


def _options(visit: Visit, made: str) -> Response:
    failed = visit.text("That did not work, or it was cancelled. Please try again.")
    return _json({"options": msgspec.Raw(made.encode()), "failed": failed})


def _json(body: dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(body), media_type="application/json")
