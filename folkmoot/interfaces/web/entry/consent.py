"""/oauth/authorize: a member allows an app to act for them, or does not (RFC 6749, section 4.1)."""

from urllib.parse import quote, urlencode, urlsplit

import msgspec

from folkmoot.features import accounts, auth
from folkmoot.features.auth import OUT_OF_BAND, App, BadClientError
from folkmoot.infra.errors import InvalidError, UnauthenticatedError
from folkmoot.interfaces.web.entry.scopes import in_words
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit

pages = Pages()

PATH = "/oauth/authorize"

PASSED_ON = (
    "response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method",
    "response_mode",
)  # fmt: skip
MODES = ("query", "fragment", "form_post")
STATE_LIMIT = 4_000
_NO = ("", "0", "f", "false", "off", "no")


class Asking(msgspec.Struct, frozen=True):
    """What an app asks for; its address is one that it registered."""

    app: App
    redirect_uri: str
    scopes: str
    state: str
    code_challenge: str
    mode: str


@pages.get(PATH)
async def ask(visit: Visit) -> Response:
    asking = await _asking(visit, visit.query)
    fault = _fault(asking, visit.query)
    if fault is not None:
        return _answer(visit, asking, {"error": fault[0], "error_description": fault[1]})
    forced = visit.query.get("force_login", "").lower() not in _NO
    if visit.session is None or forced:
        return visit.go(_sign_in(visit, force=forced))
    return await _page(visit, asking)


@pages.post(PATH, member=True)
async def decide(visit: Visit) -> Response:
    asking = await _asking(visit, visit.form)
    fault = _fault(asking, visit.form)
    if fault is not None:
        return _answer(visit, asking, {"error": fault[0], "error_description": fault[1]})
    if visit.form.get("decision") != "allow":
        return _answer(visit, asking, {"error": "access_denied", "error_description": "The member said no."})
    if visit.session is None:
        raise UnauthenticatedError("Please sign in first.")
    async with visit.ground.work() as work:
        code = await auth.grant_code(
            work, asking.app, visit.session.account_id, redirect_uri=asking.redirect_uri, scopes=asking.scopes,
            code_challenge=asking.code_challenge,
        )  # fmt: skip
    return _answer(visit, asking, {"code": code})


@pages.get(f"{PATH}/native")
async def native(visit: Visit) -> Response:
    return visit.page("native.html", code=visit.query.get("code", "")[:100])


async def _asking(visit: Visit, fields: dict[str, str]) -> Asking:
    """Return what is asked; where the app or its address is not known, nothing may be sent there."""
    try:
        app = await auth.app_by_client_id(await visit.ground.read(), fields.get("client_id", ""))
    except BadClientError as error:
        raise InvalidError("The app that sent you here is not known to this community.") from error
    redirect_uri = fields.get("redirect_uri", "")
    if redirect_uri not in app.redirect_uris:
        raise InvalidError("The app that sent you here wants the answer at an address that it did not register.")
    mode = fields.get("response_mode") or "query"
    scopes = " ".join(dict.fromkeys((fields.get("scope") or "read").replace("+", " ").split()))
    return Asking(
        app, redirect_uri, scopes, fields.get("state", ""), fields.get("code_challenge", ""),
        mode if mode in MODES else "query",
    )  # fmt: skip


def _fault(asking: Asking, fields: dict[str, str]) -> tuple[str, str] | None:
    """Return (error, description) when the request is not one that we can grant."""
    if fields.get("response_type") != "code":
        return "unsupported_response_type", "This server knows the response type code only."
    asked, registered = auth.parse_scopes(asking.scopes), auth.parse_scopes(asking.app.scopes)
    if not asked or registered is None or auth.wider(asked, registered):
        return "invalid_scope", "The requested scope is invalid, unknown, or malformed."
    method = fields.get("code_challenge_method", "")
    if (asking.code_challenge or method) and (method != "S256" or not auth.is_challenge(asking.code_challenge)):
        return "invalid_request", "The code challenge must be of the method S256."
    if fields.get("response_mode", "query") not in ("", *MODES) or len(asking.state) > STATE_LIMIT:
        return "invalid_request", "The response mode is not known, or the state is too long."
    return None


def _sign_in(visit: Visit, *, force: bool) -> str:
    kept = urlencode({name: visit.query[name] for name in PASSED_ON if name in visit.query})
    target = quote(f"/oauth/authorize?{kept}", safe="")
    return f"/auth/sign_in?{'force=1&' if force else ''}next={target}"


async def _page(visit: Visit, asking: Asking) -> Response:
    if visit.session is None:
        raise UnauthenticatedError("Please sign in first.")
    account = await accounts.get(await visit.ground.read(), visit.session.account_id)
    visit.form_targets = ("'self'", *_form_target(asking.redirect_uri))
    fields = {name: visit.query[name] for name in PASSED_ON if name in visit.query}
    return visit.page(
        "consent.html", asking=asking, account=account, fields=fields, words=in_words(asking.scopes.split()),
        other=_sign_in(visit, force=True), host=_host(asking.redirect_uri),
    )  # fmt: skip


def _form_target(redirect_uri: str) -> tuple[str, ...]:
    """Return what form-action must allow: browsers hold every redirect after a form to it.

    The whole scheme, because an app on the web may send the browser on from its address to another.
    """
    return () if redirect_uri == OUT_OF_BAND else (f"{urlsplit(redirect_uri).scheme}:",)


def _host(redirect_uri: str) -> str:
    """Return the web site to which the answer goes; '' for a program on the member's device."""
    parts = urlsplit(redirect_uri)
    return parts.netloc.rpartition("@")[2] if parts.scheme in ("http", "https") else ""


def _answer(visit: Visit, asking: Asking, answer: dict[str, str]) -> Response:
    """Send the browser back to the app with the answer, in the way it asked for."""
    if asking.redirect_uri == OUT_OF_BAND:
        if "code" in answer:
            return visit.go(f"/oauth/authorize/native?{urlencode(answer)}")
        raise InvalidError("The app was not allowed to act for you. You can close this page.")
    fields = {**answer, "state": asking.state} if asking.state else answer
    if asking.mode == "form_post":
        visit.form_targets = ("'self'", *_form_target(asking.redirect_uri))
        return visit.page("form_post.html", asking=asking, fields=fields)
    if asking.mode == "fragment":
        return visit.go(f"{asking.redirect_uri}#{urlencode(fields)}")
    joint = "&" if urlsplit(asking.redirect_uri).query else "?"
    return visit.go(f"{asking.redirect_uri.removesuffix('?')}{joint}{urlencode(fields)}")
