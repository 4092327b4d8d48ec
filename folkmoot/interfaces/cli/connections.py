"""Connections as uvicorn keeps them, with an end for those that nobody reads: streams are open for days."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from folkmoot.streaming import CUT

STREAMING = ("/api/v1/streaming", "/live")
"""How paths begin at which answers do not end by themselves."""
MESSAGE_BYTES = 16 << 10
"""What a client may say at once over a WebSocket."""
PING_SECONDS = 30.0
LAST_SECONDS = 1.0
"""How long a stream has to take what was sent when the server stops."""


class Http(HttpToolsProtocol):
    """An HTTP connection. A streamed answer ends when the server stops: it would never end by itself."""

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if str(self.scope.get("path", "")).startswith(STREAMING):  # a WebSocket has none yet
            extensions: Any = {CUT: self.transport.abort}
            self.scope["extensions"] = extensions

    def shutdown(self) -> None:
        super().shutdown()
        scope: Any = getattr(self, "scope", None)
        if scope is not None and scope.get("path", "").startswith(STREAMING):
            self.transport.close()
            asyncio.get_running_loop().call_later(LAST_SECONDS, self.transport.abort)


class Socket(WebSocketsSansIOProtocol):
    """A WebSocket."""

    async def run_asgi(self) -> None:
        extensions: Any = self.scope["extensions"]
        extensions[CUT] = self.transport.abort
        await super().run_asgi()

    def shutdown(self) -> None:
        super().shutdown()
        asyncio.get_running_loop().call_later(LAST_SECONDS, self.transport.abort)
