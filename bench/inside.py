"""Calls the application in this process, without network, under a profiler: where does one call's time go?"""

import asyncio
import cProfile
import pstats
import random
import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from bench.community import Community, Person
from bench.words import Speaker
from folkmoot.app import App
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.infra.config import LimitsSettings, Place
from folkmoot.wiring import CONSEQUENCES

NAMES = ("home", "home50", "public", "public-anybody", "context", "notifications", "post")
WARM, COUNTED, PROFILED, SHOWN = 300, 3_000, 3_000, 25

Message = MutableMapping[str, Any]
Call = Callable[[], Awaitable[None]]


class Driver:
    """Speaks ASGI to the application as uvicorn would."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.status = 0
        self.size = 0

    async def call(self, method: str, path: str, token: str, body: bytes = b"") -> None:
        """Make one call; AssertionError when the answer is not 200."""
        target, _, query = path.partition("?")
        headers = [(b"host", b"moot.example"), (b"accept", b"*/*")]
        if token:
            headers.append((b"authorization", f"Bearer {token}".encode()))
        if body:
            headers += [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        scope: Message = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": target, "raw_path": target.encode(), "query_string": query.encode(), "root_path": "",
            "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 1),
        }  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            else:
                self.size = len(message["body"])

        await self._app(scope, receive, send)
        assert self.status == 200, f"{method} {path}: {self.status}"


def _calls(driver: Driver, community: Community) -> dict[str, Call]:
    chance = random.Random(5)
    speaker = Speaker([person.name for person in community.people], seed=31)
    texts = [speaker.text() for _ in range(400)]
    reader = community.reader

    def get(path: str, people: Sequence[Person]) -> Call:
        tokens = [person.token for person in people] or [""]
        return lambda: driver.call("GET", path, chance.choice(tokens))

    def post() -> Awaitable[None]:
        body = msgspec.json.encode({"status": f"{chance.choice(texts)} {chance.random()}"})
        return driver.call("POST", "/api/v1/statuses", chance.choice(community.posting).token, body)

    return {
        "home": get("/api/v1/timelines/home", [reader]),
        "home50": get("/api/v1/timelines/home", community.posting),
        "public": get("/api/v1/timelines/public?local=true", [reader]),
        "public-anybody": get("/api/v1/timelines/public?local=true", []),
        "context": get(f"/api/v1/statuses/{community.thread_id}/context", [reader]),
        "notifications": get("/api/v1/notifications?limit=20", [reader]),
        "post": post,
    }


async def _repeat(call: Call, times: int) -> None:
    for _ in range(times):
        await call()


async def _run(folder: Path, community: Community, names: Sequence[str]) -> None:
    place = config.load(folder)
    open_place = Place(folder, replace(place.config, limits=LimitsSettings(enabled=False)), place.secrets)
    ground = Ground(open_place, CONSEQUENCES)
    await ground.start()
    driver = Driver(App(ground))
    try:
        calls = _calls(driver, community)
        for name in names:
            await _examine(name, calls[name], driver)
    finally:
        await ground.stop()


async def _examine(name: str, call: Call, driver: Driver) -> None:
    await _repeat(call, WARM)
    rounds = []
    for _ in range(3):
        began = time.process_time()
        await _repeat(call, COUNTED // 3)
        rounds.append((time.process_time() - began) / (COUNTED // 3) * 1e6)
    print(f"\n== {name}: {min(rounds):.1f} us of processor time a call (best of 3), {driver.size:,} bytes")
    profiler = cProfile.Profile()
    profiler.enable()
    await _repeat(call, PROFILED)
    profiler.disable()
    _print(profiler)


def _print(profiler: cProfile.Profile) -> None:
    """Print the functions with the most time of their own, in microseconds a call of the API."""
    found: dict[Any, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    rows = sorted(found.items(), key=lambda item: -item[1][2])[:SHOWN]
    print(f"{'own us':>8} {'with below':>10} {'times':>7}  function (under the profiler, which slows small ones)")
    for (file, line, function), (_, count, own, below, _) in rows:
        where = f"{'/'.join(Path(file).parts[-3:])}:{line} {function}" if line else function
        each = 1e6 / PROFILED
        print(f"{own * each:8.1f} {below * each:10.1f} {count / PROFILED:7.1f}  {where}")


def show(folder: Path, community: Community, names: Sequence[str]) -> None:
    """Print processor time and profile of each named call. Runs on uvloop, as the server does."""
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(folder, community, names))
