"""Long questions to SQLite, asked from a thread over a connection of their own: nobody waits for them."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from folkmoot.infra.db.front import Row
from folkmoot.infra.db.sql import Sql


class LeisureReader:
    """Questions answered in a thread; SQLite holds no lock of the interpreter while it looks."""

    def __init__(self, connection: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._connection = connection
        self._thread = thread

    async def all(self, sql: Sql, *arguments: object) -> Sequence[Row]:
        def ask() -> Sequence[Row]:
            return self._connection.execute(sql.sqlite, sql.sqlite_arguments(arguments)).fetchall()

        asked = asyncio.get_running_loop().run_in_executor(self._thread, ask)
        try:
            return await asyncio.shield(asked)
        except asyncio.CancelledError:
            self._connection.interrupt()
            await asyncio.wait([asked])
            if not asked.cancelled():
                asked.exception()
            raise

    async def one(self, sql: Sql, *arguments: object) -> Row | None:
        rows = await self.all(sql, *arguments)
        return rows[0] if rows else None

    async def value(self, sql: Sql, *arguments: object) -> Any:
        row = await self.one(sql, *arguments)
        return None if row is None else row[0]


@asynccontextmanager
async def reading_at_leisure(connect: Callable[[], sqlite3.Connection]) -> AsyncIterator[LeisureReader]:
    """Open a connection that cannot write, for as long as somebody asks."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-leisure")
    connection = connect()
    try:
        connection.execute("pragma query_only = on")
        yield LeisureReader(connection, thread)
    finally:
        connection.close()
        thread.shutdown()
