"""Migrations are applied once, whole or not at all, whoever comes first."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from folkmoot.infra.db import Sql, migrate, open_database, pending
from folkmoot.infra.db.migrate import available, statements
from tests.support.schemas import columns, empty_database

_APPLIED = Sql("select number, name from migration order by number")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The kind of database, and the server that makes one."""
    return request.param, request.getfixturevalue("postgres_url") if request.param == "postgres" else ""


@pytest.fixture
async def empty_url(place: tuple[str, str], tmp_path: Path) -> AsyncIterator[str]:
    async with empty_database(place[0], tmp_path, place[1]) as url:
        yield url


async def _migrate(url: str) -> list[str]:
    database = open_database(url)
    await database.start()
    try:
        return await migrate(database)
    finally:
        await database.stop()


def _names() -> list[str]:
    return [f"{number:04}_{name}" for number, name, _ in available()]


async def test_everything_once_and_nothing_twice(empty_url: str) -> None:
    assert await _migrate(empty_url) == _names()
    before = await columns(empty_url)
    assert await _migrate(empty_url) == []
    assert await columns(empty_url) == before
    database = open_database(empty_url)
    await database.start()
    assert await pending(database) == []
    applied = [(row[0], row[1]) for row in await database.reader.all(_APPLIED)]
    assert applied == [(number, name) for number, name, _ in available()]
    await database.stop()


async def test_several_at_once_apply_each_once(empty_url: str) -> None:
    """As when several processes start together."""
    applied = await asyncio.gather(*(_migrate(empty_url) for _ in range(4)))
    assert sorted(name for names in applied for name in names) == _names()


async def test_what_is_pending_is_told(empty_url: str) -> None:
    database = open_database(empty_url)
    await database.start()
    assert await pending(database) == _names()
    await migrate(database)
    assert await pending(database) == []
    await database.stop()


async def test_a_migration_that_fails_leaves_no_trace(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [
        (1, "good", "create table good (id bigint primary key);"),
        (2, "bad", "create table half (id bigint primary key);\ninsert into nowhere values (1);\n"),
    ]
    monkeypatch.setitem(migrate.__globals__, "available", lambda: broken)
    with pytest.raises(Exception, match="nowhere"):
        await _migrate(empty_url)
    tables = {table for table, _ in await columns(empty_url)}
    assert tables == {"migration", "good"}
    mended = [broken[0], (2, "bad", "create table half (id bigint primary key);\n")]
    monkeypatch.setitem(migrate.__globals__, "available", lambda: mended)
    assert await _migrate(empty_url) == ["0002_bad"]


def test_migrations_are_one_numbered_line() -> None:
    assert [number for number, _, _ in available()] == list(range(1, len(available()) + 1))
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for _, name, _ in available())


def test_parts_for_one_database_are_left_out_for_the_other() -> None:
    text = "a;\n-- only sqlite\nb;\n-- both\nc;\n-- only postgres\nd;\ne;\n-- both\n-- a remark; with a semicolon\nf"
    assert [sql.postgres for sql in statements(text, "sqlite")] == ["a", "b", "c", "f"]
    assert [sql.postgres for sql in statements(text, "postgres")] == ["a", "c", "d", "e", "f"]


def test_both_databases_get_the_same_tables() -> None:
    """But for `change`, which PostgreSQL replaces by NOTIFY."""

    def tables(kind: str) -> set[str]:
        made = (
            re.match(r"create table (\w+)", sql.postgres)
            for _, _, text in available()
            for sql in statements(text, kind)
        )
        return {match[1] for match in made if match}

    assert tables("sqlite") - tables("postgres") == {"change"}
    assert tables("postgres") <= tables("sqlite")
