"""Counting what a call asks of the database: a page must cost the same number of questions, however long it is."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from folkmoot.infra import changes
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Reader, Row, Sql


class Counting:
    """A reader that counts the questions it passes on."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.asked = 0

    async def all(self, sql: Sql, *arguments: object) -> Sequence[Row]:
        # Catching up is asked again and again while a commit is under way, which is a matter of chance.
        self.asked += sql is not changes._SINCE
        return await self._reader.all(sql, *arguments)

    async def one(self, sql: Sql, *arguments: object) -> Row | None:
        self.asked += 1
        return await self._reader.one(sql, *arguments)

    async def value(self, sql: Sql, *arguments: object) -> Any:
        self.asked += 1
        return await self._reader.value(sql, *arguments)


@asynccontextmanager
async def counting(ground: Ground) -> AsyncIterator[Counting]:
    """Count the questions asked inside, of a process that has caught up with every change and remembers nothing."""
    await ground.read()
    ground.changes.forget_everything()
    database: Any = ground.db
    reader = database.reader
    database.reader = counter = Counting(reader)
    try:
        yield counter
    finally:
        database.reader = reader
