"""The pages: server-rendered, working without JavaScript and livelier with it, in English and German."""

from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web import front
from folkmoot.interfaces.web.acting import marks
from folkmoot.interfaces.web.entry import consent, passkeys, reset, sign_in, sign_up
from folkmoot.interfaces.web.frame.routing import Pages
from folkmoot.interfaces.web.frame.server import Web
from folkmoot.interfaces.web.preferences import exporting, importing, mail, moving, roles, security, settings
from folkmoot.interfaces.web.reading import addresses, post, post_lists, profile, timelines

PARTS = (
    addresses, consent, exporting, front, importing, mail, marks, moving, passkeys, post, post_lists, profile, reset,
    roles, security, settings, sign_in, sign_up, timelines,
)  # fmt: skip
NOT_PAGES = ("/api", "/oauth/", "/.well-known/", "//")


def is_page(path: str) -> bool:
    """Say whether a path belongs to the pages: all that is no interface for programs."""
    return not path.startswith(NOT_PAGES) or path.startswith(consent.PATH)


def web_pages(ground: Ground) -> Web:
    """Return the ASGI application that serves the pages."""
    pages = Pages()
    for part in PARTS:
        pages.include(part.pages)
    return Web(ground, pages)
