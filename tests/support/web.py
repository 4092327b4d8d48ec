"""A small web on loopback: pages by path, and servers that mean harm."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

import msgspec


class Asked(NamedTuple):
    """A request that arrived: names of headers in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def page(body: bytes | str, kind: str = "text/html", status: str = "200 OK", **headers: str) -> Behaviour:
    """Answer with a body; `headers` are written with - for _."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(content)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]

    async def answer(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write("\r\n".join([*lines, "", ""]).encode() + content)
        await writer.drain()

    return answer


def data(value: object, status: str = "200 OK") -> Behaviour:
    return page(msgspec.json.encode(value), "application/json", status)


def moved(target: str, status: str = "302 Found") -> Behaviour:
    return page("", status=status, Location=target)


class Web:
    """Serves `pages` and remembers what was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Behaviour] = {}
        self.asked: list[Asked] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def times(self, path: str) -> int:
        return sum(asked.path == path for asked in self.asked)


@asynccontextmanager
async def web(certificate: ssl.SSLContext | None = None) -> AsyncIterator[Web]:
    """Run a small web on a free port of loopback, over TLS where there is a certificate."""
    running: Web
    answering: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await _read(reader)
            running.asked.append(asked)
            found = running.pages.get(asked.path.partition("?")[0], page("nothing", status="404 Not Found"))
            await found(asked, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.transport.abort()
        finally:
            writer.close()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering.add(asyncio.get_running_loop().create_task(serve(reader, writer)))

    server = await asyncio.start_server(begin, "127.0.0.1", 0, ssl=certificate)
    running = Web(server.sockets[0].getsockname()[1])
    try:
        yield running
    finally:
        server.close()
        for task in answering:
            task.cancel()
        await asyncio.gather(*answering, return_exceptions=True)
        await server.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    return Asked(method, path, headers, await reader.readexactly(int(headers.get("content-length", "0"))))
