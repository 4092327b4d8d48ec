"""The job table: written in the transaction of the change, claimed under a lease, retried with back-off, kept when dead."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from folkmoot.infra.clock import DAY, MINUTE, SECOND, Clock
from folkmoot.infra.db import Database, Row, Sql, Writer
from folkmoot.infra.ids import new_id

log = logging.getLogger(__name__)

LEASE = 5 * MINUTE
"""How long a claimed job is hidden from others; a worker that dies loses it to them after that."""
ATTEMPTS = 12
BATCH = 64
POLL_SECONDS = 1.0
HANDLER_SECONDS = 240

_INSERT = Sql("""
insert into job (id, name, payload, run_at, dedupe_key, created_at, attempts, dead)
values ($1, $2, $3, $4, $5, $6, 0, false) on conflict (dedupe_key) do nothing
""")
_CLAIM = Sql("""
update job set run_at = $1, attempts = attempts + 1 where id in (
  select id from job where not dead and run_at <= $2 order by run_at limit $3 for update skip locked)
returning id, name, payload, attempts
""")
_DONE = Sql("delete from job where id = any($1)")
_FAILED = Sql("update job set run_at = $1, last_error = $2, dead = $3 where id = $4")
_NEXT = Sql("select min(run_at) from job where not dead")
_LIST = Sql("""
select id, name, payload, run_at, attempts, last_error, dead from job
where dead = $1 order by run_at limit $2
""")
_COUNT = Sql("select count(*), coalesce(sum(case when dead then 1 else 0 end), 0), min(run_at) from job")
_REVIVE = Sql("update job set dead = false, attempts = 0, run_at = $1 where dead and id = any($2)")
_REVIVE_ALL = Sql("update job set dead = false, attempts = 0, run_at = $1 where dead")

Handler = Callable[[Any, Any], Awaitable[None]]
"""`await handler(ground, payload)`; it may run twice after a crash and must not mind."""


class JobKind(msgspec.Struct, frozen=True):
    """How a job of one name is carried out: its handler and the type of its payload."""

    handler: Handler
    payload: Any


class Job(msgspec.Struct, frozen=True):
    """A row of the job table, as an operator sees it. Times in ms since 1970."""

    id: int
    name: str
    payload: str
    run_at: int
    attempts: int
    last_error: str | None
    dead: bool


async def enqueue(
    db: Writer, name: str, payload: object, now: int, *, run_at: int | None = None, dedupe_key: str | None = None
) -> None:
    """Put a job into the table inside the caller's transaction; a second one with the same dedupe key is dropped."""
    body = msgspec.json.encode(payload).decode()
    await db.run(_INSERT, new_id(now), name, body, now if run_at is None else run_at, dedupe_key, now)


async def listed(database: Database, *, dead: bool, limit: int = 100) -> list[Job]:
    """Return jobs that wait, or the dead letters, oldest due first."""
    rows = await database.reader.all(_LIST, dead, limit)
    return [Job(*(*row[:6], bool(row[6]))) for row in rows]


async def counts(database: Database) -> dict[str, int | None]:
    """Return how many jobs there are, how many are dead, and when the next is due (ms since 1970)."""
    row = await database.reader.one(_COUNT)
    assert row is not None
    return {"total": row[0], "dead": int(row[1]), "next_at": row[2]}


async def revive(database: Database, now: int, ids: list[int] | None = None) -> int:
    """Let dead letters run again, all or those named; returns how many."""
    async with database.transaction() as db:
        if ids is None:
            return await db.run(_REVIVE_ALL, now)
        return await db.run(_REVIVE, now, ids)


def backoff(attempts: int) -> int:
    """Return the wait in ms before the next try: 2 s, doubled each time, at most a day, a fifth of it random."""
    wait = min(DAY, SECOND * 2 ** min(attempts, 20))
    return int(wait * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, guards nothing


class Runner:
    """Carries out due jobs in this process until told to stop."""

    def __init__(self, database: Database, kinds: Mapping[str, JobKind], clock: Clock) -> None:
        self._database = database
        self._kinds = kinds
        self._clock = clock
        self._wake = asyncio.Event()
        self._stopping = False
        self._ground: Any = None
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Look at once: a job was just committed in this process."""
        self._wake.set()

    def bind(self, ground: Any) -> None:
        """Say what handlers stand on."""
        self._ground = ground

    def start(self) -> None:
        """Begin to carry out due jobs in the background."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="jobs")

    async def stop(self) -> None:
        self._stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                claimed = await self.run_due()
            except Exception:
                log.exception("the job table could not be read; trying again")
                await asyncio.sleep(POLL_SECONDS)
                continue
            if not claimed and not self._stopping:
                await self._rest()

    async def _rest(self) -> None:
        due = await self._database.reader.value(_NEXT)
        wait = POLL_SECONDS if due is None else min(POLL_SECONDS, max(0.0, (due - self._clock()) / 1000))
        try:
            await asyncio.wait_for(self._wake.wait(), wait)
        except TimeoutError:
            return

    async def run_due(self) -> int:
        """Claim and carry out one batch of due jobs; returns how many were claimed."""
        now = self._clock()
        if not await self._anything_due(now):
            return 0
        async with self._database.transaction() as db:
            rows = await db.all(_CLAIM, now + LEASE, now, BATCH)
        done = [job_id for job_id in await asyncio.gather(*map(self._carry_out, rows)) if job_id is not None]
        if done:
            async with self._database.transaction() as db:
                await db.run(_DONE, done)
        return len(rows)

    async def _anything_due(self, now: int) -> bool:
        due = await self._database.reader.value(_NEXT)
        return due is not None and due <= now

    async def _carry_out(self, row: Row) -> int | None:
        """Run one job; returns its id when it is done, None when it was put back."""
        job_id, name, payload, attempts = row
        try:
            kind = self._kinds[name]
            body = msgspec.json.decode(payload, type=kind.payload)
            await asyncio.wait_for(kind.handler(self._ground, body), HANDLER_SECONDS)
        except Exception as error:
            dead = attempts >= ATTEMPTS
            log.warning("job %s failed (attempt %d%s)", name, attempts, ", dead" if dead else "", exc_info=error)
            async with self._database.transaction() as db:
                reason = f"{type(error).__name__}: {error}"[:2000]
                await db.run(_FAILED, self._clock() + backoff(attempts), reason, dead, job_id)
            return None
        return int(job_id)
