"""Server-sent events: an answer that does not end until either side has enough."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, NamedTuple

from folkmoot.streaming.hub import Hub
from folkmoot.streaming.listener import GOODBYE_SECONDS, POLICY, Listener, forget_cancellation

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

CUT = "folkmoot.cut"
"""The extension of a scope by which a connection is ended without waiting for what was not read of it."""
HEADERS = (
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"private, no-store"),
    (b"x-accel-buffering", b"no"),
    (b"connection", b"close"),
)
"""What says that it is one, and asks whatever stands in front of us to keep nothing back."""


class Line(NamedTuple):
    """One request: how to read and write it, and how to end its connection at once."""

    receive: Receive
    send: Send
    cut: Callable[[], None]

    @classmethod
    def of(cls, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> "Line":
        return cls(receive, send, (scope.get("extensions") or {}).get(CUT, lambda: None))

    async def pass_on(self, text: str) -> None:
        """Send a piece of the answer."""
        await self.send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def serve(
    hub: Hub, listener: Listener, line: Line, headers: Sequence[tuple[bytes, bytes]], words: tuple[str, str]
) -> None:
    """Answer somebody who has entered the hub, until they leave or are sent away.

    `words` are what is said first, and last to whoever may listen no more.
    """
    try:
        await line.send({"type": "http.response.start", "status": 200, "headers": list(headers)})
        listener.offer(words[0])
        await hub.check(listener)
        while (await line.receive())["type"] != "http.disconnect":
            pass
    except asyncio.CancelledError:
        if listener.closing is None:
            raise
        forget_cancellation()
        await _end(line, words[1] if listener.closing[0] == POLICY else "")
    except OSError:
        return  # it hung up
    finally:
        hub.leave(listener)


async def _end(line: Line, last: str) -> None:
    """End the answer; whoever does not read that either is cut off."""
    try:
        async with asyncio.timeout(GOODBYE_SECONDS):
            await line.send({"type": "http.response.body", "body": last.encode(), "more_body": False})
    except TimeoutError:
        line.cut()
        await line.receive()
