"""/auth/sign_up, /auth/confirm, /auth/resend: how a stranger becomes a member."""

from starlette.responses import Response

from folkmoot.features import auth, site
from folkmoot.features.auth import CONFIRM, BadInviteError, BadLinkError, RegistrationsClosedError, SignUp
from folkmoot.infra.errors import InvalidError, LimitedError
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Visit

pages = Pages()

FAULTS = {
    "ERR_BLANK": marked("Please fill this in."),
    "ERR_INVALID": marked("This is not written the right way."),
    "ERR_TAKEN": marked("Somebody has this already."),
    "ERR_RESERVED": marked("This name is kept free."),
    "ERR_TOO_SHORT": marked("This is too short: it needs at least 8 characters."),
    "ERR_TOO_LONG": marked("This is too long."),
    "ERR_BLOCKED": marked("Addresses like this one cannot sign up here."),
    "ERR_ACCEPTED": marked("Without this we cannot let you in."),
}


@pages.get("/auth/sign_up")
async def form(visit: Visit) -> Response:
    invite = visit.query.get("invite", "").strip()
    if not await _may_try(visit, invite):
        return visit.page("closed.html", 403, mode=visit.ground.config.site.registrations, invite=invite)
    return await _form(visit, invite)


async def _may_try(visit: Visit, invite: str) -> bool:
    mode = visit.ground.config.site.registrations
    if mode in ("open", "approval"):
        return not invite or await auth.invite_is_open(await visit.ground.read(), invite, visit.now)
    return mode == "invitation" and await auth.invite_is_open(await visit.ground.read(), invite, visit.now)


@pages.post("/auth/sign_up")
async def sign_up(visit: Visit) -> Response:
    given = visit.form
    mode = visit.ground.config.site.registrations
    stated = SignUp(
        username=given.get("username", "").strip(), email=given.get("email", "").strip(),
        password=given.get("password", ""), agreement=bool(given.get("agreement")), locale=visit.language,
        reason=given.get("reason", ""), invite_code=given.get("invite", ""),
    )  # fmt: skip
    try:
        auth.count_sign_up(visit.ground, visit.address)
        auth.check_sign_up(stated, mode)
        await _join(visit, stated, await auth.admit(visit.ground, stated, visit.address, mode))
    except LimitedError:
        sentence = visit.text("Too many tries. Please wait five minutes and try again.")
        return await _form(visit, stated.invite_code, 429, {"": [sentence]})
    except InvalidError as error:
        return await _form(visit, stated.invite_code, 422, _worded(visit, error))
    except (BadInviteError, RegistrationsClosedError):
        return visit.page("closed.html", 403, mode=mode, invite=stated.invite_code)
    return visit.page("welcome.html", email=stated.email)


async def _join(visit: Visit, stated: SignUp, mode: str) -> None:
    """Open the account; an address that is a member's already gets a mail instead, and the page says the same."""
    password_hash = await auth.hash_password(stated.password)
    try:
        async with visit.ground.work() as work:
            await auth.sign_up(work, stated, password_hash, mode)
    except InvalidError as error:
        if [code for code, _ in error.fields.get("email", [])] != ["ERR_TAKEN"]:
            raise
        async with visit.ground.work() as work:
            auth.tell_of_repeated_sign_up(work, stated.email)


def _worded(visit: Visit, error: InvalidError) -> dict[str, list[str]]:
    """Return the faults of each field in the visitor's language."""
    return {
        name: [visit.text(FAULTS.get(code, "This is not written the right way.")) for code, _ in faults]
        for name, faults in error.fields.items()
    }


async def _form(visit: Visit, invite: str, status: int = 200, faults: dict[str, list[str]] | None = None) -> Response:
    rules = [rule.translations.get(visit.language, rule) for rule in await site.rules(visit.ground)]
    return visit.page("sign_up.html", status, invite=invite, given=visit.form, faults=faults or {}, rules=rules)


@pages.get("/auth/confirm")
async def confirm_form(visit: Visit) -> Response:
    """Ask before confirming: programs that look into mails open links, but press no buttons."""
    secret = visit.query.get("token", "")
    user = await auth.addressee(await visit.ground.read(), secret, CONFIRM, visit.now)
    return visit.page("confirm.html", email=user.email, secret=secret)


@pages.post("/auth/confirm")
async def confirm(visit: Visit) -> Response:
    async with visit.ground.work() as work:
        user = await auth.confirm_email(work, visit.form.get("token", ""))
    return visit.page("confirmed.html", approved=user.approved_at is not None)


@pages.post("/auth/resend")
async def resend(visit: Visit) -> Response:
    account_id = visit.unseal("resend", visit.form.get("again", ""))
    if account_id is None:
        raise BadLinkError
    auth.count_mail(visit.ground, visit.address, account_id)
    async with visit.ground.work() as work:
        auth.ask_confirmation(work, int(account_id))
    return visit.page("sent.html")
