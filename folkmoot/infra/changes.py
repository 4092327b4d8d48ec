"""Who changed what: every commit names the keys it touched, and every process drops what it remembered of them.

On SQLite the names stand in the `change` table, read before a request's first question: a cache can never show
what a committed transaction took away. On PostgreSQL they travel by NOTIFY, in commit order.
"""

import asyncio
import logging
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

import msgspec

from folkmoot.infra.db import Database, Sql, Writer
from folkmoot.infra.db.postgres import Postgres
from folkmoot.infra.db.sqlite import Sqlite

log = logging.getLogger(__name__)

Key = tuple[str, int]
V = TypeVar("V")

_NEWEST = Sql("select coalesce(max(seq), 0) from change")
_SINCE = Sql("select seq, keys from change where seq > $1 order by seq")
_RECORD = Sql("insert into change (keys) values ($1)")
_PRUNE = Sql("delete from change where seq <= $1")
_NOTIFY = Sql("select pg_notify('folkmoot_change', $1)")

CHANNEL = "folkmoot_change"
PAYLOAD_LIMIT = 7_900
"""PostgreSQL refuses payloads of 8,000 bytes; a longer list of keys becomes 'everything'."""
KEPT = 10_000
"""Rows of `change` kept for processes that lag; one that lags further forgets everything."""
RECENT = 20_000
RETRY_SECONDS = 0.5


class Shelf(Generic[V]):
    """A bounded memory of one kind of thing, least recently used first out; emptied by changes of that kind.

    A value read from the database is put with the `tick` seen before the read, so that a change that
    arrived meanwhile wins over the older value.
    """

    def __init__(self, changes: "Changes", kind: str, size: int) -> None:
        self._changes = changes
        self._kind = kind
        self._size = size
        self._kept: OrderedDict[int, V] = OrderedDict()

    def get(self, key: int) -> V | None:
        value = self._kept.get(key)
        if value is not None and len(self._kept) * 2 > self._size:
            self._kept.move_to_end(key)
        return value

    def many(self, keys: Iterable[int]) -> tuple[dict[int, V], list[int]]:
        """Return what is remembered of `keys`, and those of which nothing is."""
        kept, crowded = self._kept, len(self._kept) * 2 > self._size
        found: dict[int, V] = {}
        missing = []
        for key in keys:
            value = kept.get(key)
            if value is None:
                missing.append(key)
                continue
            found[key] = value
            if crowded:
                kept.move_to_end(key)
        return found, missing

    def put(self, key: int, value: V, tick: int) -> None:
        if self._changes.changed_since((self._kind, key), tick):
            return
        self._kept[key] = value
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def drop(self, key: int) -> None:
        self._kept.pop(key, None)

    def clear(self) -> None:
        self._kept.clear()


