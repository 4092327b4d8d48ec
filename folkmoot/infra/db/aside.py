"""Questions that may take long: answered beside all others, and given up after a second."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg

from folkmoot.infra.db.front import Row, TooSlowError
from folkmoot.infra.db.sql import Sql

SECONDS = 1.0
"""How long one question may take, not counting the wait for those before it."""
STEPS = 5_000
"""Steps of SQLite between two looks at the clock: some hundred microseconds."""


class SqliteAside:
    """One more connection, in a thread of its own; both are made for the first question."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-aside")
        self._until = 0.0

    async def all(self, sql: Sql, *arguments: object) -> Sequence[Row]:
        values = sql.sqlite_arguments(arguments)
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._answer, sql.sqlite, values)

    async def one(self, sql: Sql, *arguments: object) -> Row | None:
        rows = await self.all(sql, *arguments)
        return rows[0] if rows else None

    async def value(self, sql: Sql, *arguments: object) -> Any:
        row = await self.one(sql, *arguments)
        return None if row is None else row[0]

    def stop(self) -> None:
        """End the thread after the question in hand."""
        self._until = 0.0
        self._thread.shutdown(cancel_futures=True)
        if self._connection is not None:
            self._connection.close()

    def _answer(self, text: str, values: Sequence[Any]) -> Sequence[Row]:
        if self._connection is None:
            self._connection = self._connect()
            self._connection.set_progress_handler(self._late, STEPS)
        self._until = time.monotonic() + SECONDS
        try:
            return self._connection.execute(text, values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise TooSlowError from error
            raise

    def _late(self) -> bool:
        return time.monotonic() > self._until


SETTINGS = {
    "statement_timeout": str(int(SECONDS * 1000)),
    "enable_seqscan": "off",
    "jit": "off",
    "plan_cache_mode": "force_custom_plan",
    "max_parallel_workers_per_gather": "0",
}
"""Of a session for such questions: it plans each for its own values, and reads no table that an index can spare."""


class PostgresAside:
    """A small pool of its own, whose sessions end a question that takes too long."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    async def all(self, sql: Sql, *arguments: object) -> Sequence[Row]:
        try:
            rows: Sequence[Row] = await self._pool.fetch(sql.postgres, *arguments)
        except asyncpg.QueryCanceledError as error:
            raise TooSlowError from error
        return rows

    async def one(self, sql: Sql, *arguments: object) -> Row | None:
        rows = await self.all(sql, *arguments)
        return rows[0] if rows else None

    async def value(self, sql: Sql, *arguments: object) -> Any:
        row = await self.one(sql, *arguments)
        return None if row is None else row[0]
