"""The pages that sign-in needs: server-rendered, working without JavaScript, in English and German."""

from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web import (
    consent,
    exporting,
    files,
    front,
    importing,
    mail,
    moving,
    passkeys,
    reset,
    roles,
    security,
    settings,
    sign_in,
    sign_up,
)
from folkmoot.interfaces.web.routing import Pages
from folkmoot.interfaces.web.server import Web

PARTS = (
    consent, exporting, front, importing, mail, moving, passkeys, reset, roles, security, settings, sign_in, sign_up,
)  # fmt: skip
PATHS = ("/oauth/authorize", "/auth/", "/settings", "/static/")


def is_page(path: str) -> bool:
    """Say whether a path belongs to the pages."""
    return path in ("/", files.ICON) or path.startswith(PATHS)


def web_pages(ground: Ground) -> Web:
    """Return the ASGI application that serves the pages."""
    pages = Pages()
    for part in PARTS:
        pages.include(part.pages)
    return Web(ground, pages)
