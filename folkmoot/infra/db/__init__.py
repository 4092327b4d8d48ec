"""The data layer: SQLite or PostgreSQL behind one small front, the same SQL text and the same tests on both."""

from folkmoot.infra.db.again import persistently
from folkmoot.infra.db.front import BusyError, Database, DuplicateError, Lane, Reader, Row, TooSlowError, Writer
from folkmoot.infra.db.migrate import migrate, pending
from folkmoot.infra.db.opening import open_database
from folkmoot.infra.db.paged import Bounds, Paged
from folkmoot.infra.db.sql import Sql

__all__ = [
    "Bounds",
    "BusyError",
    "Database",
    "DuplicateError",
    "Lane",
    "Paged",
    "Reader",
    "Row",
    "Sql",
    "TooSlowError",
    "Writer",
    "migrate",
    "open_database",
    "pending",
    "persistently",
]
