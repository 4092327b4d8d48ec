"""SQLite: reads inline on one connection, writes on another with group commit, one writer over all processes."""

import asyncio
import fcntl
import mmap
import os
import sqlite3
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress

from folkmoot.infra.db.aside import CLOSED, SqliteAside
from folkmoot.infra.db.front import BusyError, DuplicateError, Lane, Row
from folkmoot.infra.db.sql import Sql
from folkmoot.infra.errors import OperatorError

GROUP_LIMIT = 64
"""Transactions that may share one commit; bounds how long the first of a group waits."""
_COUNTER_BYTES = 8
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
        return self._execute(sql.sqlite, sql.sqlite_arguments(arguments)).rowcount

    async def many(self, sql: Sql, rows: Iterable[Sequence[object]]) -> None:
        self._executemany(sql.sqlite, (sql.sqlite_arguments(row) for row in rows))


class Sqlite:
    """The database file at `path`, in WAL mode with synchronous=FULL: an acknowledged write survives a crash.

    A transaction runs in a savepoint of the current group. The last one in line closes the group: its COMMIT
    (one fsync for all of them) runs in a thread while the event loop goes on; each waits for it before returning.
    Exactly one holds the turn, from being let in until the turn is passed on or the group it closed is committed.

    The file of the writers' lock counts commits: odd from before a COMMIT until after it. Every process maps it, so
    "was anything committed since?" costs no query.
    """

    kind = "sqlite"

    def __init__(self, path: str) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-commit")
        self._line: deque[asyncio.Future[None]] = deque()
        self._busy = False
        self._open = False
        self._stopped = False
        self._group: list[asyncio.Future[None]] = []
        self._asides: dict[Lane, SqliteAside] = {}

    async def start(self) -> None:
        try:
            self._writes = self._connect()
            self._writes.execute("pragma journal_mode = wal")
            self._writes.execute("pragma synchronous = full")
            self._writes.execute("pragma busy_timeout = 0")
            self._reads = self._connect()
            self._lock = os.open(f"{self.path}-writer", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.ftruncate(self._lock, _COUNTER_BYTES)
            self._counter = mmap.mmap(self._lock, _COUNTER_BYTES)
        except (sqlite3.Error, OSError) as error:
            raise OperatorError(f"Cannot open the database {self.path}: {error}.") from error
        self.reader = SqliteReader(self._reads)
        self._writer = SqliteWriter(self._writes)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, cached_statements=1024)
        connection.execute(f"pragma busy_timeout = {int(BUSY_SECONDS * 1000)}")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma secure_delete = on")  # what is deleted is overwritten, not only unlinked
        connection.execute("pragma cache_size = -16384")  # KiB, for each of two; what was not just written is mapped
        connection.execute("pragma mmap_size = 1073741824")
        connection.execute("pragma temp_store = memory")
        return connection

    async def stop(self) -> None:
        await self._take_turn()
        while self._open:
            self._pass_turn()
            await self._take_turn()
        self._stopped = True
        self._hand_over()
        for aside in self._asides.values():
            aside.stop()
        self._reads.close()
        self._writes.close()
        self._counter.close()
        os.close(self._lock)
        self._thread.shutdown()

    def aside(self, lane: Lane) -> SqliteAside:
        if lane not in self._asides:
            self._asides[lane] = SqliteAside(lane, self._connect)
        return self._asides[lane]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqliteWriter]:
        await self._take_turn()
        if not self._open and not self._begun_at_once():
            await self._begin_patiently()
        try:
            self._writes.execute("savepoint work")
            yield self._writer
            self._writes.execute("release work")
            done = asyncio.get_running_loop().create_future()
            self._group.append(done)
        except sqlite3.Error as error:
            self._undo()
            if (known := _known(error)) is None:
                raise
            raise known from error
        except BaseException:
            self._undo()
            raise
        finally:
            self._pass_turn()
        await done

    async def _take_turn(self) -> None:
        """Wait in line; whoever gives up in the moment the turn comes passes it on."""
        if self._busy:
            mine = asyncio.get_running_loop().create_future()
            self._line.append(mine)
            try:
                await mine
            except BaseException:
                if not (mine.cancel() or mine.cancelled()):
                    self._pass_turn()
                raise
        if self._stopped:
            self._hand_over()
            raise RuntimeError(CLOSED)
        self._busy = True

    def _pass_turn(self) -> None:
        """Let the next in line join the group, or close the group when nobody waits or it is full."""
        while self._line and self._line[0].cancelled():
            self._line.popleft()
        if self._open and (not self._line or len(self._group) >= GROUP_LIMIT):
            self._close_group()
        else:
            self._hand_over()

    def _hand_over(self) -> None:
        while self._line:
            following = self._line.popleft()
            if not following.cancelled():
                following.set_result(None)
                return
        self._busy = False

    def _undo(self) -> None:
        """Roll back to the savepoint; where SQLite itself undid the whole group (a full disk), all of it failed."""
        with suppress(sqlite3.Error):
            self._writes.execute("rollback to work")
            self._writes.execute("release work")
        if not self._writes.in_transaction:
            self._end_group(BusyError("the database undid the group of transactions that this one was in"))

    def _close_group(self) -> None:
        """Commit in the thread, or end a group of which nothing is left; either way the turn is passed on after."""
        if self._group:
            commit = asyncio.get_running_loop().run_in_executor(self._thread, self._commit)
            commit.add_done_callback(self._committed)
        else:
            self._writes.execute("rollback")
            self._end_group(None)
            self._hand_over()

    def _committed(self, commit: asyncio.Future[None]) -> None:
        error = commit.exception()
        if error is not None:
            with suppress(sqlite3.Error):
                self._writes.execute("rollback")
            error = (_known(error) if isinstance(error, sqlite3.Error) else None) or error
        self._end_group(error)
        self._hand_over()

    def _end_group(self, error: BaseException | None) -> None:
        """Let other processes write, and tell everyone of the group how it ended."""
        self._open = False
        fcntl.flock(self._lock, fcntl.LOCK_UN)
        group, self._group = self._group, []
        for done in group:
            if done.cancelled():
                continue
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

    def _commit(self) -> None:
        """Commit between two counts, so that nobody who finds an even number unchanged can have missed a commit."""
        odd = int.from_bytes(self._counter[:], "little") | 1
        self._counter[:] = odd.to_bytes(_COUNTER_BYTES, "little")
        self._writes.execute("commit")
        self._counter[:] = (odd + 1).to_bytes(_COUNTER_BYTES, "little")

    def commits(self) -> bytes:
        """Return the count of commits by all processes; it is even (`is_settled`) while none is under way.

        Unchanged since an even one: nothing was committed in between. A commit that failed, or whose process died,
        leaves it odd until the next one.
        """
        return self._counter[:]

    @staticmethod
    def is_settled(commits: bytes) -> bool:
        return not commits[0] & 1

    def _begun_at_once(self) -> bool:
        """Open a group if no other process is writing."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        try:
            self._writes.execute("begin immediate")
        except sqlite3.Error:
            fcntl.flock(self._lock, fcntl.LOCK_UN)
            return False
        self._open = True
        return True

    async def _begin_patiently(self) -> None:
        """Wait in the thread until the database is free; whoever gives up leaves the open group to the next in line."""
        begun = asyncio.get_running_loop().run_in_executor(self._thread, self._begin)
        try:
            await asyncio.shield(begun)
        except asyncio.CancelledError:
            begun.add_done_callback(self._begun_for_another)
            raise
        except sqlite3.Error as error:
            self._pass_turn()
            raise (_known(error) or OperatorError(f"Cannot write to {self.path}: {error}.")) from error
        self._open = True

    def _begun_for_another(self, begun: asyncio.Future[None]) -> None:
        self._open = begun.exception() is None
        self._pass_turn()

    def _begin(self) -> None:
        """Wait for our other processes at the file lock, then for foreign writers, who know nothing of it."""
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._writes.execute("begin immediate")
            except sqlite3.Error:
                if time.monotonic() > deadline:
                    fcntl.flock(self._lock, fcntl.LOCK_UN)
                    raise
                time.sleep(0.002)
            else:
                return


_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM}


def _known(error: sqlite3.Error) -> Exception | None:
    """Return the error as every database names it; None for what is wrong with the statement itself."""
    if isinstance(error, sqlite3.IntegrityError):
        return DuplicateError(str(error))
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING:
        return BusyError(str(error))
    return None
