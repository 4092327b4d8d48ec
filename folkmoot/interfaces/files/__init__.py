"""Stored files over HTTP: /media/<key>, whole or in ranges (RFC 9110 section 14), never guessed as anything else."""

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, PlainTextResponse, Response

from folkmoot.infra.boot import Ground
from folkmoot.infra.objects import KINDS

PREFIX = "/media/"

_HEADERS = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
    # A day: what is removed here is soon gone from other people's caches too.
    "cache-control": "public, max-age=86400",
}

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Files:
    """Serves the objects of the ground."""

    def __init__(self, ground: Ground) -> None:
        self._objects = ground.objects

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Only GET is allowed here", 405, {"allow": "GET, HEAD"})
        path = self._objects.path(scope["path"].removeprefix(PREFIX))
        if path is None or path.suffix not in KINDS or not path.is_file():
            return PlainTextResponse("There is no such file", 404, {"cache-control": "no-store"})
        return FileResponse(Path(path), headers=_HEADERS, media_type=KINDS[path.suffix])
