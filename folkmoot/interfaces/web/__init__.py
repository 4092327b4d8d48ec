"""The pages: server-rendered, working without JavaScript and livelier with it, in English and German."""

from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web import front
from folkmoot.interfaces.web.acting import marks
from folkmoot.interfaces.web.entry import consent, passkeys, reset, sign_in, sign_up
from folkmoot.interfaces.web.frame.routing import Pages
from folkmoot.interfaces.web.frame.server import Web
from folkmoot.interfaces.web.preferences import exporting, importing, mail, moving, roles, security, settings
from folkmoot.interfaces.web.reading import addresses, post, post_lists, profile, timelines
from folkmoot.interfaces.web.writing import composing, drafting, editing, suggesting, waiting
from folkmoot.interfaces.web.writing import files as files_to_come

PARTS = (
    addresses, consent, exporting, front, importing, mail, marks, moving, passkeys, post, post_lists, profile, reset,
    roles, security, settings, sign_in, sign_up, timelines,
    composing, drafting, editing, files_to_come, suggesting, waiting,
)  # fmt: skip
NOT_PAGES = ("/api", "/oauth/", "/.well-known/", "/health", "//")


def is_page(path: str) -> bool:
    """Say whether a path belongs to the pages: all that is no interface for programs."""
    return not path.startswith(NOT_PAGES) or path.startswith(consent.PATH)


def all_pages() -> Pages:
    """Return the table of every page."""
    pages = Pages()
    for part in PARTS:
        pages.include(part.pages)
    return pages


def web_pages(ground: Ground) -> Web:
    """Return the ASGI application that serves the pages."""
    return Web(ground, all_pages())
