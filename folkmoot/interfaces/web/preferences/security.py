"""/settings/security: password, second factors, sessions, and the door out."""

from folkmoot.features import accounts, auth, portability
from folkmoot.features.auth import Session
from folkmoot.infra.clock import MINUTE
from folkmoot.infra.errors import InvalidError, LimitedError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.entry.proof import HERE, again, current
from folkmoot.interfaces.web.frame.agents import browser_of
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.frame.visit import SESSION_COOKIE
from folkmoot.interfaces.web.preferences.sections import inside

pages = Pages()

OTP = f"{HERE}/otp"
SET_UP = "set up one-time codes"
SET_UP_LIFE = 10 * MINUTE
"""How long a secret that was shown may be confirmed; then it takes a new proof, and a new secret."""


@pages.get(HERE, member=True)
async def overview(visit: Visit) -> Response:
    session = current(visit)
    db = await visit.ground.read()
    return await inside(
        visit,
        "security.html",
        factors=await auth.factors_of(db, session.account_id),
        sessions=[
            (each, browser_of(each.user_agent)) for each in await auth.sessions_of(db, session.account_id, visit.now)
        ],
        current=session,
    )


@pages.get(f"{HERE}/password", member=True)
async def password(visit: Visit) -> Response:
    return await inside(visit, "password.html", fault="", faults=(), done=False)


@pages.post(f"{HERE}/password", member=True)
async def change_password(visit: Visit) -> Response:
    session = current(visit)
    try:
        await auth.require_password(visit.ground, session.account_id, visit.form.get("password", ""))
        hashed = await auth.hash_password(visit.form.get("new", ""))
    except (auth.WrongPasswordError, LimitedError) as error:
        return await inside(visit, "password.html", 422, fault=visit.text(error.sentence), faults=(), done=False)
    except InvalidError:
        faults = [visit.text("A password needs 8 to 256 characters.")]
        return await inside(visit, "password.html", 422, fault="", faults=faults, done=False)
    async with visit.ground.work() as work:
        await auth.change_password(work, session.account_id, hashed, keep_session=session.id)
    return await inside(visit, "password.html", fault="", faults=(), done=True)


@pages.get(OTP, member=True)
async def otp(visit: Visit) -> Response:
    """Ask for what proves who sits here, before a secret is shown."""
    return await _otp(visit)


async def _otp(visit: Visit, status: int = 200, fault: str = "") -> Response:
    session = current(visit)
    factors = await auth.factors_of(await visit.ground.read(), session.account_id)
    if factors.any and not auth.has_fresh_factor(session, visit.now):
        return visit.go(again(OTP))
    return await inside(visit, "otp.html", status, factors=factors, fault=fault)


@pages.post(OTP, member=True)
async def begin_otp(visit: Visit) -> Response:
    """Show the QR code of a new secret, to whoever proved that they are the member."""
    session = current(visit)
    try:
        await auth.require_proof(visit.ground, session, visit.form.get("password", ""))
    except auth.StaleFactorError:
        return visit.go(again(OTP))
    except (auth.WrongPasswordError, LimitedError) as error:
        return await _otp(visit, 422, visit.text(error.sentence))
    label, issuer = await _names(visit, session)
    async with visit.ground.work() as work:
        setup = await auth.begin_otp(work, session.account_id, label=label, issuer=issuer)
    return await _otp_code(visit, setup)


async def _otp_code(visit: Visit, setup: auth.OtpSetup, status: int = 200, fault: str = "") -> Response:
    """Show the secret, and let this browser come back with a code for a while."""
    proven = visit.seal(SET_UP, str(current(visit).account_id), SET_UP_LIFE)
    return await inside(visit, "otp_code.html", status, setup=setup, proven=proven, fault=fault)


@pages.post(f"{OTP}/confirm", member=True)
async def confirm_otp(visit: Visit) -> Response:
    session = current(visit)
    if visit.unseal(SET_UP, visit.form.get("proven", "")) != str(session.account_id):
        return visit.go(OTP)
    auth.count_code(visit.ground, visit.address, session.account_id)
    try:
        async with visit.ground.work() as work:
            codes = await auth.confirm_otp(work, session.account_id, visit.form.get("code", ""))
            await auth.factor_shown(work, session.id)
    except auth.WrongCodeError as error:
        return await _otp_again(visit, session, visit.text(error.sentence))
    return await inside(visit, "codes.html", codes=codes) if codes else visit.go(HERE)


async def _otp_again(visit: Visit, session: Session, fault: str) -> Response:
    label, issuer = await _names(visit, session)
    async with visit.ground.work() as work:
        setup = await auth.pending_otp(work, session.account_id, label=label, issuer=issuer)
    return visit.go(OTP) if setup is None else await _otp_code(visit, setup, 422, fault)


async def _names(visit: Visit, session: Session) -> tuple[str, str]:
    """Return what the authenticator app shows: the member's address here, and the community."""
    account = await accounts.get(await visit.ground.read(), session.account_id)
    site = visit.ground.config.site
    return f"{account.username}@{site.domain}", site.title


@pages.post(f"{OTP}/off", member=True)
async def disable_otp(visit: Visit) -> Response:
    session = current(visit)
    if not auth.has_fresh_factor(session, visit.now):
        return visit.go(again(HERE))
    async with visit.ground.work() as work:
        await auth.disable_otp(work, session.account_id)
    return visit.go(HERE)


@pages.post(f"{HERE}/codes", member=True)
async def new_codes(visit: Visit) -> Response:
    session = current(visit)
    if not auth.has_fresh_factor(session, visit.now):
        return visit.go(again(HERE))
    async with visit.ground.work() as work:
        codes = await auth.make_codes(work, session.account_id)
    return await inside(visit, "codes.html", codes=codes)


@pages.post(f"{HERE}/sessions", member=True)
async def end_session(visit: Visit) -> Response:
    """End one session, or all others when none is named."""
    session = current(visit)
    named = parse_id(visit.form.get("id", ""))
    async with visit.ground.work() as work:
        if named is None:
            await auth.end_sessions(work, session.account_id, but=session.id)
        else:
            await auth.end_session(work, session.account_id, named)
    return visit.go(HERE)


@pages.get(f"{HERE}/leave", member=True)
async def leaving(visit: Visit) -> Response:
    return await _leaving(visit)


async def _leaving(visit: Visit, status: int = 200, fault: str = "") -> Response:
    session = current(visit)
    account = await accounts.get(await visit.ground.read(), session.account_id)
    needs = not auth.has_fresh_factor(session, visit.now)
    return await inside(visit, "leave.html", status, account=account, needs_password=needs, fault=fault)


@pages.post(f"{HERE}/leave", member=True)
async def leave(visit: Visit) -> Response:
    session = current(visit)
    account = await accounts.get(await visit.ground.read(), session.account_id)
    if visit.form.get("name", "").strip().removeprefix("@").lower() != account.username.lower():
        return await _leaving(visit, 422, visit.text("Please type your user name, so that nobody leaves by accident."))
    try:
        await portability.close_own_account(visit.ground, session, visit.form.get("password", ""))
    except (auth.WrongPasswordError, LimitedError) as error:
        return await _leaving(visit, 422, visit.text(error.sentence))
    visit.session, visit.user = None, None
    visit.drop_cookie(SESSION_COOKIE)
    return visit.page("left.html")
