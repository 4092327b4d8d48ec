"""What stores may ask of a database, whichever it is."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from folkmoot.infra.db.sql import Sql

Row = Sequence[Any]


class DuplicateError(Exception):
    """A unique index refused the change; catch it outside the transaction, which is already rolled back."""


class BusyError(Exception):
    """The database made this transaction give way to another; nothing of it happened, and it may be tried again."""


class TooSlowError(Exception):
    """A question asked aside took too long and was given up."""


class Reader(Protocol):
    """Questions. Rows are sequences in the order of the selected columns."""

    async def all(self, sql: Sql, *arguments: object) -> Sequence[Row]: ...

    async def one(self, sql: Sql, *arguments: object) -> Row | None: ...

    async def value(self, sql: Sql, *arguments: object) -> Any: ...


class Writer(Reader, Protocol):
    """Questions and changes inside one transaction."""

    async def run(self, sql: Sql, *arguments: object) -> int:
        """Carry out one change; returns the number of rows it touched."""
        ...

    async def many(self, sql: Sql, rows: Iterable[Sequence[object]]) -> None:
        """Carry out one change for each row of arguments."""
        ...


class Database(Protocol):
    """A reader for everyone and the way to a transaction."""

    kind: str

    @property
    def reader(self) -> Reader: ...

    @property
    def aside(self) -> Reader:
        """Return the reader for questions that may take long; TooSlowError when one takes too long."""
        ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def at_leisure(self) -> AbstractAsyncContextManager[Reader]:
        """Open a reader for questions that take seconds: neither writers nor the event loop wait for them."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[Writer]:
        """Open a transaction: commits on leaving, rolls back when an exception leaves it.

        Nothing but questions to this database may be awaited inside: on SQLite every other writer waits.
        """
        ...
