"""Streams: how long until everybody who listens at one process has a post, what a socket weighs, and slow readers."""

import asyncio
import resource
import socket
import statistics
import time
from functools import partial
from typing import NamedTuple

from bench import latency, server
from bench.community import AUTHOR, Community
from bench.scenarios import Settings
from bench.server import BenchError, Server
from bench.table import Figure, Goal

SOCKETS = 5_000
GOOD, SLOW = 1_000, 100
POSTS = 10
POSTS_BESIDE_SLOW = 100
OPENED_AT_ONCE = 200
PATIENCE = 30.0
_SMALL = 4_096
"""Bytes that the system keeps for a slow reader."""
_SPARE = 500
"""Descriptors for everything but the sockets."""


class Room(NamedTuple):
    """Who listens, and the word that they listen for."""

    ears: list["Ear"]
    waiting: set["Ear"]
    all_heard: asyncio.Event

    def listen_for(self, word: bytes) -> None:
        self.all_heard.clear()
        self.waiting.update(self.ears)
        for ear in self.ears:
            ear.word, ear.heard = word, b""


class Ear(asyncio.Protocol):
    """A WebSocket client that knows only whether it was let in and whether a word came by."""

    def __init__(self, path: str, room: Room) -> None:
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        ).encode()
        self._room = room
        self.opened = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None
        self.word = b""
        self.heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self.opened.done():
            if not data.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(BenchError(f"a socket was not opened: {data[:100]!r}"))
                return
            self.opened.set_result(None)
        if self.word:
            self.heard += data
            if self.word in self.heard:
                self.word = self.heard = b""
                self._room.waiting.discard(self)
                if not self._room.waiting:
                    self._room.all_heard.set()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(BenchError(f"a socket was not opened: {exc}"))


async def _open(at: Server, community: Community, room: Room, count: int, *, slow: bool = False) -> list[Ear]:
    """Open `count` sockets that listen to the public stream; slow ones do not read once they are open."""
    loop, people = asyncio.get_running_loop(), community.people
    made: list[Ear] = []
    for start in range(0, count, OPENED_AT_ONCE):
        some = []
        for number in range(start, min(start + OPENED_AT_ONCE, count)):
            line = socket.socket()
            line.setblocking(False)  # noqa: FBT003 - the standard library's name for it is its position
            if slow:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
            await loop.sock_connect(line, ("127.0.0.1", at.port))
            path = f"/api/v1/streaming?stream=public&access_token={people[number % len(people)].token}"
            _, ear = await loop.create_connection(partial(Ear, path, room), sock=line)
            some.append(ear)
        await asyncio.gather(*(ear.opened for ear in some))
        made += some
    for ear in made if slow else ():
        assert ear.transport is not None
        ear.transport.pause_reading()
    return made


def _post(line: latency.Line, word: str) -> float:
    """Publish a post; returns the moment of its answer."""
    line.send("POST", "/api/v1/statuses", {"status": f"Is anybody listening? {word}"})
    line.receive()
    return time.perf_counter()


async def _delays(at: Server, community: Community, room: Room, posts: int) -> list[float]:
    """Return for each post the seconds from its answer until the last of the room has heard it."""
    line, delays = latency.Line(at.base, community.people[AUTHOR]), []
    try:
        for _ in range(posts):
            word = f"word{time.time_ns()}"
            room.listen_for(word.encode())
            answered = await asyncio.to_thread(_post, line, word)
            try:
                async with asyncio.timeout(PATIENCE):
                    await room.all_heard.wait()
            except TimeoutError:
                raise BenchError(f"{len(room.waiting)} sockets did not hear of a post in {PATIENCE:.0f} s") from None
            delays.append(max(0.0, time.perf_counter() - answered))
    finally:
        line.close()
    return delays


def _close(ears: list[Ear]) -> None:
    for ear in ears:
        if ear.transport is not None:
            ear.transport.abort()


def _noted(delays: list[float]) -> str:
    return f"median of {len(delays)} posts, slowest {max(delays):.2f} s"


async def figures(community: Community, settings: Settings) -> list[Figure]:
    """Measure one web process of its own."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < SOCKETS + _SPARE:
        return [Figure("all sockets have a post", None, "s", note=f"only {hard} open files are allowed here")]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with server.running(settings.folder, 1) as at:
        settings.tell(f"{SOCKETS} sockets")
        return [*await _many(at, community), await _beside_slow(at, community, settings)]


async def _many(at: Server, community: Community) -> list[Figure]:
    room = Room([], set(), asyncio.Event())
    room.ears.extend(await _open(at, community, room, 1))
    await _delays(at, community, room, 1)
    before = max(at.weights()).pss
    room.ears.extend(await _open(at, community, room, SOCKETS - 1))
    idle = max(at.weights()).pss
    try:
        delays = await _delays(at, community, room, POSTS)
    finally:
        _close(room.ears)
    name = f"{SOCKETS:,} sockets have a post"
    each = (idle - before) * 1024 / (SOCKETS - 1)
    return [
        Figure(name, statistics.median(delays), "s", Goal(1, less_is_better=True), note=_noted(delays)),
        Figure("memory of an idle socket", each, "kB", note=f"PSS of the process: {idle:.0f} MB with all of them"),
    ]


async def _beside_slow(at: Server, community: Community, settings: Settings) -> Figure:
    name = f"{GOOD:,} sockets beside {SLOW} that do not read"
    settings.tell(name)
    room = Room([], set(), asyncio.Event())
    slow = await _open(at, community, room, SLOW, slow=True)
    room.ears.extend(await _open(at, community, room, GOOD))
    try:
        delays = await _delays(at, community, room, POSTS_BESIDE_SLOW)
    finally:
        _close([*room.ears, *slow])
    return Figure(name, statistics.median(delays), "s", Goal(1, less_is_better=True), note=_noted(delays))
