"""The command that looks whether everything is in order: check."""

import asyncio
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

import click
import msgspec

from folkmoot.features import accounts
from folkmoot.infra import config
from folkmoot.infra import jobs as table
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import iso
from folkmoot.infra.config import Place
from folkmoot.infra.db import pending
from folkmoot.infra.errors import OperatorError
from folkmoot.interfaces.cli.common import as_json_option, echo_json, invocation

LEAST_FREE = 200 * 2**20
"""Bytes without which a server should not start."""
LITTLE_FREE = 2 * 2**30
CLOCK_SECONDS = 5
"""How far the clocks of the machine, of its storage and of the newest member's arrival may be apart."""


class Verdict(msgspec.Struct, frozen=True):
    """What was looked at, how it stands, and what to know or do about it."""

    name: str
    verdict: Literal["ok", "warn", "fail"]
    says: str


@click.command()
@as_json_option
@click.pass_context
def check(context: click.Context, as_json: bool) -> None:
    """Look at configuration, secrets, database, storage, clock, disk, jobs and mail: a verdict each.

    The exit code is 1 when one of them fails.

    Example: folkmoot check --json
    """
    verdicts = asyncio.run(_look(context))
    if as_json:
        echo_json(verdicts)
    else:
        for found in verdicts:
            click.echo(f"{found.verdict:<5} {found.name:<14} {found.says}")
    if any(found.verdict == "fail" for found in verdicts):
        context.exit(1)


async def _look(context: click.Context) -> list[Verdict]:
    folder = config.find_folder(invocation(context).data)
    try:
        place = config.load(folder)
    except (OperatorError, OSError) as error:
        return [Verdict("configuration", "fail", str(error))]
    found = [
        Verdict("configuration", "ok", f"{folder / config.CONFIG_FILE} serves {place.config.site.url}"),
        _secrets(folder),
        _storage(folder / place.config.objects.path),
        _disk(folder),
        _mail(place),
    ]
    return found + await _inside(context, place)


def _secrets(folder: Path) -> Verdict:
    path = folder / config.SECRETS_FILE
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Verdict("secrets", "fail", f"{path} can be read by others (mode {mode:o}). Run: chmod 600 {path}")
    return Verdict("secrets", "ok", f"{path} has mode {mode:o}")


def _storage(folder: Path) -> Verdict:
    """Write a file and read it back, and see whether the storage's clock agrees with ours."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix="check-") as file:
            file.write(b"folkmoot")
            file.flush()
            os.fsync(file.fileno())
            apart = abs(Path(file.name).stat().st_mtime - time.time())
    except OSError as error:
        return Verdict("storage", "fail", f"Cannot write to {folder}: {error.strerror}")
    if apart > CLOCK_SECONDS:
        return Verdict("storage", "warn", f"{folder} is {apart:.0f} s apart from this machine's clock")
    return Verdict("storage", "ok", f"{folder} takes files")


def _disk(folder: Path) -> Verdict:
    free = shutil.disk_usage(folder).free
    says = f"{free / 2**30:.1f} GiB free under {folder}"
    if free < LEAST_FREE:
        return Verdict("disk", "fail", f"{says}: make room before you serve")
    return Verdict("disk", "warn" if free < LITTLE_FREE else "ok", says)


def _mail(place: Place) -> Verdict:
    mail = place.config.mail
    if mail.smtp_host:
        return Verdict("mail", "ok", f"sent through {mail.smtp_host}:{mail.smtp_port}")
    return Verdict("mail", "warn", f"no SMTP server is set: mails are written to {place.folder / mail.outbox}")


async def _inside(context: click.Context, place: Place) -> list[Verdict]:
    """Look at what only a started ground can show."""
    try:
        ground = Ground(place, invocation(context).consequences)
        await ground.start()
    except (OperatorError, OSError) as error:
        return [Verdict("database", "fail", str(error))]
    looks: dict[str, Callable[[Ground], Awaitable[Verdict]]] = {"database": _database, "clock": _clock, "jobs": _jobs}
    found = []
    try:
        for name, look in looks.items():
            try:
                found.append(await look(ground))
            except Exception as error:  # noqa: BLE001 - whatever a broken database says is the verdict
                found.append(Verdict(name, "fail", f"The database cannot be read: {error}"))
    finally:
        await ground.stop()
    return found


async def _database(ground: Ground) -> Verdict:
    missing = await pending(ground.db)
    if missing:
        return Verdict("database", "fail", f"{ground.db.kind} lacks {', '.join(missing)}. Run: folkmoot migrate")
    members, posts, _ = await accounts.local_totals(await ground.read())
    return Verdict("database", "ok", f"{ground.db.kind}, schema up to date, {members} members, {posts} posts")


async def _clock(ground: Ground) -> Verdict:
    """Compare the clock with the newest thing that carries a time: one that lies ahead means it was set back."""
    newest = await accounts.newest_local(await ground.read(), 1)
    now = ground.clock()
    if newest and newest[0].created_at > now + CLOCK_SECONDS * 1000:
        return Verdict(
            "clock", "fail", f"It is {iso(now)} here, but the newest member joined {iso(newest[0].created_at)}"
        )
    return Verdict("clock", "ok", f"{iso(now)}")


async def _jobs(ground: Ground) -> Verdict:
    counts = await table.counts(ground.db)
    if counts["dead"]:
        return Verdict("jobs", "warn", f"{counts['dead']} gave up. See: folkmoot jobs list --dead")
    return Verdict("jobs", "ok", f"{counts['total']} wait")


COMMANDS = (check,)
