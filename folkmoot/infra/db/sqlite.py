"""SQLite: reads inline on one connection, writes on another with group commit, one writer at a time over all processes."""

import asyncio
import fcntl
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress

from folkmoot.infra.db.front import DuplicateError, Row
from folkmoot.infra.db.sql import Sql
from folkmoot.infra.errors import OperatorError

GROUP_LIMIT = 64
"""Transactions that may share one commit; bounds how long the first of a group waits."""
BUSY_SECONDS = 10.0
"""How long a foreign writer (a shell, a backup) may hold the database before our write gives up."""


class SqliteReader:
    """Questions answered inline: a point read costs microseconds, a hop to a thread would cost more."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    async def all(self, sql: Sql, *arguments: object) -> Sequence[Row]:
        return self._execute(sql.sqlite, sql.sqlite_arguments(arguments)).fetchall()

    async def one(self, sql: Sql, *arguments: object) -> Row | None:
        row: Row | None = self._execute(sql.sqlite, sql.sqlite_arguments(arguments)).fetchone()
        return row

    async def value(self, sql: Sql, *arguments: object) -> object:
        row = self._execute(sql.sqlite, sql.sqlite_arguments(arguments)).fetchone()
        return None if row is None else row[0]


class SqliteWriter(SqliteReader):
    """Questions and changes inside the open transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._executemany = connection.executemany

    async def run(self, sql: Sql, *arguments: object) -> int:
        try:
            return self._execute(sql.sqlite, sql.sqlite_arguments(arguments)).rowcount
        except sqlite3.IntegrityError as error:
            raise DuplicateError(str(error)) from error

    async def many(self, sql: Sql, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._executemany(sql.sqlite, (sql.sqlite_arguments(row) for row in rows))
        except sqlite3.IntegrityError as error:
            raise DuplicateError(str(error)) from error


class Sqlite:
    """The database file at `path`, in WAL mode with synchronous=FULL: an acknowledged write survives a crash.

    A transaction runs in a savepoint of the current group. The last one in line closes the group: its COMMIT
    (one fsync for all of them) runs in a thread while the event loop goes on; each waits for it before returning.
    """

    kind = "sqlite"

    def __init__(self, path: str) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-commit")
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._open = False
        self._group: list[asyncio.Future[None]] = []
        self._commits: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        try:
            self._writes = self._connect()
            self._writes.execute("pragma journal_mode = wal")
            self._writes.execute("pragma synchronous = full")
            self._writes.execute("pragma busy_timeout = 0")
            self._reads = self._connect()
            self._lock = os.open(f"{self.path}-writer", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except (sqlite3.Error, OSError) as error:
            raise OperatorError(f"Cannot open the database {self.path}: {error}.") from error
        self.reader = SqliteReader(self._reads)
        self._writer = SqliteWriter(self._writes)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, cached_statements=1024
        )
        connection.execute(f"pragma busy_timeout = {int(BUSY_SECONDS * 1000)}")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma cache_size = -65536")
        connection.execute("pragma mmap_size = 1073741824")
        connection.execute("pragma temp_store = memory")
        return connection

    async def stop(self) -> None:
        async with self._turn:
            if self._open:
                await self._close_group()
        self._reads.close()
        self._writes.close()
        os.close(self._lock)
        self._thread.shutdown()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqliteWriter]:
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        done: asyncio.Future[None] | None = None
        try:
            if not self._open:
                await self._begin()
            self._writes.execute("savepoint work")
            try:
                yield self._writer
            except BaseException:
                self._writes.execute("rollback to work")
                raise
            else:
                done = asyncio.get_running_loop().create_future()
                self._group.append(done)
            finally:
                self._writes.execute("release work")
        finally:
            self._pass_turn()
        await asyncio.shield(done)

    def _pass_turn(self) -> None:
        """Let the next in line join the group, or close the group when nobody waits or it is full."""
        if not self._open or (self._waiting and len(self._group) < GROUP_LIMIT):
            self._turn.release()
            return
        task = asyncio.get_running_loop().create_task(self._close_group_and_release())
        self._commits.add(task)
        task.add_done_callback(self._commits.discard)

    async def _close_group_and_release(self) -> None:
        try:
            await self._close_group()
        finally:
            self._turn.release()

    async def _close_group(self) -> None:
        group, self._group = self._group, []
        error: Exception | None = None
        try:
            if group:
                await asyncio.get_running_loop().run_in_executor(self._thread, self._commit)
            else:
                self._writes.execute("rollback")
        except sqlite3.Error as failure:
            error = failure
            with suppress(sqlite3.Error):
                self._writes.execute("rollback")
        finally:
            self._open = False
            fcntl.flock(self._lock, fcntl.LOCK_UN)
        for future in group:
            if future.done():
                continue
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error)

    def _commit(self) -> None:
        self._writes.execute("commit")

    async def _begin(self) -> None:
        """Open a group: at once when the database is free, else wait for it in the thread."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            await asyncio.get_running_loop().run_in_executor(
                self._thread, fcntl.flock, self._lock, fcntl.LOCK_EX
            )
        try:
            self._writes.execute("begin immediate")
        except sqlite3.OperationalError:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._begin_patiently)
        self._open = True

    def _begin_patiently(self) -> None:
        """Wait for a foreign writer; our own processes queue at the file lock and never meet here."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._writes.execute("begin immediate")
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    fcntl.flock(self._lock, fcntl.LOCK_UN)
                    raise
                time.sleep(0.002)
            else:
                return
