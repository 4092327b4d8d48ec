"""Carrying jobs out: three lanes, so that neither what takes long nor the servers of strangers make others wait."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from operator import itemgetter
from typing import Any

import msgspec

from folkmoot.infra.clock import DAY, SECOND, Clock
from folkmoot.infra.db import Database, Row
from folkmoot.infra.jobs import table
from folkmoot.infra.jobs.table import Failure

log = logging.getLogger(__name__)

LEASE = 10 * SECOND
"""How long a claimed job is hidden from others. Its worker renews it; one that died loses it to them after that."""
ATTEMPTS = 12
BATCH = 64
"""Quick jobs that one process has in hand at once."""
SLOW_AT_ONCE = 4
ABROAD_AT_ONCE = 8
QUICK_SECONDS = 30
SLOW_SECONDS = 240
POLL_SECONDS = 1.0
PATIENCE_SECONDS = 0.1
"""How long a lane waits for the jobs in hand before it looks for more beside them."""
GAP_SECONDS = 0.005
"""How long a lane lets new jobs gather after a batch that left hands free: fewer, larger batches under load."""
GRACE_SECONDS = 5.0

Handler = Callable[[Any, Any], Awaitable[None]]
"""`await handler(ground, payload)`; it may run twice after a crash and must not mind."""


class JobKind(msgspec.Struct, frozen=True):
    """How a job of one name is carried out: its handler and the type of its payload.

    `many`: the handler takes a list of payloads; where it fails, each is tried alone.
    `slow`: it takes seconds, and has a lane of its own; so has `abroad`, what asks servers that members name, which
    may take their time. `every`: it comes again so many ms after it is done.
    `personal`: what it carries is kept no longer than it is of use, so its dead letters are forgotten.
    """

    handler: Handler
    payload: Any = None
    many: bool = False
    slow: bool = False
    abroad: bool = False
    every: int = 0
    personal: bool = False


def backoff(attempts: int) -> int:
    """Return the wait in ms before the next try: 2 s, doubled each time, at most a day, a fifth of it random."""
    wait = min(DAY, SECOND * 2 ** min(attempts, 20))
    return int(wait * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, guards nothing


class Runner:
    """Carries out due jobs in this process until told to stop."""

    def __init__(self, database: Database, kinds: Mapping[str, JobKind], clock: Clock) -> None:
        self.database = database
        self.kinds = kinds
        self.clock = clock
        self.ground: Any = None
        slow = [name for name, kind in kinds.items() if kind.slow]
        abroad = [name for name, kind in kinds.items() if kind.abroad]
        self._lanes = [
            _Lane(self, (False, [*slow, *abroad]), BATCH),
            _Lane(self, (True, slow), SLOW_AT_ONCE),
            _Lane(self, (True, abroad), ABROAD_AT_ONCE),
        ]
        self._tasks: list[asyncio.Task[None]] = []

    def wake(self) -> None:
        """Look at once: a job was just committed in this process."""
        for lane in self._lanes:
            lane.wake.set()

    def bind(self, ground: Any) -> None:
        """Say what handlers stand on."""
        self.ground = ground

    def start(self) -> None:
        """Begin to carry out due jobs in the background."""
        loop = asyncio.get_running_loop()
        self._tasks.append(loop.create_task(self.schedule(), name="schedule"))
        self._tasks += [loop.create_task(lane.run(), name="jobs") for lane in self._lanes]

    async def stop(self) -> None:
        """Finish what is in hand, within a few seconds; the rest is put back for whoever comes next."""
        for lane in self._lanes:
            await lane.stop()
        await asyncio.gather(*self._tasks)

    async def schedule(self) -> None:
        """See that every kind that comes again is in the table, once for all processes."""
        now = self.clock()
        async with self.database.transaction() as db:
            for name, kind in self.kinds.items():
                if kind.every:
                    await table.enqueue(db, name, None, now, dedupe_key=f"every:{name}")
        self.wake()

    async def run_due(self) -> int:
        """Claim and carry out one batch of due jobs of each lane; returns how many were claimed."""
        return sum([await lane.run_due() for lane in self._lanes])


class _Lane:
    """One queue: claims what is due, as many as it has hands for, and does not wait for the slowest."""

    def __init__(self, runner: Runner, names: tuple[bool, list[str]], hands: int) -> None:
        self._runner = runner
        self._names = names
        self._hands = hands
        self._seconds = SLOW_SECONDS if names[0] else QUICK_SECONDS
        self._stopping = False
        self._in_hand: dict[asyncio.Task[None], list[int]] = {}
        self._renewed_at = 0
        self.wake = asyncio.Event()

    async def run(self) -> None:
        while not self._stopping:
            self.wake.clear()
            try:
                claimed = await self._begin_due()
                if self._in_hand:
                    await asyncio.wait(self._in_hand, timeout=PATIENCE_SECONDS)
                    await self._renew()
                    if claimed < self._hands:
                        await asyncio.sleep(GAP_SECONDS)
                elif not claimed and not self._stopping:
                    await self._rest()
            except Exception:
                log.exception("the job table could not be read; trying again")
                await asyncio.sleep(POLL_SECONDS)

    async def run_due(self) -> int:
        claimed = await self._begin_due()
        if self._in_hand:
            await asyncio.wait(self._in_hand)
        return claimed

    async def stop(self) -> None:
        self._stopping = True
        self.wake.set()
        if not self._in_hand:
            return
        _, late = await asyncio.wait(self._in_hand, timeout=GRACE_SECONDS)
        ids = [job_id for task in late for job_id in self._in_hand[task]]
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
            async with self._runner.database.transaction() as db:
                await table.put_back(db, ids, self._runner.clock())

    async def _rest(self) -> None:
        due = await table.next_due(self._runner.database.reader, self._names)
        wait = POLL_SECONDS
        if due is not None:
            wait = min(POLL_SECONDS, max(0.0, (due - self._runner.clock()) / 1000))
        with suppress(TimeoutError):
            await asyncio.wait_for(self.wake.wait(), wait)

    async def _renew(self) -> None:
        """Keep what is still in hand hidden from others."""
        now = self._runner.clock()
        ids = [job_id for group in self._in_hand.values() for job_id in group]
        if ids and now - self._renewed_at > LEASE // 3:
            self._renewed_at = now
            async with self._runner.database.transaction() as db:
                await table.renew(db, ids, now + LEASE)

    async def _begin_due(self) -> int:
        """Claim due jobs and set to work on them; returns how many."""
        database, now = self._runner.database, self._runner.clock()
        free = self._hands - sum(map(len, self._in_hand.values()))
        due = await table.next_due(database.reader, self._names) if free > 0 else None
        if due is None or due > now:
            return 0
        async with database.transaction() as db:
            rows = await table.claim(db, self._names, now, now + LEASE, free)
        for name, group in self._groups(rows):
            task = asyncio.get_running_loop().create_task(self._carry_out(name, group), name=f"job {name}")
            self._in_hand[task] = [row[0] for row in group]
            task.add_done_callback(self._put_down)
        return len(rows)

    def _put_down(self, task: asyncio.Task[None]) -> None:
        del self._in_hand[task]

    def _groups(self, rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
        """Return what is carried out in one go: the jobs of a kind that takes many, in the order of their writing.

        What failed before goes alone.
        """
        groups: list[tuple[str, list[Row]]] = []
        together: dict[str, list[Row]] = {}
        for row in sorted(rows, key=itemgetter(0)):
            name = row[1]
            kind = self._runner.kinds.get(name)
            if kind is None or not kind.many or row[3] > 1:
                groups.append((name, [row]))
            elif name in together:
                together[name].append(row)
            else:
                together[name] = [row]
                groups.append((name, together[name]))
        return groups

    async def _carry_out(self, name: str, rows: list[Row]) -> None:
        """Run the jobs and write down how they ended; what cannot be written down runs again after its lease."""
        kind = self._runner.kinds.get(name)
        errors = await self._attempt(kind, rows)
        now = self._runner.clock()
        done, again, failed = [], [], []
        for row, error in zip(rows, errors, strict=True):
            if error is not None:
                failed.append(_failure(row, error, now, 0 if kind is None else kind.every))
            elif kind is not None and kind.every:
                again.append((now + kind.every, int(row[0])))
            else:
                done.append(int(row[0]))
        try:
            async with self._runner.database.transaction() as db:
                await table.settle(db, done, again, failed)
        except Exception:
            log.exception("the end of job %s could not be written down; it will run again", name)

    async def _attempt(self, kind: JobKind | None, rows: list[Row]) -> list[Exception | None]:
        """Return the error of each job, None where it is done."""
        if kind is None:
            return [LookupError("no such job is known here") for _ in rows]
        if len(rows) == 1:
            return [await self._alone(kind, rows[0])]
        try:
            payloads = [msgspec.json.decode(row[2], type=kind.payload) for row in rows]
            await asyncio.wait_for(kind.handler(self._runner.ground, payloads), self._seconds)
        except Exception:  # noqa: BLE001 - whatever one of them did, each is tried alone and tells its own error
            return await asyncio.gather(*(self._alone(kind, row) for row in rows))
        return [None] * len(rows)

    async def _alone(self, kind: JobKind, row: Row) -> Exception | None:
        if row[3] > ATTEMPTS and not kind.every:
            return RuntimeError("every worker that took this job died of it")
        try:
            payload = msgspec.json.decode(row[2], type=kind.payload)
            handled = kind.handler(self._runner.ground, [payload] if kind.many else payload)
            await asyncio.wait_for(handled, self._seconds)
        except Exception as error:  # noqa: BLE001 - a job may fail in any way; the row remembers how
            return error
        return None


def _failure(row: Row, error: Exception, now: int, every: int) -> Failure:
    """Return what becomes of a failed job: tried again later, or a dead letter; what comes again never dies."""
    job_id, name, _, attempts = row
    dead = attempts >= ATTEMPTS and not every
    log.warning("job %s failed (attempt %d%s)", name, attempts, ", dead" if dead else "", exc_info=error)
    wait = min(backoff(attempts), every or DAY)
    return Failure(int(job_id), now + wait, f"{type(error).__name__}: {error}"[:2000], dead)
