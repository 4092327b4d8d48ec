"""What programs learn before they speak to this server: host-meta (RFC 6415), WebFinger (RFC 7033), NodeInfo 2."""

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import parse_qs, quote

import msgspec
from starlette.responses import PlainTextResponse, Response

from folkmoot.features import accounts, auth, census, site
from folkmoot.infra.boot import Ground

NODE_INFO = "/.well-known/nodeinfo"
HOST_META = "/.well-known/host-meta"
WEBFINGER = "/.well-known/webfinger"
VERSIONS = ("2.0", "2.1")
_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"
_HEADERS = {
    "access-control-allow-origin": "*",
    "cache-control": "public, max-age=300",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'",
}

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def is_well_known(path: str) -> bool:
    """Say whether a path belongs to this interface."""
    return path in (NODE_INFO, HOST_META, WEBFINGER) or path.startswith("/nodeinfo/")


class WellKnown:
    """Tells which software this is, how large the community is, and where its members have their pages."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._base = ground.config.site.url.rstrip("/")
        self._domain = self._base.split("://", 1)[-1]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(scope["method"], scope["path"], scope["query_string"])
        await answer(scope, receive, send)

    async def _answer(self, method: str, path: str, query: bytes) -> Response:
        if method not in ("GET", "HEAD"):
            return PlainTextResponse("Only GET is allowed here", 405, {"allow": "GET, HEAD", **_HEADERS})
        if path == HOST_META:
            return Response(self._host_meta(), headers=_HEADERS, media_type="application/xrd+xml")
        if path == WEBFINGER:
            return await self._webfinger(query)
        if path == NODE_INFO:
            links = [{"rel": f"{_SCHEMA}{name}", "href": f"{self._base}/nodeinfo/{name}"} for name in VERSIONS]
            return _json({"links": links})
        name = path.removeprefix("/nodeinfo/")
        if name not in VERSIONS:
            return PlainTextResponse("There is no such version of NodeInfo here", 404, _HEADERS)
        return _json(await self._document(name), f'; profile="{_SCHEMA}{name}#"')

    def _host_meta(self) -> str:
        template = f"{self._base}{WEBFINGER}?resource={{uri}}"
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n'
            f'  <Link rel="lrdd" template="{template}"/>\n'
            "</XRD>\n"
        )

    async def _webfinger(self, query: bytes) -> Response:
        """Answer with the page of the member whom `acct:name@domain` or the address of that page names."""
        asked = _resource(query)
        page = f"{self._base}/@"
        if asked.startswith(page):
            handle = asked.removeprefix(page)
        elif asked.startswith("acct:") and asked.lower().endswith(f"@{self._domain}"):
            handle = asked[len("acct:") : -len(self._domain) - 1]
        else:
            return PlainTextResponse("Ask with resource=acct:name@" + self._domain, 404 if asked else 400, _HEADERS)
        db = await self._ground.read()
        try:
            account = await accounts.by_handle(db, handle.lstrip("@"), self._domain)
        except accounts.UnknownAccountError:
            return PlainTextResponse("There is no such account here", 404, _HEADERS)
        if account.suspended_at is not None or not account.local or await auth.dormant(db, [account.id]):
            return PlainTextResponse("There is no such account here", 404, _HEADERS)
        profile = page + quote(account.username)
        rel = "http://webfinger.net/rel/profile-page"
        document = {
            "subject": f"acct:{account.username}@{self._domain}",
            "aliases": [profile],
            "links": [{"rel": rel, "type": "text/html", "href": profile}],
        }
        return Response(msgspec.json.encode(document), headers=_HEADERS, media_type="application/jrd+json")

    async def _document(self, name: str) -> dict[str, Any]:
        people, statuses, _ = await accounts.local_totals(await self._ground.read())
        settings = await site.settings(self._ground)
        return {
            "version": name,
            "software": {"name": "folkmoot", "version": _version()},
            # Only what other servers may speak to it counts as a protocol, and there is none yet.
            "protocols": [],
            "services": {"inbound": [], "outbound": []},
            "openRegistrations": self._ground.config.site.registrations in ("open", "approval"),
            "usage": {
                "users": {"total": people, "activeMonth": await census.active_members(self._ground)},
                "localPosts": statuses,
            },
            "metadata": {"nodeName": settings.title, "nodeDescription": settings.description},
        }


def _resource(query: bytes) -> str:
    """Return what is asked for, '' where the query is not one."""
    try:
        return parse_qs(query.decode("latin-1"), max_num_fields=20).get("resource", [""])[0]
    except ValueError:
        return ""


@cache
def _version() -> str:
    return version("folkmoot")


def _json(value: Any, parameters: str = "") -> Response:
    return Response(msgspec.json.encode(value), headers=_HEADERS, media_type=f"application/json{parameters}")
