"""A web process: one ASGI application over one ground."""

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from folkmoot.features import policy
from folkmoot.infra import config, observability
from folkmoot.infra.boot import Ground
from folkmoot.interfaces import files
from folkmoot.interfaces.mastodon import client_api
from folkmoot.interfaces.mastodon.streaming import Streaming, is_streaming
from folkmoot.interfaces.web import is_page, web_pages
from folkmoot.interfaces.wellknown import WellKnown, is_well_known
from folkmoot.wiring import CONSEQUENCES

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


_REFUSED = b'{"error":"This network has no access here"}'


class App:
    """Sends each request to the interface whose path it is."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._api: Application = client_api(ground)
        self._streaming: Application = Streaming(ground)
        self._pages: Application = web_pages(ground)
        self._files: Application = files.Files(ground)
        self._well_known: Application = WellKnown(ground)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif await self._is_shut_out(scope):
            await _refuse(scope, send)
        elif scope["type"] == "http":
            await self._interface(scope["path"])(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._streaming(scope, receive, send)

    async def _is_shut_out(self, scope: Scope) -> bool:
        address = scope["client"][0] if scope.get("client") else ""
        return await policy.severity_of(self.ground, address) == "no_access"

    def _interface(self, path: str) -> Application:
        if path.startswith(files.PREFIX):
            return self._files
        if is_streaming(path):
            return self._streaming
        if is_well_known(path):
            return self._well_known
        return self._pages if is_page(path) else self._api

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.ground.start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            raise
        if self.ground.config.server.jobs:
            self.ground.runner.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.ground.stop()
        await send({"type": "lifespan.shutdown.complete"})


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close", "code": 1008})
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", b"%d" % len(_REFUSED))]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSED})
    return None


def create_app() -> App:
    """Make the application of this process from the data folder; what uvicorn calls in each worker."""
    observability.start_logging()
    folder = config.find_folder(None)
    return App(Ground(config.load(Path(folder)), CONSEQUENCES))
