"""What one process remembers, another one's commit makes it forget."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import asyncpg
import pytest

from folkmoot.infra import changes as changes_module
from folkmoot.infra.changes import Changes, Shelf
from folkmoot.infra.db import Database, Sql, open_database

INSERT = Sql("insert into setting (name, value) values ($1, $2)")
UPDATE = Sql("update setting set value = $2 where name = $1")
VALUE = Sql("select value from setting where name = $1")


class Process:
    """What a server process has of its database and its changes."""

    def __init__(self, url: str) -> None:
        self.db: Database = open_database(url)
        self.changes = Changes(self.db)
        self.shelf: Shelf[str] = self.changes.shelf("setting", 100)

    async def start(self) -> "Process":
        await self.db.start()
        await self.changes.start()
        return self

    async def stop(self) -> None:
        await self.changes.stop()
        await self.db.stop()

    async def write(self, sql: Sql, *arguments: object, touched: list[tuple[str, int]]) -> None:
        async with self.db.transaction() as db:
            await db.run(sql, *arguments)
            await self.changes.record(db, touched)

    async def remembered(self, key: int) -> str | None:
        """The value by way of the memory, as features read."""
        await self.changes.catch_up()
        known = self.shelf.get(key)
        if known is None:
            tick = self.changes.tick
            known = await self.db.reader.value(VALUE, str(key))
            if known is not None:
                self.shelf.put(key, known, tick)
        return known


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.001)


@pytest.fixture
async def pair(database_url: str) -> AsyncIterator[tuple[Process, Process]]:
    one, two = await Process(database_url).start(), await Process(database_url).start()
    yield one, two
    await two.stop()
    await one.stop()


Pair = tuple[Process, Process]


async def _heard(process: Process, tick: int) -> None:
    """Wait for the news where they travel (PostgreSQL); look for them where they lie (SQLite)."""
    if process.db.kind == "postgres":
        await _until(lambda: process.changes.tick > tick)
    else:
        await process.changes.catch_up()


async def test_what_one_commits_the_other_forgets(pair: Pair) -> None:
    one, two = pair
    before = two.changes.tick
    await one.write(INSERT, "1", "old", touched=[("setting", 1)])
    await one.write(INSERT, "2", "kept", touched=[("setting", 2)])
    await _heard(two, before + 1)
    assert (await two.remembered(1), await two.remembered(2)) == ("old", "kept")
    tick = two.changes.tick
    await one.write(UPDATE, "1", "new", touched=[("setting", 1)])
    await _heard(two, tick)
    assert two.shelf.get(2) == "kept"
    assert await two.remembered(1) == "new"


async def test_on_sqlite_the_next_read_is_true(sqlite_template: Any, tmp_path: Any) -> None:
    """No waiting at all between the other process's commit and our read."""
    path = tmp_path / "folkmoot.db"
    path.write_bytes(sqlite_template.read_bytes())
    one, two = await Process(f"sqlite:///{path}").start(), await Process(f"sqlite:///{path}").start()
    await one.write(INSERT, "1", "0", touched=[("setting", 1)])
    for number in range(1, 200):
        assert await two.remembered(1) == str(number - 1)
        await one.write(UPDATE, "1", str(number), touched=[("setting", 1)])
        assert await two.remembered(1) == str(number)
    await two.stop()
    await one.stop()


async def test_nothing_is_told_of_what_was_undone(pair: Pair) -> None:
    one, two = pair
    told: list[int] = []
    two.changes.on("setting", told.append)
    with pytest.raises(ZeroDivisionError):
        async with one.db.transaction() as db:
            await one.changes.record(db, [("setting", 1)])
            raise ZeroDivisionError
    tick = two.changes.tick
    await one.write(INSERT, "2", "", touched=[("setting", 2)])
    await _heard(two, tick)
    assert told == [2]


async def test_listeners_hear_every_key_in_order(pair: Pair) -> None:
    one, two = pair
    told: list[int] = []
    two.changes.on("post", told.append)
    for number in range(20):
        tick = two.changes.tick
        touched = [("post", number), ("other", 5), ("post", 100 + number)]
        await one.write(INSERT, str(number), "", touched=touched)
        await _heard(two, tick)
    assert told == [key for number in range(20) for key in (number, 100 + number)]


