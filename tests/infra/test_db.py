"""The data layer: what a transaction promises, on both databases alike."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from folkmoot.infra.db import Database, DuplicateError, Sql, open_database
from folkmoot.infra.errors import OperatorError
from tests.support.moot import Moot

INSERT = Sql("insert into setting (name, value) values ($1, $2)")
ALL = Sql("select name, value from setting order by name")
COUNT = Sql("select count(*) from setting")
_STILL_THERE = Sql("select count(*) from pg_stat_get_activity($1::int)")
NAMED = Sql("select name from setting where name = any($1) order by name")


class BrokenOffError(Exception):
    """What a test raises in a transaction."""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    await opened.start()
    yield opened
    await opened.stop()


async def _put(database: Database, name: str, value: str = "") -> None:
    async with database.transaction() as db:
        await db.run(INSERT, name, value)


async def _names(database: Database) -> list[str]:
    return [row[0] for row in await database.reader.all(ALL)]


async def test_what_is_committed_can_be_read(database: Database) -> None:
    async with database.transaction() as db:
        assert await db.run(INSERT, "a", "1") == 1
        assert await db.value(COUNT) == 1
    assert [tuple(row) for row in await database.reader.all(ALL)] == [("a", "1")]


async def test_what_is_not_committed_cannot_be_read(database: Database) -> None:
    async with database.transaction() as db:
        await db.run(INSERT, "a", "1")
        assert await database.reader.value(COUNT) == 0
    assert await database.reader.value(COUNT) == 1


async def test_an_exception_undoes_everything(database: Database) -> None:
    with pytest.raises(BrokenOffError):
        async with database.transaction() as db:
            await db.run(INSERT, "a", "1")
            raise BrokenOffError
    assert await _names(database) == []
    await _put(database, "b")
    assert await _names(database) == ["b"]


async def test_a_second_row_of_one_key_is_a_duplicate(database: Database) -> None:
    await _put(database, "a")
    with pytest.raises(DuplicateError):
        await _put(database, "a")
    with pytest.raises(DuplicateError):
        async with database.transaction() as db:
            await db.many(INSERT, [("b", ""), ("a", "")])
    with pytest.raises(DuplicateError):
        async with database.transaction() as db:
            await db.all(Sql("insert into setting (name, value) values ($1, $2) returning name"), "a", "")
    assert await _names(database) == ["a"]


async def test_one_failure_does_not_hurt_the_others(database: Database) -> None:
    """Fifty at once, every third of which fails: on SQLite they share commits."""

    async def one(number: int) -> None:
        async with database.transaction() as db:
            await db.run(INSERT, f"{number:02}", "")
            if number % 3 == 0:
                raise BrokenOffError

    results = await asyncio.gather(*(one(number) for number in range(50)), return_exceptions=True)
    failed = [number for number, result in enumerate(results) if isinstance(result, BrokenOffError)]
    assert failed == list(range(0, 50, 3))
    assert await _names(database) == [f"{number:02}" for number in range(50) if number % 3]


async def test_whoever_returns_is_committed(database_url: str, database: Database) -> None:
    """Another connection sees what a returned transaction wrote, however many wait behind it."""
    other = open_database(database_url)
    await other.start()
    seen = []

    async def one(number: int) -> None:
        await _put(database, f"{number:03}")
        seen.append(f"{number:03}" in await _names(other))

    await asyncio.gather(*(one(number) for number in range(200)))
    await other.stop()
    assert seen == [True] * 200


async def test_lists_are_parameters(database: Database) -> None:
    async with database.transaction() as db:
        await db.many(INSERT, [(name, "") for name in ("a", 'b"', "c'", "d,e", "ü", "☃")])
    assert [row[0] for row in await database.reader.all(NAMED, ["c'", "ü", "zz", 'b"'])] == ['b"', "c'", "ü"]
    assert await database.reader.all(NAMED, []) == []
    many = [f"n{number}" for number in range(20_000)]
    assert [row[0] for row in await database.reader.all(NAMED, [*many, "a"])] == ["a"]


async def test_answers_are_what_they_seem(database: Database) -> None:
    await _put(database, "a", "1")
    assert await database.reader.one(ALL) is not None
    assert await database.reader.one(NAMED, ["zz"]) is None
    assert await database.reader.value(NAMED, ["zz"]) is None
    async with database.transaction() as db:
        assert await db.run(Sql("update setting set value = $1"), "x") == 1
        assert await db.run(Sql("delete from setting where name = $1"), "zz") == 0
        assert await db.run(Sql("delete from setting")) == 1


async def test_two_servers_on_one_database_take_turns(database_url: str, database: Database) -> None:
    other = open_database(database_url)
    await other.start()
    one = [_put(database, f"a{number}") for number in range(100)]
    two = [_put(other, f"b{number}") for number in range(100)]
    await asyncio.gather(*one, *two)
    assert await database.reader.value(COUNT) == await other.reader.value(COUNT) == 200
    await other.stop()


async def test_a_sum_kept_by_many_at_once_is_right(database: Database) -> None:
    """Read, add and write in one transaction loses nothing where the row is locked by the reading."""
    await _put(database, "sum", "0")

    async def add() -> None:
        async with database.transaction() as db:
            value = int(await db.value(Sql("select value from setting where name = 'sum' for update")))
            await asyncio.sleep(0)
            await db.run(Sql("update setting set value = $1 where name = 'sum'"), str(value + 1))

    await asyncio.gather(*(add() for _ in range(40)))
    assert await database.reader.value(Sql("select value from setting")) == "40"


@pytest.mark.parametrize("steps", range(6))
async def test_cancelling_leaves_nothing_half_done(database: Database, steps: int) -> None:
    """One of many is cancelled some steps after it began: it is there or not, and all others are."""

    async def slow(name: str) -> None:
        async with database.transaction() as db:
            await db.run(INSERT, name, "")
            await asyncio.sleep(0)
            await db.run(INSERT, f"{name} twice", "")

    tasks = [asyncio.create_task(slow(f"{number:02}")) for number in range(12)]
    for _ in range(steps):
        await asyncio.sleep(0)
    for task in tasks[::3]:
        task.cancel()
    done = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 20)
    names = set(await _names(database))
    for number, result in enumerate(done):
        pair = {f"{number:02}", f"{number:02} twice"}
        assert pair <= names if result is None else not (pair & names) or pair <= names
        assert result is None or number % 3 == 0
    await _put(database, "after")
    assert "after" in await _names(database)


async def test_whoever_gives_up_in_line_leaves_the_others_their_turn(database: Database) -> None:
    """The only one waiting is cancelled when its turn has come: the one before must still be committed."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with database.transaction() as db:
            await db.run(INSERT, "first", "")
            begun.set()
            await go_on.wait()

    one = asyncio.create_task(first())
    await begun.wait()
    two = asyncio.create_task(_put(database, "second"))
    await asyncio.sleep(0)
    go_on.set()
    while not one.done() and not two.done():
        two.cancel()
        await asyncio.sleep(0)
    await asyncio.wait_for(one, 10)
    await asyncio.wait([two])
    assert "first" in await _names(database)


