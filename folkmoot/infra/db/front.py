"""What stores may ask of a database, whichever it is."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple, Protocol

from folkmoot.infra.db.sql import Sql

Row = Sequence[Any]


class DuplicateError(Exception):
    """A unique index refused the change; catch it outside the transaction, which is already rolled back."""


class BusyError(Exception):
    """The database made this transaction give way to another; nothing of it happened, and it may be tried again."""


class TooSlowError(Exception):
    """A question asked aside took too long and was given up."""


class Lane(NamedTuple):
    """Where questions of one kind that may take long are asked, beside all others.

    One may take so many `seconds`, not counting the wait for those before it. `by_index` has PostgreSQL read no table
    that an index can spare: for questions that are quick if they are quick at all.
    """

    name: str
    seconds: float
    by_index: bool = False


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

    def aside(self, lane: Lane) -> Reader:
        """Return the reader of a lane: neither writers nor the event loop wait for what is asked there.

        A question that takes longer than the lane allows raises TooSlowError; one whose asker goes is given up.
        """
        ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def transaction(self) -> AbstractAsyncContextManager[Writer]:
        """Open a transaction: commits on leaving, rolls back when an exception leaves it.

        Nothing but questions to this database may be awaited inside: on SQLite every other writer waits.
        """
        ...
