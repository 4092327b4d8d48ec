"""/api/v1/apps: programs register themselves."""

from typing import Any

import msgspec

from folkmoot.features import auth, push
from folkmoot.features.auth import App
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()


class AppParams(msgspec.Struct, frozen=True):
    client_name: str = ""
    redirect_uris: list[str] = []
    scopes: str = "read"
    website: str | None = None


@routes.post("/api/v1/apps", who=Who.ANYBODY, limit="app")
async def register(call: Call, params: AppParams) -> Reply:
    uris = [uri for given in params.redirect_uris for uri in given.split()]
    async with call.ground.work() as work:
        app, secret = await auth.register_app(
            work, name=params.client_name, redirect_uris=uris, scopes=params.scopes or "read",
            website=params.website or "",
        )  # fmt: skip
    registered = {
        "client_id": app.client_id,
        "client_secret": secret,
        "client_secret_expires_at": 0,
        "vapid_key": push.server_key(call.ground.secrets.otp_key),  # older apps look for it here alone
    }
    return json(application(app) | registered)


@routes.get("/api/v1/apps/verify_credentials", who=Who.APP)
async def verify_credentials(call: Call) -> Reply:
    caller = call.caller
    app = None
    if caller is not None and caller.app_id is not None:
        app = await auth.app_by_id(await call.ground.read(), caller.app_id)
    return json(application(app or _COMMAND_LINE))


_COMMAND_LINE = App(0, "", b"", "Folkmoot", "", [auth.OUT_OF_BAND], "", 0)
"""What stands behind a token that was made by `folkmoot token create`."""


def application(app: App) -> dict[str, Any]:
    """Return the entity Application."""
    return {
        "id": str(app.id),
        "name": app.name,
        "website": app.website or None,
        "scopes": app.scopes.split(),
        "redirect_uris": app.redirect_uris,
        "redirect_uri": "\n".join(app.redirect_uris),
    }
