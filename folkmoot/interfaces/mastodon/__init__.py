"""The Mastodon client API: one file for each first path segment below /api, and the OAuth endpoints."""

from folkmoot.infra.boot import Ground
from folkmoot.interfaces.mastodon import accounts, statuses, timelines
from folkmoot.interfaces.mastodon.api import Api
from folkmoot.interfaces.mastodon.routing import Routes

SEGMENTS = (accounts, statuses, timelines)


def all_routes() -> Routes:
    """Return every operation of the client API."""
    routes = Routes()
    for segment in SEGMENTS:
        routes.include(segment.routes)
    return routes


def client_api(ground: Ground) -> Api:
    """Return the ASGI application that speaks the client API."""
    return Api(ground, all_routes())