async def test_a_closed_database_says_so(database_url: str) -> None:
    opened = open_database(database_url)
    await opened.start()
    await _put(opened, "a")
    await opened.stop()
    with pytest.raises(Exception, match="clos"):
        await _put(opened, "b")


@pytest.mark.parametrize("url", ["mysql://x", "", "sqlite:/x", "/tmp/x.db", "http://x"])
def test_an_odd_url_is_the_operators_to_mend(url: str) -> None:
    with pytest.raises(OperatorError, match=r"database\.url"):
        open_database(url)


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all/x.db", "postgresql:///x?host=/nowhere&user=x"])
async def test_a_database_that_is_not_there_is_the_operators_to_mend(url: str) -> None:
    with pytest.raises(OperatorError, match=r"database|PostgreSQL"):
        await open_database(url).start()


def test_one_text_becomes_two() -> None:
    sql = Sql("select a from b where c = any($1) and d = $2 for update skip locked")
    assert sql.postgres == "select a from b where c = any($1) and d = $2 for update skip locked"
    assert sql.sqlite.split() == [
        "select",
        "a",
        "from",
        "b",
        "where",
        "c",
        "in",
        "(select",
        "value",
        "from",
        "json_each(?1))",
        "and",
        "d",
        "=",
        "?2",
    ]
    assert Sql("x $1", sqlite="y $1").sqlite == "y ?1"
    assert Sql("id bigint primary key, b bytea").sqlite == "id integer primary key, b blob"


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_connection_that_broke_is_replaced(a_moot: Moot) -> None:
    reader = a_moot.ground.db.reader
    mine = await reader.value(Sql("select pg_backend_pid()"))
    async with a_moot.ground.work() as work:
        await work.db.value(Sql("select pg_terminate_backend($1::int)"), mine)
    async with a_moot.ground.work() as work:  # meanwhile the connection hears of its end
        while await work.db.value(_STILL_THERE, mine):
            pass
    assert await reader.value(Sql("select pg_backend_pid()")) != mine
