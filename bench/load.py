"""Drives a server with wrk: reads and posts, and what wrk says about them."""

import asyncio
import shutil
import time
from pathlib import Path

import msgspec

from bench.community import Person
from bench.server import BenchError
from bench.words import Speaker

SCRIPTS = Path(__file__).parent / "wrk"
TEXTS = 400
"""Different texts that the load posts; each post gets a number too."""


class Burst(msgspec.Struct, frozen=True):
    """What one run of wrk did.

    `refused` counts answers of 400 and above, `broken` connections that failed; p50 and p99 are in microseconds.
    """

    requests: int
    microseconds: int
    bytes: int
    refused: int
    broken: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Good answers in a second."""
        return (self.requests - self.refused) / (self.microseconds / 1e6)

    @property
    def answer_bytes(self) -> float:
        """Mean bytes of an answer with its headers."""
        return self.bytes / max(1, self.requests)

    @property
    def clean(self) -> bool:
        return not self.refused and not self.broken


def find_wrk() -> str:
    found = shutil.which("wrk")
    if found is None:
        raise BenchError("wrk is not installed: the bench drives the server with it (Debian: apt install wrk).")
    return found


async def read(url: str, tokens: list[str], folder: Path, *, seconds: float, connections: int = 16) -> Burst:
    """GET `url` as fast as it goes with one of `tokens` at random ('' for none)."""
    names = folder / "tokens.txt"
    names.write_text("".join(f"{token}\n" for token in tokens))
    return await _wrk(url, "read.lua", [str(names)], seconds=seconds, connections=connections)


async def page(url: str, cookie: str, *, seconds: float, connections: int = 16) -> Burst:
    """GET `url` as fast as it goes, as a browser with `cookie` ('-' for none)."""
    return await _wrk(url, "page.lua", [cookie], seconds=seconds, connections=connections)


async def post(base: str, people: list[Person], folder: Path, *, seconds: float, connections: int = 8) -> Burst:
    """Post as fast as it goes, by one of `people` at random."""
    tokens, texts = folder / "posting.txt", folder / "texts.txt"
    tokens.write_text("".join(f"{person.token}\n" for person in people))
    speaker = Speaker([person.name for person in people], seed=23)
    texts.write_text("".join(f"{speaker.text()}\n" for _ in range(TEXTS)))
    arguments = [str(tokens), str(texts), f"r{time.monotonic_ns() % 10**9}n"]
    return await _wrk(f"{base}/api/v1/statuses", "post.lua", arguments, seconds=seconds, connections=connections)


async def _wrk(url: str, script: str, arguments: list[str], *, seconds: float, connections: int) -> Burst:
    process = await asyncio.create_subprocess_exec(
        find_wrk(), "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "-s", str(SCRIPTS / script), url, "--", *arguments,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    for line in said.decode().splitlines():
        if line.startswith("BENCH "):
            return msgspec.json.decode(line.removeprefix("BENCH "), type=Burst)
    raise BenchError(f"wrk failed: {said.decode()[-300:]}")
