"""How long until a follower sees a post: from sending it to the follower's home that shows it."""

import http.client
import statistics
import time
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from bench.community import Person
from bench.server import BenchError

PAUSE = 0.001
"""Seconds between two looks at the home; part of what is measured."""
PATIENCE = 10.0
LINES = 4
"""Connections of each of the two, used in turn, so that both worker processes have some."""


class Delay(NamedTuple):
    """Milliseconds: the median, the 99th percentile, and how many posts were waited for."""

    median: float
    p99: float
    posts: int


class Line:
    """A keep-alive connection of one member."""

    def __init__(self, base: str, person: Person) -> None:
        address = urlsplit(base)
        self._line = http.client.HTTPConnection(str(address.hostname), address.port, timeout=PATIENCE)
        self._headers = {**person.headers, "Content-Type": "application/json"}

    def send(self, method: str, path: str, body: Any = None) -> None:
        self._line.request(method, path, None if body is None else msgspec.json.encode(body), self._headers)

    def receive(self) -> bytes:
        response = self._line.getresponse()
        body = response.read()
        if response.status != 200:
            raise BenchError(f"a probe was answered {response.status}: {body[:200]!r}")
        return body

    def get(self, path: str) -> bytes:
        self.send("GET", path)
        return self.receive()

    def close(self) -> None:
        self._line.close()


def until_seen(base: str, author: Person, follower: Person, *, posts: int, gap: float) -> Delay:
    """Publish `posts` posts, `gap` seconds apart, and watch the follower's home for each."""
    writing = [Line(base, author) for _ in range(LINES)]
    watching = [Line(base, follower) for _ in range(LINES)]
    try:
        for line in (*writing, *watching):
            line.get("/api/v1/timelines/home?limit=1")
        delays = []
        for number in range(posts):
            delays.append(_one(writing[number % LINES], watching[number // 2 % LINES], f"probe{time.time_ns()}"))
            time.sleep(gap)
    finally:
        for line in (*writing, *watching):
            line.close()
    return Delay(statistics.median(delays), statistics.quantiles(delays, n=100)[98], posts)


def _one(writing: Line, watching: Line, word: str) -> float:
    began = time.perf_counter()
    writing.send("POST", "/api/v1/statuses", {"status": f"Does anybody see this? {word}"})
    wanted = word.encode()
    while wanted not in watching.get("/api/v1/timelines/home?limit=40"):
        if time.perf_counter() - began > PATIENCE:
            raise BenchError("a follower did not see a post within 10 seconds")
        time.sleep(PAUSE)
    seen = time.perf_counter()
    writing.receive()
    return (seen - began) * 1000
