"""The floor: nginx serving the very bytes that the server answered, from files."""

import contextlib
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.server import BenchError, free_port

_CONFIGURATION = """
{user}
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  keepalive_requests 100000000;
  open_file_cache max=100 inactive=600s;
  open_file_cache_valid 600s;
  default_type application/json;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/pages; }}
}}
"""


def find_nginx() -> str | None:
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")


def version() -> str:
    """Return which nginx is the floor, or that there is none."""
    nginx = find_nginx()
    if nginx is None:
        return "skipped: no nginx"
    done = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=False)
    return (done.stderr or done.stdout).strip().removeprefix("nginx version: ")


@contextlib.contextmanager
def serving(pages: dict[str, bytes], folder: Path, workers: int) -> Iterator[str]:
    """Serve `pages` (name: bytes) until the block ends; yields the address. The caller checked find_nginx()."""
    nginx = find_nginx()
    assert nginx is not None
    (folder / "pages").mkdir(exist_ok=True)
    for name, body in pages.items():
        (folder / "pages" / name).write_bytes(body)
    port = free_port()
    path = folder / "nginx.conf"
    # Started by root, nginx would read the pages as another user, who may not enter the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    path.write_text(_CONFIGURATION.format(folder=folder, port=port, workers=workers, user=user))
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(path), "-g", "daemon off;"], stderr=subprocess.PIPE)
    try:
        _await_page(process, f"http://127.0.0.1:{port}/{next(iter(pages))}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=10)


def _await_page(process: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(200):
        if process.poll() is not None:
            assert process.stderr is not None
            raise BenchError(f"nginx stopped: {process.stderr.read().decode()[-300:]}")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.02)
    raise BenchError(f"nginx does not serve {url}")
