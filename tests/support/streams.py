"""A client that listens, inside the test: it speaks ASGI to the application and waits for what it is sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import msgspec

from folkmoot.app import App
from tests.support.moot import Member, Moot

PATIENCE = 10.0
"""Seconds after which a test that waits for an event has failed."""
Message = dict[str, Any]


class Line:
    """One connection; `sent` are the messages of the application that nobody took yet."""

    def __init__(self, app: App, scope: Message) -> None:
        self.sent: asyncio.Queue[Message] = asyncio.Queue()
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self.reads = asyncio.Event()
        self.reads.set()
        self.task = asyncio.create_task(app(scope, self._said.get, self._take))

    async def _take(self, message: Any) -> None:
        await self.reads.wait()
        self.sent.put_nowait(message)

    async def next(self) -> Message:
        async with asyncio.timeout(PATIENCE):
            return await self.sent.get()

    def say(self, message: Message) -> None:
        self._said.put_nowait(message)

    async def hang_up(self, kind: str) -> None:
        self.say({"type": kind, "code": 1000})
        async with asyncio.timeout(PATIENCE):
            await self.task


class Socket:
    """A WebSocket of one member."""

    def __init__(self, line: Line) -> None:
        self.line = line

    async def event(self) -> tuple[str, str, Any]:
        """The next event: its stream, its name and its payload, taken apart where it is JSON."""
        message = await self.message()
        payload = message.get("payload")
        if payload is not None and payload.startswith("{"):
            payload = msgspec.json.decode(payload)
        return ":".join(message["stream"]), message["event"], payload

    async def message(self) -> Any:
        sent = await self.line.next()
        assert sent["type"] == "websocket.send", sent
        return msgspec.json.decode(sent["text"])

    async def closed(self) -> int:
        """Wait until it is closed, whatever was sent before; returns the code."""
        while (sent := await self.line.next())["type"] != "websocket.close":
            pass
        code: int = sent["code"]
        return code

    async def until(self, text: str) -> list[tuple[str, str, str]]:
        """What comes before and with the post that says `text`, as (stream, event, text or payload)."""
        seen = []
        while True:
            stream, name, payload = await self.event()
            said = _said(payload)
            seen.append((stream, name, said))
            if said == text:
                return seen

    def tell(self, message: Any) -> None:
        """Send a message: JSON of what is given, or the text itself."""
        text = message if isinstance(message, str) else msgspec.json.encode(message).decode()
        self.line.say({"type": "websocket.receive", "text": text})

    async def subscribe(self, stream: str, **more: str) -> None:
        """Subscribe, and wait until that is heeded: the message after it is answered with an error."""
        self.tell({"type": "subscribe", "stream": stream, **more})
        self.tell({"type": "are you there?"})
        assert (await self.message())["error"] == "Unknown message type"


def _said(payload: Any) -> str:
    if not isinstance(payload, dict):
        return str(payload)
    status = payload if "content" in payload else payload.get("status") or payload.get("last_status") or {}
    original = status.get("reblog") or status
    words: str = original.get("content", "")
    return words.removeprefix("<p>").removesuffix("</p>")


def opened(moot: Moot, member: Member | None = None, path: str = "/api/v1/streaming", **query: str) -> Line:
    """Begin to open a WebSocket; the first thing sent says whether it is accepted."""
    scope = _scope("websocket", path, query, member)
    line = Line(App(moot.ground), scope)
    line.say({"type": "websocket.connect"})
    return line


def _scope(kind: str, path: str, query: dict[str, str], member: Member | None) -> Message:
    headers = [] if member is None else [(b"authorization", f"Bearer {member.token}".encode())]
    return {
        "type": kind, "method": "GET", "path": path, "query_string": urlencode(query).encode(), "headers": headers,
        "client": ("192.0.2.7", 4321), "subprotocols": [], "extensions": {},
    }  # fmt: skip


@asynccontextmanager
async def listening(moot: Moot, member: Member, stream: str = "", **query: str) -> AsyncIterator[Socket]:
    """An open WebSocket of a member that listens to `stream`."""
    line = opened(moot, member, **({"stream": stream} if stream else {}), **query)
    assert (await line.next())["type"] == "websocket.accept"
    try:
        yield Socket(line)
    finally:
        if not line.task.done():
            await line.hang_up("websocket.disconnect")
        await line.task


def watched(moot: Moot, secret: str, query: str = "", **headers: str) -> Line:
    """Begin to open the stream of a page, with the cookie of a session."""
    given = {"cookie": f"folkmoot_session={secret}", **headers}
    scope = {
        "type": "http", "method": "GET", "path": "/live", "query_string": query.encode(), "extensions": {},
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()],
        "client": ("192.0.2.7", 4321),
    }  # fmt: skip
    return Line(App(moot.ground), scope)


@asynccontextmanager
async def reading(moot: Moot, member: Member, path: str, **query: str) -> AsyncIterator[Line]:
    """An open stream of server-sent events of a member."""
    line = Line(App(moot.ground), _scope("http", f"/api/v1/streaming/{path}", query, member))
    started = await line.next()
    assert started["status"] == 200, started
    try:
        yield line
    finally:
        if not line.task.done():
            await line.hang_up("http.disconnect")
        await line.task
