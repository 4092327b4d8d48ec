"""Long questions to SQLite: asked beside everybody else, given up when nobody waits for them, and nothing but asked."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from folkmoot.infra.db import Sql, open_database

FOREVER = Sql("with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n")
ONE = Sql("select 1")


async def test_a_long_question_holds_up_nobody_and_ends_with_its_asker(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    await database.start()
    async with database.at_leisure() as db:
        asked = asyncio.create_task(db.all(FOREVER))
        for _ in range(20):
            async with database.transaction() as writer:
                await writer.run(Sql("create table if not exists leek (id integer)"))
        assert not asked.done()
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        assert await db.value(ONE) == 1
        assert await db.one(Sql("select 1 where 1 = 2")) is None
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await db.all(Sql("insert into leek values (1)"))
    await database.stop()
