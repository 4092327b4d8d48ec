"""Questions that may take long: asked beside everybody else, given up in time, and nothing but asked."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from folkmoot.infra.db import Database, Lane, Sql, TooSlowError, open_database

PATIENT = Lane("patient", seconds=60.0)
STRICT = Lane("strict", seconds=60.0, by_index=True)
HASTY = Lane("hasty", seconds=0.2)
FOREVER = Sql(
    "select count(*) from generate_series(1, 1000000000000)",
    sqlite="with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n",
)
DOUBLE = Sql("select cast($1 as bigint) * 2")
NOTHING = Sql("select 1 where 1 = 2")
COUNT = Sql("select count(*) from setting")
INSERT = Sql("insert into setting (name, value) values ($1, '')")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    await opened.start()
    yield opened
    await opened.stop()


async def test_answers_are_those_of_any_reader(database: Database) -> None:
    for lane in (PATIENT, STRICT):
        db = database.aside(lane)
        assert database.aside(lane) is db
        assert [tuple(row) for row in await db.all(DOUBLE, 4)] == [(8,)]
        assert await db.value(DOUBLE, 2) == 4
        assert await db.one(NOTHING) is None
        assert await db.value(NOTHING) is None


async def test_what_was_committed_is_seen_and_nothing_can_be_written(database: Database) -> None:
    db = database.aside(PATIENT)
    for number in range(3):
        assert await db.value(COUNT) == number
        async with database.transaction() as writer:
            await writer.run(INSERT, str(number))
    with pytest.raises(Exception, match=r"read-?only"):
        await db.all(INSERT, "by the way")
    assert await db.value(COUNT) == 3


async def test_what_takes_longer_than_its_lane_allows_is_given_up(database: Database) -> None:
    db = database.aside(HASTY)
    for _ in range(2):
        with pytest.raises(TooSlowError):
            await db.all(FOREVER)


async def test_a_long_question_holds_up_nobody(database: Database) -> None:
    asked = asyncio.create_task(database.aside(PATIENT).all(FOREVER))
    for number in range(10):
        async with database.transaction() as writer:
            await writer.run(INSERT, str(number))
        assert await database.reader.value(COUNT) == number + 1
    with pytest.raises(TooSlowError):
        await database.aside(HASTY).all(FOREVER)
    assert not asked.done()
    asked.cancel()
    await asyncio.wait([asked])


async def test_a_question_ends_with_its_asker_and_none_but_it(database: Database) -> None:
    db = database.aside(PATIENT)
    asked = [asyncio.create_task(db.all(FOREVER)) for _ in range(3)]
    waiting = asyncio.create_task(db.value(DOUBLE, 21))
    for each in reversed(asked):
        await asyncio.sleep(0)
        each.cancel()
        with pytest.raises(asyncio.CancelledError):
            await each
    assert await waiting == 42
    assert await db.value(DOUBLE, 3) == 6


async def test_closing_gives_up_what_is_asked(database_url: str) -> None:
    database = open_database(database_url)
    await database.start()
    db = database.aside(PATIENT)
    assert await db.value(DOUBLE, 1) == 2
    asked = [asyncio.create_task(db.all(FOREVER)) for _ in range(3)]
    async with database.transaction() as writer:
        await writer.run(INSERT, "meanwhile")
    await database.stop()
    for answer in await asyncio.gather(*asked, return_exceptions=True):
        assert isinstance(answer, RuntimeError)
        assert str(answer) == "the database is closed"
    with pytest.raises(RuntimeError, match="closed"):
        await db.value(DOUBLE, 1)


async def test_a_lane_costs_nothing_until_it_is_used_and_leaves_nothing(database_url: str) -> None:
    def threads() -> set[str]:
        return {thread.name for thread in threading.enumerate() if "frugal" in thread.name}

    database = open_database(database_url)
    await database.start()
    db = database.aside(Lane("frugal", seconds=1.0))
    assert not threads()
    for number in range(50):
        assert await db.value(DOUBLE, number) == 2 * number
    assert len(threads()) <= 1, "one thread answers one after the other"
    await database.stop()
    assert not threads()
