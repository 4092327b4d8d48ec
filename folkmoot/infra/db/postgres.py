"""PostgreSQL through an asyncpg pool; changes are announced to the other processes by NOTIFY."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from folkmoot.infra.db.aside import PostgresAside
from folkmoot.infra.db.front import BusyError, DuplicateError, Lane, Row
from folkmoot.infra.db.sql import Sql
from folkmoot.infra.errors import OperatorError


class PostgresReader:
    """Questions; each has a connection for its own length."""

    def __init__(self, source: Any) -> None:
        self._source = source

    async def all(self, sql: Sql, *arguments: object) -> Sequence[Row]:
        rows: Sequence[Row] = await self._source.fetch(sql.postgres, *arguments)
        return rows

    async def one(self, sql: Sql, *arguments: object) -> Row | None:
        row: Row | None = await self._source.fetchrow(sql.postgres, *arguments)
        return row

    async def value(self, sql: Sql, *arguments: object) -> Any:
        return await self._source.fetchval(sql.postgres, *arguments)


class PostgresWriter(PostgresReader):
    """Questions and changes inside the open transaction."""

    async def run(self, sql: Sql, *arguments: object) -> int:
        verdict: str = await self._source.execute(sql.postgres, *arguments)
        count = verdict.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def many(self, sql: Sql, rows: Iterable[Sequence[object]]) -> None:
        await self._source.executemany(sql.postgres, list(rows))


async def _as_it_is(_connection: object) -> None:
    """Give a connection back without a question to clear its session: ours set nothing that outlives a transaction.

    asyncpg rolls back an open transaction before it calls this. Saves every question outside one half its time.
    """


def _lives(connection: Any) -> bool:
    """Say whether a connection of the pool still stands; the pool takes back at once what broke, and says so."""
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:
        return False


class _Readers:
    """Connections of the pool that are kept for questions: taking one from the pool costs half as much as asking.

    At most `size` of them; who finds none free waits. One that broke goes back to the pool, which replaces it.
    """

    def __init__(self, pool: Any, size: int) -> None:
        self._pool = pool
        self._free: deque[Any] = deque()
        self._places = asyncio.Semaphore(size)
        self._is_closing = False

    async def fetch(self, query: str, *arguments: object) -> Any:
        return await self._asked("fetch", query, arguments)

    async def fetchrow(self, query: str, *arguments: object) -> Any:
        return await self._asked("fetchrow", query, arguments)

    async def fetchval(self, query: str, *arguments: object) -> Any:
        return await self._asked("fetchval", query, arguments)

    async def close(self) -> None:
        self._is_closing = True
        while self._free:
            await self._pool.release(self._free.pop())

    async def _asked(self, how: str, query: str, arguments: tuple[object, ...]) -> Any:
        async with self._places:
            connection = await self._take()
            try:
                return await getattr(connection, how)(query, *arguments)
            finally:
                if self._is_closing or not _lives(connection):
                    await self._pool.release(connection)
                else:
                    self._free.append(connection)

    async def _take(self) -> Any:
        while self._free:
            connection = self._free.pop()
            if _lives(connection):
                return connection
            await self._pool.release(connection)
        return await self._pool.acquire()


class Postgres:
    """The database at `url`, with a pool of at most `size` connections in this process."""

    kind = "postgres"

    def __init__(self, url: str, size: int = 10) -> None:
        self.url = url
        self._size = size
        self._asides: dict[Lane, PostgresAside] = {}

    async def start(self) -> None:
        try:
            self.pool = await asyncpg.create_pool(self.url, min_size=1, max_size=self._size, reset=_as_it_is)
        except (OSError, asyncpg.PostgresError) as error:
            raise OperatorError(f"Cannot reach PostgreSQL: {error}. Check database.url.") from error
        self._readers = _Readers(self.pool, self._size // 2)
        self.reader = PostgresReader(self._readers if self._size > 1 else self.pool)

    async def stop(self) -> None:
        for aside in self._asides.values():
            aside.stop()
        await self._readers.close()
        await self.pool.close()

    def aside(self, lane: Lane) -> PostgresAside:
        if lane not in self._asides:
            self._asides[lane] = PostgresAside(lane, self.url)
        return self._asides[lane]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[PostgresWriter]:
        try:
            async with self.pool.acquire() as connection, connection.transaction():
                yield PostgresWriter(connection)
        except asyncpg.IntegrityConstraintViolationError as error:
            raise DuplicateError(str(error)) from error
        except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError) as error:
            raise BusyError(str(error)) from error
