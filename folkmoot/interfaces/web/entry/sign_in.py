"""/auth/sign_in, /auth/code, /auth/factor, /auth/sign_out: a password, then a second factor where there is one."""

from folkmoot.features import accounts, auth
from folkmoot.features.auth import User
from folkmoot.infra.clock import MINUTE
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import LimitedError, UnauthenticatedError
from folkmoot.interfaces.web.entry.entering import enter, leave, local
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit

pages = Pages()

PENDING_LIFE = 10 * MINUTE
"""How long the second step waits for its code."""


@pages.get("/auth/sign_in")
async def form(visit: Visit) -> Response:
    target = local(visit.query.get("next", ""))
    if visit.session is not None and not visit.query.get("force"):
        return visit.go(target)
    return _form(visit, target)


@pages.post("/auth/sign_in")
async def sign_in(visit: Visit) -> Response:
    name, target = visit.form.get("name", "").strip(), local(visit.form.get("next", ""))
    db = await visit.ground.read()
    user = await _user_named(db, name, visit.ground.config.site.domain)
    try:
        auth.count_sign_in(visit.ground, visit.address, str(user.account_id) if user else name)
    except LimitedError:
        return _form(visit, target, 429, visit.text("Too many tries. Please wait five minutes and try again."))
    good = await auth.verify_password(user.password_hash if user else None, visit.form.get("password", ""))
    if user is None or not good:
        return _form(visit, target, 422, visit.text("The name or the password is not right."))
    if not user.functional:
        return waiting(visit, user)
    if (await auth.factors_of(db, user.account_id)).any:
        return await _code_form(visit, user.account_id, target)
    return await enter(visit, user.account_id, target, factor_shown=False)


async def _user_named(db: Reader, name: str, domain: str) -> User | None:
    """Return the member with this e-mail address or user name."""
    if "@" in name.removeprefix("@"):
        user = await auth.user_by_email(db, name)
        if user is not None:
            return user
    found = (await accounts.by_handles(db, [name], domain)).get(name)
    return None if found is None or found.suspended_at is not None else await auth.user_of(db, found.id)


def _form(visit: Visit, target: str, status: int = 200, fault: str = "") -> Response:
    return visit.page("sign_in.html", status, target=target, name=visit.form.get("name", ""), fault=fault)


def waiting(visit: Visit, user: User) -> Response:
    """Say why a member cannot come in yet; the mail can be sent again from here."""
    again = visit.seal("resend", str(user.account_id), PENDING_LIFE) if user.confirmed_at is None else ""
    return visit.page("waiting.html", 403, user=user, again=again)


@pages.post("/auth/code")
async def code(visit: Visit) -> Response:
    target = local(visit.form.get("next", ""))
    pending = visit.unseal("second step", visit.form.get("pending", ""))
    if pending is None:
        return _form(visit, target, 422, visit.text("That took too long. Please sign in again."))
    account_id = int(pending)
    fault = await _fault_of_code(visit, account_id)
    if fault is not None:
        return await _code_form(visit, account_id, target, fault)
    return await enter(visit, account_id, target, factor_shown=True)


async def _fault_of_code(visit: Visit, account_id: int) -> tuple[int, str] | None:
    """Use up the code that was sent; returns (status, sentence) when it is not good."""
    try:
        auth.count_code(visit.ground, visit.address, account_id)
        async with visit.ground.work() as work:
            good = await auth.check_code(work, account_id, visit.form.get("code", "").strip())
    except LimitedError:
        return 429, visit.text("Too many tries. Please wait a while and try again.")
    return None if good else (422, visit.text("This code is not right. Codes change every 30 seconds."))


async def _code_form(visit: Visit, account_id: int, target: str, fault: tuple[int, str] = (200, "")) -> Response:
    factors = await auth.factors_of(await visit.ground.read(), account_id)
    pending = visit.seal("second step", str(account_id), PENDING_LIFE)
    return visit.page(
        "code.html", fault[0], action="/auth/code", pending=pending, target=target, factors=factors, fault=fault[1]
    )


@pages.get("/auth/factor", member=True)
async def factor_form(visit: Visit) -> Response:
    return await _factor_form(visit, local(visit.query.get("next", "")))


@pages.post("/auth/factor", member=True)
async def factor(visit: Visit) -> Response:
    """Show the second factor again, for what asks for one that is fresh."""
    if visit.session is None:
        raise UnauthenticatedError("Please sign in first.")
    target = local(visit.form.get("next", ""))
    fault = await _fault_of_code(visit, visit.session.account_id)
    if fault is not None:
        return await _factor_form(visit, target, fault)
    async with visit.ground.work() as work:
        await auth.factor_shown(work, visit.session.id)
    return visit.go(target)


async def _factor_form(visit: Visit, target: str, fault: tuple[int, str] = (200, "")) -> Response:
    if visit.session is None:
        raise UnauthenticatedError("Please sign in first.")
    factors = await auth.factors_of(await visit.ground.read(), visit.session.account_id)
    if not factors.any:
        return visit.go(target)
    return visit.page(
        "code.html", fault[0], action="/auth/factor", pending="", target=target, factors=factors, fault=fault[1]
    )


@pages.post("/auth/sign_out")
async def sign_out(visit: Visit) -> Response:
    return await leave(visit, "/")
