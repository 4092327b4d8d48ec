"""Cleaning from the server's side: a fresh process for every file, watched, limited and killed in time."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

import msgspec

import folkmoot
from folkmoot.infra.cleaning.errors import MediaRefusedError, Reason, Refusal
from folkmoot.infra.cleaning.types import MIME_TYPES, Cleaned, Job, Limits, Purpose, Role

_COMMAND = (sys.executable, "-P", "-m", "folkmoot.infra.cleaning.worker")

ENVIRONMENT = {
    "PYTHONPATH": str(Path(folkmoot.__file__).parent.parent),
    "PATH": os.defpath,
    "LC_ALL": "C.UTF-8",
    # One thread each: the server decides how many files are cleaned at once, and memory can be limited.
    "VIPS_CONCURRENCY": "1",
    "MALLOC_ARENA_MAX": "2",
    # A decoded picture is kept in memory or refused, never laid down in a temporary file.
    "VIPS_DISC_THRESHOLD": "1t",
}
"""All that a cleaning process sees of the server's environment, which may hold its secrets."""

_SIGNALS = {signal.SIGXCPU: Reason.TIMEOUT, signal.SIGALRM: Reason.TIMEOUT, signal.SIGKILL: Reason.MEMORY}
"""What a signal says that the server did not send; SIGKILL comes from a kernel that ran out of memory."""


class Cleaner:
    """Cleans uploads in processes of their own, at most `at_once` at a time; one for each server process."""

    def __init__(self, limits: Limits | None = None, *, at_once: int = 2) -> None:
        self._limits = limits or Limits()
        self._places = asyncio.Semaphore(at_once)

    async def clean(self, source: Path, into: Path, purpose: Purpose) -> Cleaned:
        """Write cleaned files for an upload into an existing folder and describe them.

        `source` is only read. `into` then holds `original.*`, and `small.*` for an attachment that is seen
        or `static.png` for an animated avatar or header. After a refusal, cancellation or crash it holds none.
        Raises `MediaRefusedError` with a reason for everything that cannot be cleaned.
        """
        async with self._places:
            try:
                return await self._in_own_process(source, into, purpose)
            except BaseException:
                clear(into)
                raise

    async def _in_own_process(self, source: Path, into: Path, purpose: Purpose) -> Cleaned:
        job = msgspec.json.encode(_job(source, into, purpose, self._limits))
        process = await asyncio.create_subprocess_exec(
            *_COMMAND, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=ENVIRONMENT
        )
        try:
            async with asyncio.timeout(self._limits.wall_seconds):
                answer, _ = await process.communicate(job)
        except TimeoutError as error:
            raise MediaRefusedError(Reason.TIMEOUT, "wall clock") from error
        finally:
            await _end(process)
        return _understood(answer, process.returncode or 0)


def _job(source: Path, into: Path, purpose: Purpose, limits: Limits) -> Job:
    paths = {"source": str(source.absolute()), "into": str(into.absolute())}
    return Job(**paths, purpose=purpose, limits=limits, parent=os.getpid())


def clear(into: Path) -> None:
    """Remove every file that a cleaning may have written into a folder."""
    for role in Role:
        for extension in MIME_TYPES:
            (into / f"{role}.{extension}").unlink(missing_ok=True)


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        # Whoever cancelled us must not leave a zombie behind either.
        await asyncio.shield(process.wait())


def _understood(answer: bytes, code: int) -> Cleaned:
    if code:
        raise MediaRefusedError(_reason_of(code), f"ended with {code}")
    try:
        outcome = msgspec.json.decode(answer, type=Cleaned | Refusal)
    except msgspec.DecodeError as error:
        raise MediaRefusedError(Reason.CRASHED, "no answer") from error
    if isinstance(outcome, Refusal):
        raise MediaRefusedError(outcome.reason, outcome.detail)
    return outcome


def _reason_of(code: int) -> Reason:
    return _SIGNALS.get(signal.Signals(-code), Reason.CRASHED) if code < 0 else Reason.CRASHED
