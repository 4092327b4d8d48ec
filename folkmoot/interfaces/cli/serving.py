"""Running uvicorn: the port is taken first, so that a busy one is one clear sentence and nobody takes it meanwhile."""

import os
import resource
import shutil
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from uvicorn.supervisors import Multiprocess

from folkmoot.infra.config import POINTER_FILE, Place, ServerSettings
from folkmoot.infra.errors import OperatorError
from folkmoot.interfaces.cli import connections
from folkmoot.interfaces.cli.dealing import dealt

BACKLOG = 2048
READY_SECONDS = 30.0


def listen(settings: ServerSettings, host: str | None, port: int | None) -> socket.socket:
    """Take the address to serve at, by default that of `settings`; OperatorError when it cannot be had."""
    host = host or settings.host
    port = settings.port if port is None else port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # Bound is not yet ours: two programs may bind with SO_REUSEADDR, only one may listen.
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        raise OperatorError(
            f"Cannot listen on {host}:{port}: {reason}. Stop what uses it or choose another port."
        ) from error
    listener.set_inheritable(True)
    return listener


def run_server(place: Place, listener: socket.socket, workers: int | None, announce: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM, which are an ordinary end; `announce` is called once requests are answered.

    The command line finds this folder from now on, unless FOLKMOOT_DATA names it anyway.
    """
    if os.environ.get("FOLKMOOT_DATA") != str(place.folder):
        remember(place)
    os.environ["FOLKMOOT_DATA"] = str(place.folder)
    os.environ["TMPDIR"] = str(fresh_spool(place))
    allow_open_files()
    settings = place.config.server
    config = uvicorn.Config(
        "folkmoot.app:create_app",
        factory=True,
        workers=workers or settings.workers,
        loop="uvloop",
        http=connections.Http,
        ws=connections.Socket,
        ws_per_message_deflate=False,
        ws_max_size=connections.MESSAGE_BYTES,
        ws_ping_interval=connections.PING_SECONDS,
        ws_ping_timeout=connections.PING_SECONDS,
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=10,
        backlog=BACKLOG,
    )
    # uvicorn hands the signal on to whoever listened before it once everything is closed: nobody has to hear it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    if config.workers > 1:
        _Several(config, listener, announce).run()
    else:
        _One(config, announce).run([listener])


def allow_open_files() -> None:
    """Use as many open files as the system grants: each who listens to a stream holds one."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class _One(uvicorn.Server):
    """One web process: this one."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()


class _Several(Multiprocess):
    """Several web processes and this one, which replaces those that die."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, announce: Callable[[], None]) -> None:
        super().__init__(config, [dealt(listener)])
        self._announce = announce

    def init_processes(self) -> None:
        super().init_processes()
        if all(process.wait_until_ready(READY_SECONDS, self.should_exit) for process in self.processes):
            self._announce()


def fresh_spool(place: Place) -> Path:
    """Return an empty folder for uploads on their way: what a crash left there were originals, which nobody keeps."""
    spool = place.folder / "spool"
    try:
        shutil.rmtree(spool, ignore_errors=True)
        spool.mkdir(mode=0o700)
    except OSError as error:
        raise OperatorError(f"Cannot make the folder {spool}: {error.strerror}.") from error
    return spool


def remember(place: Place) -> None:
    """Write down which folder is served, for the command line; a read-only installation goes without."""
    try:
        POINTER_FILE.write_text(f"{place.folder}\n", encoding="utf-8")
    except OSError:
        return
