"""Questions that may take long: answered beside all others, each kind in a lane of its own, and given up in time."""

import asyncio
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg

from folkmoot.infra.db.front import Lane, Row, TooSlowError
from folkmoot.infra.db.sql import Sql

CLOSED = "the database is closed"
STEPS = 5_000
"""Steps of SQLite between two looks at the clock: some hundred microseconds."""
CACHE = 4_096
"""KiB that a connection of SQLite keeps between questions; the file is mapped besides."""
CONNECTIONS = 2
"""Connections that PostgreSQL gives a lane; they are opened when they are needed, and closed after some minutes."""


class Aside(ABC):
    """The reader of one lane. It costs nothing before the first question."""

    @abstractmethod
    async def all(self, sql: Sql, *arguments: object) -> Sequence[Row]: ...

    async def one(self, sql: Sql, *arguments: object) -> Row | None:
        rows = await self.all(sql, *arguments)
        return rows[0] if rows else None

    async def value(self, sql: Sql, *arguments: object) -> Any:
        row = await self.one(sql, *arguments)
        return None if row is None else row[0]


class _Question:
    """What is asked; nobody waits for the answer any more once it is `dropped`."""

    __slots__ = ("dropped", "text", "values")

    def __init__(self, text: str, values: Sequence[object]) -> None:
        self.text = text
        self.values = values
        self.dropped = False


class SqliteAside(Aside):
    """One more connection, which cannot write, in a thread of its own; SQLite holds no lock of Python's meanwhile."""

    def __init__(self, lane: Lane, connect: Callable[[], sqlite3.Connection]) -> None:
        self._seconds = lane.seconds
        self._connect = connect
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"sqlite-{lane.name}")
        self._asked = _Question("", ())
        self._until = 0.0
        self._stopped = False

    async def all(self, sql: Sql, *arguments: object) -> Sequence[Row]:
        if self._stopped:
            raise RuntimeError(CLOSED)
        question = _Question(sql.sqlite, sql.sqlite_arguments(arguments))
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._answer, question)
        except asyncio.CancelledError:
            question.dropped = True
            raise

    def stop(self) -> None:
        """Give up what is asked and what waits, and end the thread."""
        self._stopped = True
        self._thread.shutdown()
        if self._connection is not None:
            self._connection.close()

    def _answer(self, question: _Question) -> Sequence[Row]:
        if self._connection is None:
            self._connection = self._opened()
        self._asked, self._until = question, time.monotonic() + self._seconds
        try:
            if not self._stopped:
                return self._connection.execute(question.text, question.values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            if not self._stopped:
                raise TooSlowError from error
        raise RuntimeError(CLOSED)

    def _opened(self) -> sqlite3.Connection:
        connection = self._connect()
        connection.execute("pragma query_only = on")
        connection.execute(f"pragma cache_size = -{CACHE}")
        connection.set_progress_handler(self._is_late, STEPS)
        return connection

    def _is_late(self) -> bool:
        return self._stopped or self._asked.dropped or time.monotonic() > self._until


_SETTINGS = {
    "client_connection_check_interval": "1000",
    "default_transaction_read_only": "on",
    "jit": "off",
    "plan_cache_mode": "force_custom_plan",
    "work_mem": "64MB",
}
"""Of every lane: a question is planned for its own values; to compile it would take longer than it saves."""
_BY_INDEX = {"enable_seqscan": "off", "max_parallel_workers_per_gather": "0"}


class PostgresAside(Aside):
    """A small pool of its own, whose sessions cannot write and end a question that takes too long."""

    def __init__(self, lane: Lane, url: str) -> None:
        timeout = {"statement_timeout": str(max(1, int(lane.seconds * 1000)))}
        self._settings = {**_SETTINGS, **timeout, **(_BY_INDEX if lane.by_index else {})}
        self._url = url
        self._opening = asyncio.Lock()
        self._pool: Any = None
        self._stopped = False

    async def all(self, sql: Sql, *arguments: object) -> Sequence[Row]:
        try:
            rows: Sequence[Row] = await (self._pool or await self._opened()).fetch(sql.postgres, *arguments)
        except asyncpg.QueryCanceledError as error:
            raise TooSlowError from error
        except (asyncpg.InterfaceError, asyncpg.PostgresConnectionError) as error:
            if self._stopped:
                raise RuntimeError(CLOSED) from error
            raise
        return rows

    def stop(self) -> None:
        """Give up what is asked; the server does within a second."""
        self._stopped = True
        if self._pool is not None:
            self._pool.terminate()

    async def _opened(self) -> Any:
        async with self._opening:
            if self._stopped:
                raise RuntimeError(CLOSED)
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._url, min_size=0, max_size=CONNECTIONS, reset=_as_it_is, server_settings=self._settings
                )
        return self._pool


async def _as_it_is(_connection: object) -> None:
    """Give a connection back as it is: nobody here can change its session."""
