"""OAuth for programs: tokens, their revocation, who the member is, what this server can do (RFC 6749, 7009, 8414)."""

import base64
import binascii
from typing import Any
from urllib.parse import unquote_plus

import msgspec

from folkmoot.features import accounts, auth
from folkmoot.features.auth import App, BadClientError, BadGrantError
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()


class TokenParams(msgspec.Struct, frozen=True):
    """Read as anything, so that a wrong type gets an answer in the words of OAuth."""

    grant_type: Any = ""
    client_id: Any = ""
    client_secret: Any = ""
    code: Any = ""
    redirect_uri: Any = ""
    code_verifier: Any = ""
    scope: Any = ""
    token: Any = ""


class OAuthError(Exception):
    """A refusal in the words of RFC 6749, section 5.2."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.description = description
        self.status = status


@routes.post("/oauth/token", who=Who.ANYBODY)
async def token(call: Call, params: TokenParams) -> Reply:
    try:
        _check_types(params)
        return json(await _issue(call, params))
    except OAuthError as error:
        return _refused(call, error)


@routes.post("/oauth/revoke", who=Who.ANYBODY)
async def revoke(call: Call, params: TokenParams) -> Reply:
    try:
        _check_types(params)
        app = await _client(call, params)
        async with call.ground.work() as work:
            owned = bool(params.token) and await auth.revoke_own_token(work, app, params.token)
    except OAuthError as error:
        return _refused(call, OAuthError(error.code, error.description, 403) if error.status == 401 else error)
    if not owned:
        return _refused(call, OAuthError("unauthorized_client", "You are not authorized to revoke this token", 403))
    return EMPTY


async def _issue(call: Call, params: TokenParams) -> dict[str, Any]:
    if not params.grant_type:
        raise OAuthError("invalid_request", "The parameter grant_type is missing.")
    if params.grant_type not in ("authorization_code", "client_credentials"):
        raise OAuthError("unsupported_grant_type", "This server does not know this grant type.")
    app = await _client(call, params)
    if params.grant_type == "authorization_code":
        return await _from_code(call, app, params)
    scopes = auth.parse_scopes(params.scope or "read")
    registered = auth.parse_scopes(app.scopes)
    if scopes is None or registered is None or auth.wider(scopes, registered):
        raise OAuthError("invalid_scope", "The requested scope is invalid, unknown, or malformed.")
    granted = " ".join(dict.fromkeys((params.scope or "read").replace("+", " ").split()))
    async with call.ground.work() as work:
        _, secret = await auth.issue_token(work, app_id=app.id, account_id=None, scopes=granted)
    return token_entity(secret, granted, work.now)


async def _from_code(call: Call, app: App, params: TokenParams) -> dict[str, Any]:
    if not params.code or not params.redirect_uri:
        raise OAuthError("invalid_request", "The parameters code and redirect_uri are needed.")
    try:
        return token_entity(
            *await auth.redeem_code(
                call.ground, app, params.code, redirect_uri=params.redirect_uri, code_verifier=params.code_verifier
            )
        )
    except BadGrantError as error:
        raise OAuthError("invalid_grant", error.sentence) from error


def token_entity(secret: str, scopes: str, created_at: int) -> dict[str, Any]:
    """Return the entity Token; `created_at` in ms since 1970."""
    return {"access_token": secret, "token_type": "Bearer", "scope": scopes, "created_at": created_at // 1000}


async def _client(call: Call, params: TokenParams) -> App:
    """Return the app that shows its id and secret, in the body or by HTTP Basic."""
    client_id, client_secret = _basic(call) or (params.client_id, params.client_secret)
    try:
        app = await auth.app_by_client_id(await call.ground.read(), client_id)
        auth.check_secret(app, client_secret)
    except BadClientError as error:
        raise OAuthError("invalid_client", error.sentence, 401) from error
    return app


def _basic(call: Call) -> tuple[str, str] | None:
    shown = call.headers.get(b"authorization", b"")
    if shown[:6].lower() != b"basic ":
        return None
    try:
        name, _, secret = base64.b64decode(shown[6:].strip(), validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise OAuthError("invalid_client", "The Authorization header cannot be read.", 401) from error
    return unquote_plus(name).replace("\0", ""), unquote_plus(secret)


def _check_types(params: TokenParams) -> None:
    if not all(isinstance(value, str) for value in msgspec.structs.astuple(params)):
        raise OAuthError("invalid_request", "Each parameter must be given once, as text.")


def _refused(call: Call, error: OAuthError) -> Reply:
    basic = error.status == 401 and b"authorization" in call.headers
    headers = ((b"www-authenticate", b'Basic realm="oauth"'),) if basic else ()
    return json({"error": error.code, "error_description": error.description}, error.status, headers)


@routes.get("/oauth/userinfo", scope="profile")
@routes.post("/oauth/userinfo", scope="profile")
async def userinfo(call: Call) -> Reply:
    links = call.ground.one(Hydrate).links
    account = await accounts.get(await call.ground.read(), call.member_id)
    return json(
        {
            "iss": f"{links.base}/",
            "sub": links.actor(account),
            "name": account.display_name or account.username,
            "preferred_username": account.username,
            "profile": links.profile(account),
            "picture": links.media(account.avatar) if account.avatar else links.static("avatar.png"),
        }
    )


@routes.get("/.well-known/oauth-authorization-server", who=Who.ANYBODY)
async def metadata(call: Call) -> Reply:
    base = call.ground.one(Hydrate).links.base
    return json(
        {
            "issuer": f"{base}/",
            "service_documentation": "https://docs.joinmastodon.org/",
            "authorization_endpoint": f"{base}/oauth/authorize",
            "token_endpoint": f"{base}/oauth/token",
            "app_registration_endpoint": f"{base}/api/v1/apps",
            "revocation_endpoint": f"{base}/oauth/revoke",
            "userinfo_endpoint": f"{base}/oauth/userinfo",
            "scopes_supported": sorted(auth.KNOWN_SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "code_challenge_methods_supported": ["S256"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }
    )
