"""Running uvicorn: the port is tried first, so that a busy one is one clear sentence."""

import os
import socket

import uvicorn

from folkmoot.infra.config import POINTER_FILE, Place
from folkmoot.infra.errors import OperatorError


def run_server(place: Place, *, host: str | None, port: int | None, workers: int | None) -> None:
    """Serve until told to stop; OperatorError when the address cannot be had."""
    settings = place.config.server
    host = host or settings.host
    port = settings.port if port is None else port
    check_free(host, port)
    os.environ["FOLKMOOT_DATA"] = str(place.folder)
    remember(place)
    uvicorn.run(
        "folkmoot.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers or settings.workers,
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=10,
        limit_concurrency=None,
        backlog=2048,
    )


def remember(place: Place) -> None:
    """Write down which folder is served, for the command line; an installation that cannot be written to goes without."""
    try:
        POINTER_FILE.write_text(f"{place.folder}\n", encoding="utf-8")
    except OSError:
        return


def check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise OperatorError(
            f"Cannot listen on {host}:{port}: {error.strerror}. Stop what uses it or choose another with --port."
        ) from error
