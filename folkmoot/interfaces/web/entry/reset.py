"""/auth/reset: a new password by mail, without telling strangers who is a member."""

from starlette.responses import Response

from folkmoot.features import auth
from folkmoot.features.auth import RESET
from folkmoot.infra.errors import InvalidError, LimitedError
from folkmoot.interfaces.web.frame.routing import Pages, Visit

pages = Pages()


@pages.get("/auth/reset")
async def ask_form(visit: Visit) -> Response:
    return visit.page("reset.html", fault="")


@pages.post("/auth/reset")
async def ask(visit: Visit) -> Response:
    email = visit.form.get("email", "").strip()[:300]
    try:
        auth.count_mail(visit.ground, visit.address, email)
    except LimitedError:
        fault = visit.text("Too many tries. Please wait five minutes and try again.")
        return visit.page("reset.html", 429, fault=fault)
    async with visit.ground.work() as work:
        auth.ask_reset(work, email)
    return visit.page("sent.html")


@pages.get("/auth/reset/new")
async def new_form(visit: Visit) -> Response:
    secret = visit.query.get("token", "")
    user = await auth.addressee(await visit.ground.read(), secret, RESET, visit.now)
    return visit.page("new_password.html", email=user.email, secret=secret, fault="")


@pages.post("/auth/reset/new")
async def renew(visit: Visit) -> Response:
    secret = visit.form.get("token", "")
    user = await auth.addressee(await visit.ground.read(), secret, RESET, visit.now)
    try:
        password_hash = await auth.hash_password(visit.form.get("password", ""))
    except InvalidError:
        fault = visit.text("A password has 8 to 256 characters.")
        return visit.page("new_password.html", 422, email=user.email, secret=secret, fault=fault)
    async with visit.ground.work() as work:
        await auth.reset_password(work, secret, password_hash)
    return visit.page("renewed.html")
