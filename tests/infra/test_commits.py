"""Whether anything was committed is seen without a question, and never missed."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from folkmoot.infra.changes import Changes
from folkmoot.infra.db import DuplicateError, Sql
from folkmoot.infra.db.sqlite import Sqlite

NEWS = Sql("insert into setting (name, value) values ($1, '')")
KEY = ("setting", 1)


class Process:
    """A server process: its database, its changes, and how often it asked what changed."""

    def __init__(self, path: Path) -> None:
        self.db = Sqlite(str(path))
        self.changes = Changes(self.db)
        self.heard: list[int] = []
        self.changes.on("setting", self.heard.append)

    async def write(self, name: str) -> None:
        async with self.db.transaction() as db:
            await db.run(NEWS, name)
            await self.changes.record(db, [KEY])

    async def write_twice(self, name: str) -> None:
        async with self.db.transaction() as db:
            await db.run(NEWS, name)
            await db.run(NEWS, name)

    async def asks(self) -> bool:
        """Say whether catching up took a question."""
        asked: list[str] = []
        self.db._reads.set_trace_callback(asked.append)
        await self.changes.catch_up()
        self.db._reads.set_trace_callback(None)
        return bool(asked)


@pytest.fixture
async def pair(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[tuple[Process, Process]]:
    path = tmp_path / "folkmoot.db"
    shutil.copy(sqlite_template, path)
    both = Process(path), Process(path)
    for process in both:
        await process.db.start()
        await process.changes.start()
    yield both
    for process in both:
        await process.changes.stop()
        await process.db.stop()


async def test_nothing_is_asked_until_somebody_commits(pair: tuple[Process, Process]) -> None:
    here, there = pair
    await here.changes.catch_up()
    assert not await here.asks()
    await there.write("a")
    assert here.heard == []
    assert await here.asks()
    assert here.heard == [1]
    assert not await here.asks()


async def test_ones_own_commit_is_seen_like_any_other(pair: tuple[Process, Process]) -> None:
    here, _ = pair
    await here.write("a")
    assert await here.asks()
    assert here.heard == [1]


async def test_a_commit_under_way_is_looked_for_again(pair: tuple[Process, Process]) -> None:
    """Between the two counts the commit may or may not be visible: whoever looks then must look again."""
    here, there = pair
    await here.changes.catch_up()
    begun = int.from_bytes(there.db.commits(), "little") | 1
    there.db._counter[:] = begun.to_bytes(8, "little")
    assert await here.asks()
    assert await here.asks()
    await there.write("a")
    assert await here.asks()
    assert here.heard == [1]
    assert not await here.asks()


async def test_a_transaction_that_fails_is_no_news(pair: tuple[Process, Process]) -> None:
    here, there = pair
    await here.changes.catch_up()
    with pytest.raises(DuplicateError):
        await there.write_twice("a")
    assert not await here.asks()
