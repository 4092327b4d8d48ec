"""A real server in processes of its own, started as an operator starts it, and killed as a power cut would."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import httpx2
import msgspec

_START = """
from folkmoot.command import main
from folkmoot.interfaces.cli import serving

serving.remember = lambda place: None  # the installation under test may be serving somebody
main()
"""


def run(folder: Path, *arguments: str) -> str:
    """Run one command to its end and return what it printed."""
    command = [sys.executable, "-c", _START, "--data", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def free_port() -> int:
    """A port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """`folkmoot serve` over a data folder, with several web processes."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._folder = folder
        self._log = folder / "server.log"
        self._arguments = ["--data", str(folder), "serve", "--port", str(port), "--workers", str(workers)]
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Return once it says that it serves."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, *self._arguments],
                stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
                env={**os.environ, "FOLKMOOT_LIMITS_ENABLED": "false"},
            )  # fmt: skip
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert "serves" in line, self._log.read_text()

    def kill(self) -> None:
        """End every process of it at once, without a chance to finish anything."""
        process, self._process = self._process, None
        if process is None:
            return
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()

    def stop(self) -> None:
        """Ask it to end, as an operator does, and wait until it has: that takes no longer than a patient one waits."""
        process, self._process = self._process, None
        assert process is not None
        assert process.stdout is not None
        process.terminate()
        with process.stdout:
            assert process.wait(8) == 0, self._log.read_text()

    def call(self, method: str, path: str, token: str, body: Any) -> Any:
        """Make one call that must succeed; returns the open answer."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, msgspec.json.encode(body), headers, method=method)
        return urllib.request.urlopen(request, timeout=30)

    def client(self, connections: int = 32) -> httpx2.AsyncClient:
        limits = httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)
        return httpx2.AsyncClient(base_url=self.url, limits=limits, timeout=30, trust_env=False)
