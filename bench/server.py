"""The real server as a subprocess: made, started with a stop-watch, weighed, stopped."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]

FOLKMOOT = Path(sys.executable).parent / "folkmoot"
PATIENCE = 60.0
FIRST_PATH = "/api/v1/timelines/public?limit=1"


class BenchError(Exception):
    """The bench cannot go on; the sentence says why."""


class Weight(NamedTuple):
    """Memory of one worker in MB: its share of shared pages counted once (PSS), and all it touches (RSS)."""

    pss: float
    rss: float


class Server(NamedTuple):
    """A running server. `started_in` is the time from exec to the first answer of 200, in seconds."""

    process: subprocess.Popen[bytes]
    port: int
    started_in: float

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def weights(self) -> list[Weight]:
        """Return the memory of each worker process."""
        children = psutil.Process(self.process.pid).children()
        workers = [child for child in children if any("spawn_main" in part for part in child.cmdline())]
        infos = [worker.memory_full_info() for worker in workers or [psutil.Process(self.process.pid)]]
        return [Weight(info.pss / 2**20, info.rss / 2**20) for info in infos]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    """Return this environment with the limits off, as one address makes all the requests here.

    Where FOLKMOOT_DATA names the folder, the command line does not take it for the one that it serves from now on.
    """
    return {**os.environ, "FOLKMOOT_LIMITS_ENABLED": "false", "FOLKMOOT_DATA": str(folder)}


def make(folder: Path, database: str) -> None:
    """Make a data folder with an up-to-date, empty database."""
    arguments = [str(FOLKMOOT), "--data", str(folder), "init", "--url", "https://moot.example"]
    if database:
        arguments += ["--database", database]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment(folder))
    if done.returncode:
        raise BenchError(f"folkmoot init failed: {done.stderr.strip()[-300:]}")


@contextlib.contextmanager
def running(folder: Path, workers: int) -> Iterator[Server]:
    """Serve `folder` until the block ends; what the server says goes to server.log in it."""
    port = free_port()
    with _served(folder, port, ["serve", "--workers", str(workers)], environment(folder)) as started:
        yield started


@contextlib.contextmanager
def demo(folder: Path) -> Iterator[str]:
    """Make the demo in `folder`, which is not there yet, and serve it until the block ends; yields its address."""
    port = free_port()
    base = f"http://localhost:{port}"
    with _served(folder, port, ["demo", "--serve"], environment(folder) | {"FOLKMOOT_SITE_URL": base}, folder.parent):
        yield base


@contextlib.contextmanager
def _served(
    folder: Path, port: int, command: list[str], environment: dict[str, str], notes: Path | None = None
) -> Iterator[Server]:
    notes = notes or folder
    with (notes / "server.log").open("ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(FOLKMOOT), "--data", str(folder), *command, "--port", str(port)], stdout=log, stderr=log,
            env=environment,
        )  # fmt: skip
        try:
            _await_answer(process, port, notes)
            yield Server(process, port, time.perf_counter() - began)
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await_answer(process: subprocess.Popen[bytes], port: int, notes: Path) -> None:
    request = f"GET {FIRST_PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise BenchError(f"the server stopped: {(notes / 'server.log').read_text()[-500:]}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as line:
            line.sendall(request)
            if line.recv(64).startswith(b"HTTP/1.1 200"):
                return
        time.sleep(0.005)
    raise BenchError(f"the server did not answer within {PATIENCE:.0f} seconds")


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    """Yield the URL of an empty database; '' for the data folder's own SQLite."""
    if kind == "sqlite":
        yield ""
        return
    from tests.support import postgres

    try:
        with postgres.running(durable=True) as url:
            yield url
    except postgres.NoPostgresError as error:
        raise BenchError(f"no PostgreSQL here: {error}") from error
