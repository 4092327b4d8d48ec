"""The process that cleans one file: shuts itself in, does the job it reads, answers, and ends."""

import ctypes
import os
import resource
import signal
import sys

import msgspec

from folkmoot.infra.cleaning.errors import MediaRefusedError, Refusal
from folkmoot.infra.cleaning.scrub import scrub
from folkmoot.infra.cleaning.types import Cleaned, Job, Limits

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Read one job from standard input and write the answer to where standard output was."""
    answer = os.dup(1)
    # Libraries that print must not garble the answer.
    os.dup2(2, 1)
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    end_with(job.parent)
    _confine(job.limits)
    with os.fdopen(answer, "wb") as out:
        out.write(msgspec.json.encode(_outcome(job)))


def _outcome(job: Job) -> Cleaned | Refusal:
    try:
        return scrub(job)
    except MediaRefusedError as refused:
        return Refusal(reason=refused.reason, detail=refused.detail[:500])


def end_with(parent: int) -> None:
    """Die when the server dies; on Linux by the kernel's word, elsewhere by the alarm in `_confine`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # It died before the kernel was asked.
        sys.exit(1)


def _confine(limits: Limits) -> None:
    """Give this process no more than one file may cost; the kernel holds it to that."""
    # Ends the process even if the server no longer watches the clock.
    signal.alarm(int(limits.wall_seconds) + 1)
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.output_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, ceiling = resource.getrlimit(kind)
        allowed = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(kind, (allowed, ceiling))


if __name__ == "__main__":
    main()