async def test_a_change_during_the_reading_wins(pair: Pair) -> None:
    """An old value that was read before the news came is not put on the shelf after them."""
    one, two = pair
    await one.write(INSERT, "1", "old", touched=[("setting", 1)])
    await two.changes.catch_up()
    tick = two.changes.tick
    value = await two.db.reader.value(VALUE, "1")
    await one.write(UPDATE, "1", "new", touched=[("setting", 1)])
    await _heard(two, tick)
    two.shelf.put(1, value, tick)
    assert two.shelf.get(1) is None
    assert await two.remembered(1) == "new"


async def test_too_many_changes_make_it_forget_everything(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = pair
    monkeypatch.setattr(changes_module, "RECENT", 50)
    monkeypatch.setattr(changes_module, "PAYLOAD_LIMIT", 500)
    old_tick = two.changes.tick
    await one.write(INSERT, "1", "here", touched=[("setting", 1)])
    await two.remembered(1)
    tick = two.changes.tick
    await one.write(INSERT, "2", "", touched=[("post", number) for number in range(1000)])
    await _heard(two, tick)
    two.shelf.put(7, "read long ago", old_tick)
    assert two.shelf.get(7) is None
    assert await two.remembered(1) == "here"


async def test_one_that_lagged_beyond_what_is_kept_forgets_everything(
    sqlite_template: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "folkmoot.db"
    path.write_bytes(sqlite_template.read_bytes())
    one, two = await Process(f"sqlite:///{path}").start(), await Process(f"sqlite:///{path}").start()
    await one.write(INSERT, "1", "old", touched=[("setting", 1)])
    assert await two.remembered(1) == "old"
    monkeypatch.setattr(changes_module, "KEPT", 2)
    await one.write(UPDATE, "1", "new", touched=[("setting", 1)])
    for number in range(10):
        await one.write(INSERT, f"n{number}", "", touched=[("post", number)])
    await one.changes.prune()
    assert await two.remembered(1) == "new"
    await two.stop()
    await one.stop()


@pytest.mark.postgres
async def test_who_no_longer_hears_remembers_nothing(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The listening connection is cut: everything is forgotten, nothing is kept until it listens again."""
    monkeypatch.setattr(changes_module, "RETRY_SECONDS", 0.001)
    process = await Process(postgres_url).start()
    process.shelf.put(1, "old", process.changes.tick)
    refusals = 2
    listen = process.changes._listen

    async def hindered(database: Any) -> None:
        nonlocal refusals
        assert process.shelf.get(1) is None
        process.shelf.put(2, "read while deaf", process.changes.tick)
        assert process.shelf.get(2) is None
        refusals -= 1
        if refusals >= 0:
            raise asyncpg.CannotConnectNowError("the database system is starting up")
        await listen(database)

    monkeypatch.setattr(process.changes, "_listen", hindered)
    before = process.changes._listening
    async with process.db.transaction() as db:
        await db.value(Sql("select pg_terminate_backend($1)"), before.get_server_pid())
    await _until(lambda: process.changes._listening is not before and not process.changes._deaf)
    process.shelf.put(3, "fresh", process.changes.tick)
    assert process.shelf.get(3) == "fresh"
    tick = process.changes.tick
    other = await Process(postgres_url).start()
    await other.write(Sql("select 1"), touched=[("setting", 3)])
    await _heard(process, tick)
    assert process.shelf.get(3) is None
    await other.stop()
    await process.stop()


def test_a_shelf_keeps_what_was_used_last() -> None:
    changes = Changes(open_database("sqlite:///unused"))
    shelf: Shelf[str] = changes.shelf("x", 3)
    for number in (1, 2, 3):
        shelf.put(number, str(number), 0)
    assert shelf.get(1) == "1"
    shelf.put(4, "4", 0)
    assert [shelf.get(number) for number in (1, 2, 3, 4)] == ["1", None, "3", "4"]
