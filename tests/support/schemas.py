"""Databases as they were: empty ones, and those of an older program."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from folkmoot.infra.clock import system_clock
from folkmoot.infra.db import Database, Sql, open_database
from folkmoot.infra.db.migrate import available, statements
from folkmoot.infra.ids import new_key

_HISTORY = Sql("create table migration (number integer primary key, name text not null, applied_at bigint not null)")
_RECORD = Sql("insert into migration (number, name, applied_at) values ($1, $2, $3)")


@asynccontextmanager
async def empty_database(kind: str, folder: Path, server: str = "") -> AsyncIterator[str]:
    """The URL of a database without any table; `server` is the URL of a PostgreSQL that may make one."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'empty.db'}"
        return
    name = f"empty_{new_key()}"
    connection = await asyncpg.connect(server)
    await connection.execute(f"create database {name}")
    try:
        yield server.replace("postgresql:///postgres", f"postgresql:///{name}")
    finally:
        await connection.execute(f"drop database {name} with (force)")
        await connection.close()


async def make_as_of(database: Database, number: int) -> None:
    """Make the schema that a program with only the first `number` migrations made."""
    async with database.transaction() as db:
        await db.run(_HISTORY)
        for found, name, text in available():
            if found <= number:
                for statement in statements(text, database.kind):
                    await db.run(statement)
                await db.run(_RECORD, found, name, system_clock())


async def columns(url: str) -> set[tuple[str, str]]:
    """Every (table, column) there is."""
    database = open_database(url)
    await database.start()
    if database.kind == "sqlite":
        sql = Sql("""
        select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c
        where t.type = 'table' and t.name not like 'sqlite%'
        """)
    else:
        sql = Sql("select table_name, column_name from information_schema.columns where table_schema = 'public'")
    found = {(str(row[0]), str(row[1])) for row in await database.reader.all(sql)}
    await database.stop()
    return found
