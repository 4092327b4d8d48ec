"""Jobs: written in the transaction of the change, claimed under a lease, retried with back-off, kept when dead."""

from folkmoot.infra.jobs.runner import ATTEMPTS, BATCH, LEASE, JobKind, Runner, backoff
from folkmoot.infra.jobs.table import Job, counts, enqueue, forget_dead, listed, revive

__all__ = [
    "ATTEMPTS",
    "BATCH",
    "LEASE",
    "Job",
    "JobKind",
    "Runner",
    "backoff",
    "counts",
    "enqueue",
    "forget_dead",
    "listed",
    "revive",
]
