"""The streaming API: news as they are committed, over WebSockets and as server-sent events."""

from folkmoot.infra.boot import Ground
from folkmoot.interfaces.mastodon import errors
from folkmoot.interfaces.mastodon.streaming import sockets, sse
from folkmoot.interfaces.mastodon.streaming.channels import PREFIX
from folkmoot.interfaces.mastodon.streaming.entering import Receive, Scope, Send, answer
from folkmoot.streaming import Hub


def is_streaming(path: str) -> bool:
    """Say whether a path belongs to the streaming API."""
    return path.startswith(PREFIX) and path[len(PREFIX) : len(PREFIX) + 1] in ("", "/")


class Streaming:
    """The ASGI application for all that `is_streaming`, and for every WebSocket."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hub = self._ground.one(Hub)
        if scope["type"] == "http":
            await sse.serve(self._ground, hub, scope, receive, send)
        elif is_streaming(scope["path"]):
            await sockets.serve(self._ground, hub, scope, receive, send)
        else:
            await answer(send, errors.not_found(), "websocket.http")


__all__ = ["Streaming", "is_streaming"]
