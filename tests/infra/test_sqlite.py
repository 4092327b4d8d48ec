"""SQLite under what happens to files: several processes, foreign writers, a full disk."""

import asyncio
import multiprocessing
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from folkmoot.infra.db import BusyError, Sql, open_database
from folkmoot.infra.db.sqlite import Sqlite

INSERT = Sql("insert into setting (name, value) values ($1, $2)")
NAMES = Sql("select name from setting order by name")
BIG = "x" * 40_000


@pytest.fixture
async def database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Sqlite]:
    path = tmp_path / "folkmoot.db"
    path.write_bytes(sqlite_template.read_bytes())
    opened = Sqlite(str(path))
    await opened.start()
    yield opened
    await opened.stop()


async def _put(database: Sqlite, name: str, value: str = "") -> None:
    async with database.transaction() as db:
        await db.run(INSERT, name, value)


async def _names(database: Sqlite) -> set[str]:
    return {row[0] for row in await database.reader.all(NAMES)}


async def _put_many(url: str, tag: str) -> None:
    database = open_database(url)
    await database.start()

    async def one(number: int) -> None:
        async with database.transaction() as db:
            await db.run(INSERT, f"{tag} {number}", "")

    for start in range(0, 200, 20):
        await asyncio.gather(*(one(start + number) for number in range(20)))
    await database.stop()


def _in_a_process(url: str, tag: str) -> None:
    asyncio.run(_put_many(url, tag))


async def test_processes_take_turns(database: Sqlite) -> None:
    """Three processes write at once as hard as they can: none is refused, nothing is lost."""
    spawn = multiprocessing.get_context("spawn")
    url = f"sqlite:///{database.path}"
    processes = [spawn.Process(target=_in_a_process, args=(url, tag)) for tag in ("a", "b")]
    for process in processes:
        process.start()
    await _put_many(url, "here")
    for process in processes:
        await asyncio.to_thread(process.join, 60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(await _names(database)) == 600


async def test_a_foreign_writer_is_waited_for(database: Sqlite) -> None:
    """A shell or a backup that holds the database knows nothing of our lock."""
    foreign = sqlite3.connect(database.path, isolation_level=None)
    foreign.execute("begin immediate")
    foreign.execute("insert into setting (name, value) values ('foreign', '')")
    waiting = asyncio.create_task(_put(database, "ours"))
    second = asyncio.create_task(_put(database, "second"))
    await asyncio.sleep(0)
    assert not waiting.done()
    foreign.execute("commit")
    foreign.close()
    await asyncio.gather(waiting, second)
    assert await _names(database) == {"foreign", "ours", "second"}


async def test_whoever_gives_up_waiting_for_a_foreign_writer_leaves_the_way_free(database: Sqlite) -> None:
    foreign = sqlite3.connect(database.path, isolation_level=None)
    foreign.execute("begin immediate")
    waiting = asyncio.create_task(_put(database, "ours"))
    second = asyncio.create_task(_put(database, "second"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    foreign.execute("rollback")
    foreign.close()
    await second
    await _put(database, "after")
    assert await _names(database) == {"second", "after"}


async def test_a_foreign_writer_that_never_ends_makes_us_busy(
    database: Sqlite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.infra.db.sqlite.BUSY_SECONDS", 0.05)
    foreign = sqlite3.connect(database.path, isolation_level=None)
    foreign.execute("begin immediate")
    results = await asyncio.gather(_put(database, "a"), _put(database, "b"), return_exceptions=True)
    assert [type(result) for result in results] == [BusyError, BusyError]
    foreign.execute("rollback")
    foreign.close()
    await _put(database, "after")
    assert await _names(database) == {"after"}


async def test_a_full_database_loses_nothing_it_acknowledged(database: Sqlite) -> None:
    """SQLite may undo the whole group when it is full: then nobody of that group was told that it succeeded."""
    pages = database._writes.execute("pragma page_count").fetchone()[0]
    database._writes.execute(f"pragma max_page_count = {pages + 60}")

    async def one(number: int) -> str:
        await _put(database, f"{number:02}", BIG if number % 2 else "small")
        return f"{number:02}"

    results = await asyncio.gather(*(one(number) for number in range(40)), return_exceptions=True)
    refused = [result for result in results if isinstance(result, BaseException)]
    assert refused
    assert {type(result) for result in refused} == {BusyError}
    assert await _names(database) == {result for result in results if isinstance(result, str)}
    database._writes.execute("pragma max_page_count = 1000000")
    await _put(database, "after", BIG)
    assert "after" in await _names(database)


_FILLS_THE_DISK = """
import asyncio, resource, sys
from folkmoot.infra.db import BusyError, Sql
from folkmoot.infra.db.sqlite import Sqlite

async def main(path):
    database = Sqlite(path)
    await database.start()
    sql = Sql("insert into setting (name, value) values ($1, $2)")
    resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, resource.RLIM_INFINITY))
    refused = 0

    async def one(number):
        nonlocal refused
        try:
            async with database.transaction() as db:
                await db.run(sql, str(number), "x" * 40_000)
        except BusyError:
            refused += 1
        else:
            print(number)

    for start in range(0, 60, 6):
        await asyncio.wait_for(asyncio.gather(*(one(start + n) for n in range(6))), 20)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert refused, "the disk was never full"
    await one(99)
    await database.stop()

asyncio.run(main(sys.argv[1]))
"""


async def test_a_full_disk_loses_nothing_it_acknowledged(database: Sqlite) -> None:
    """A limit on the size of files stands for the disk: the COMMIT itself fails."""
    ran = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _FILLS_THE_DISK, database.path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    acknowledged = set(ran.stdout.split())
    assert "99" in acknowledged
    assert acknowledged == await _names(database)


async def test_a_wrong_statement_stays_what_it_is(database: Sqlite) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        async with database.transaction() as db:
            await db.run(Sql("insert into nowhere values (1)"))
    await _put(database, "after")


async def test_stopping_commits_what_is_under_way(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Sqlite(str(path))
    await database.start()
    tasks = [asyncio.create_task(_put(database, str(number))) for number in range(5)]
    await asyncio.sleep(0)
    stopping = asyncio.create_task(database.stop())
    results = await asyncio.gather(*tasks, return_exceptions=True)
    await stopping
    again = sqlite3.connect(path)
    names = {row[0] for row in again.execute("select name from setting")}
    again.close()
    assert names == {str(number) for number, result in enumerate(results) if result is None}


def test_nothing_is_left_open_in_the_settings(sqlite_template: Path) -> None:
    """What durability and integrity rest on."""

    async def look() -> tuple[object, ...]:
        database = Sqlite(str(sqlite_template))
        await database.start()
        found = tuple(
            database._writes.execute(f"pragma {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        )
        await database.stop()
        return found

    assert asyncio.run(look()) == ("wal", 2, 1)