class Changes:
    """The memory of this process and the news that keep it true."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: dict[str, list[Callable[[int], None]]] = defaultdict(list)
        self._followers: list[Callable[[list[Key]], None]] = []
        self._shelves: list[Shelf[Any]] = []
        self._recent: OrderedDict[Key, int] = OrderedDict()
        self._forgot_all_at = 0
        self._sqlite = database if isinstance(database, Sqlite) else None
        self._seen = 0
        self._commits = b""
        self._listening: Any = None
        self._relisten: asyncio.Task[None] | None = None
        self._deaf = False
        self.tick = 0

    async def start(self) -> None:
        if isinstance(self._database, Postgres):
            await self._listen(self._database)
        else:
            self._seen = await self._database.reader.value(_NEWEST)

    async def stop(self) -> None:
        if self._relisten is not None:
            self._relisten.cancel()
        if self._listening is not None:
            self._listening.remove_termination_listener(self._lost)
            await self._listening.close()

    def shelf(self, kind: str, size: int) -> Shelf[Any]:
        """Return a new memory of at most `size` things that is emptied by changes of `kind`."""
        shelf: Shelf[Any] = Shelf(self, kind, size)
        self._shelves.append(shelf)
        self._listeners[kind].append(shelf.drop)
        return shelf

    def on(self, kind: str, listener: Callable[[int], None]) -> None:
        """Call `listener(id)` in this process for each committed change of `kind`, wherever it was made."""
        self._listeners[kind].append(listener)

    def each_commit(self, follower: Callable[[list[Key]], None]) -> None:
        """Call `follower` once for each committed transaction with all it touched, in the order of commits.

        This process hears of them as it catches up; what it missed because it lagged too far is left out.
        """
        self._followers.append(follower)

    @property
    def deaf(self) -> bool:
        """Say that news do not arrive just now, so that nothing remembered may be believed."""
        return self._deaf

    def changed_since(self, key: Key, tick: int) -> bool:
        return self._forgot_all_at > tick or self._recent.get(key, 0) > tick or self._deaf

    def apply(self, keys: Iterable[Key]) -> None:
        self.tick += 1
        for key in keys:
            self._recent[key] = self.tick
            self._recent.move_to_end(key)
            for listener in self._listeners.get(key[0], ()):
                listener(key[1])
        while len(self._recent) > RECENT:
            self._forgot_all_at = self._recent.popitem(last=False)[1]

    def forget_everything(self) -> None:
        self.tick += 1
        self._forgot_all_at = self.tick
        for shelf in self._shelves:
            shelf.clear()
        for listener in self._listeners.get("everything", ()):
            listener(0)

    async def catch_up(self) -> None:
        """Apply what other connections committed since the last look (SQLite); free on PostgreSQL."""
        if self._sqlite is None:
            return
        commits = self._sqlite.commits()
        if commits == self._commits:
            return
        reader = self._sqlite.reader
        rows = await reader.all(_SINCE, self._seen)
        if rows and rows[0][0] != self._seen + 1:
            self.forget_everything()
        for _, keys in rows:
            self._learn(_decode(keys))
        if rows:
            self._seen = rows[-1][0]
        self._commits = commits if self._sqlite.is_settled(commits) else b""

    def _learn(self, keys: list[Key]) -> None:
        self.apply(keys)
        for follower in self._followers:
            follower(keys)

    async def record(self, db: Writer, keys: Iterable[Key]) -> None:
        """Write the touched keys down inside the transaction that touched them."""
        payload = msgspec.json.encode(list(keys)).decode()
        if self._database.kind == "sqlite":
            await db.run(_RECORD, payload)
        else:
            await db.run(_NOTIFY, payload if len(payload) < PAYLOAD_LIMIT else "[]")

    async def prune(self) -> None:
        """Drop old rows of the `change` table; runs now and then in the worker."""
        if self._database.kind == "sqlite":
            newest = await self._database.reader.value(_NEWEST)
            async with self._database.transaction() as db:
                await db.run(_PRUNE, newest - KEPT)

    async def _listen(self, database: Postgres) -> None:
        import asyncpg

        self._listening = await asyncpg.connect(database.url)
        await self._listening.add_listener(CHANNEL, self._heard)
        self._listening.add_termination_listener(self._lost)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: str) -> None:
        keys = _decode(payload)
        if keys:
            self._learn(keys)
        else:
            self.forget_everything()

    def _lost(self, _connection: object) -> None:
        """The connection that listens broke: until it is back, nothing may be remembered."""
        self._deaf = True
        self.forget_everything()
        self._relisten = asyncio.get_running_loop().create_task(self._listen_again())

    async def _listen_again(self) -> None:
        import asyncpg

        assert isinstance(self._database, Postgres)
        while self._deaf:
            try:
                await self._listen(self._database)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("PostgreSQL does not tell us of changes (%s); trying again", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
            else:
                self._deaf = False
                self.forget_everything()


def _decode(payload: str) -> list[Key]:
    return msgspec.json.decode(payload, type=list[Key])
