"""What a process is made of: one `Ground`, and one `Work` for each transaction."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from folkmoot.infra import jobs
from folkmoot.infra.changes import Changes, Key, Shelf
from folkmoot.infra.clock import Clock, system_clock
from folkmoot.infra.config import Config, Place, Secrets
from folkmoot.infra.db import Reader, Writer, open_database
from folkmoot.infra.ids import new_id
from folkmoot.infra.jobs import JobKind, Runner
from folkmoot.infra.limits import Limits
from folkmoot.infra.mail import Mailer
from folkmoot.infra.objects import Disk

T = TypeVar("T")


class FollowUp(msgspec.Struct, frozen=True):
    """A job that follows an announced fact. `when` spares the table a job that would do nothing."""

    job: str
    when: str = ""


class Consequences(msgspec.Struct, frozen=True):
    """What wiring.py says: which fact is followed by which jobs, and how each job is carried out."""

    follow_ups: Mapping[type, Sequence[FollowUp]] = {}
    kinds: Mapping[str, JobKind] = {}


class Work:
    """One transaction: its database, its time, what it announces and what it touches.

    `now` (ms since 1970) is one moment for everything in it; `secrets` are the keys of this installation.
    """

    __slots__ = ("_ids", "announced", "db", "now", "secrets", "touched")

    def __init__(self, db: Writer, now: int, secrets: Secrets) -> None:
        self.db = db
        self.now = now
        self.secrets = secrets
        self.announced: list[msgspec.Struct] = []
        self.touched: dict[Key, None] = {}
        self._ids: set[int] = set()

    def new_id(self) -> int:
        """Return an id of this moment: ids of one transaction differ, though within a moment they are random."""
        made = new_id(self.now)
        while made in self._ids:
            made = new_id(self.now)
        self._ids.add(made)
        return made

    def announce(self, fact: msgspec.Struct) -> None:
        """State a fact (past tense); the jobs that follow it are written in this transaction."""
        self.announced.append(fact)

    def touch(self, kind: str, *ids: int) -> None:
        """Say that what anyone remembers of these things is no longer true once this commits."""
        for touched_id in ids:
            self.touched[kind, touched_id] = None


class Ground:
    """Everything a process holds; made once, passed along, never looked up."""

    def __init__(self, place: Place, consequences: Consequences, clock: Clock = system_clock) -> None:
        self.folder: Path = place.folder
        self.config: Config = place.config
        self.secrets: Secrets = place.secrets
        self.clock = clock
        self.db = open_database(place.database_url, pool=place.config.database.pool)
        self.changes = Changes(self.db)
        self.objects = Disk(place.folder / place.config.objects.path)
        self.mail = Mailer(place.config.mail, place.folder, place.secrets.smtp_password)
        self.limits = Limits(place.folder / "limits.bin", bytes.fromhex(place.secrets.session_key))
        self.runner = Runner(self.db, consequences.kinds, clock)
        self._follow_ups = consequences.follow_ups
        self._shelves: dict[str, Shelf[Any]] = {}
        self._ones: dict[object, Any] = {}
        self.in_background: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        await self.db.start()
        await self.changes.start()
        self.runner.bind(self)
        self.objects.start()
        if self.db.kind != "sqlite":
            self.changes.on("jobs", lambda _: self.runner.wake())

    async def stop(self) -> None:
        for task in self.in_background:
            task.cancel()
        await asyncio.gather(*self.in_background, return_exceptions=True)
        await self.runner.stop()
        await self.changes.stop()
        await self.db.stop()
        self.limits.close()

    def shelf(self, name: str, *, on: str, size: int) -> Shelf[Any]:
        """Return this process's memory called `name` (made at the first call), emptied by changes of kind `on`."""
        shelf = self._shelves.get(name)
        if shelf is None:
            shelf = self._shelves[name] = self.changes.shelf(on, size)
        return shelf

    def one(self, kind: Callable[["Ground"], T]) -> T:
        """Return this process's one object of a class that is made from the ground."""
        made = self._ones.get(kind)
        if made is None:
            made = self._ones[kind] = kind(self)
        return made

    def background(self, act: Coroutine[Any, Any, None]) -> None:
        """Carry out `act` beside the requests of this process; it is cancelled when the process ends."""
        task = asyncio.get_running_loop().create_task(act)
        self.in_background.add(task)
        task.add_done_callback(self.in_background.discard)

    async def read(self) -> Reader:
        """Return the reader, with this process's memory up to date. Never takes the write lock."""
        await self.changes.catch_up()
        return self.db.reader

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """Open a transaction; on leaving, follow-up jobs and touched keys are written, then it commits.

        Keep it short and await nothing in it but the database.
        """
        async with self.db.transaction() as db:
            work = Work(db, self.clock(), self.secrets)
            yield work
            await self._write_follow_ups(work)
            if work.touched:
                await self.changes.record(db, work.touched)
        if work.touched:
            self._apply_own(work)

    async def _write_follow_ups(self, work: Work) -> None:
        for fact in work.announced:
            for follow_up in self._follow_ups.get(type(fact), ()):
                if not follow_up.when or getattr(fact, follow_up.when):
                    await jobs.enqueue(work.db, follow_up.job, fact, work.now)
                    work.touch("jobs", 0)

    def _apply_own(self, work: Work) -> None:
        """Forget at once in this process, so that who writes reads their own write."""
        if self.db.kind == "sqlite":
            if ("jobs", 0) in work.touched:
                self.runner.wake()
        else:
            self.changes.apply(work.touched)
