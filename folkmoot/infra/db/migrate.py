"""Forward migrations: numbered SQL files, each applied once in a transaction of its own."""

from collections.abc import Iterator
from importlib.resources import files

from folkmoot.infra.clock import system_clock
from folkmoot.infra.db.front import Database, Reader
from folkmoot.infra.db.sql import Sql

_HISTORY = Sql(
    "create table if not exists migration (number integer primary key, name text not null, applied_at bigint not null)"
)
_APPLIED = Sql("select number from migration")
_RECORD = Sql("insert into migration (number, name, applied_at) values ($1, $2, $3)")
_LOCK = Sql("select pg_advisory_xact_lock(746273)", sqlite="select 1")


def available() -> list[tuple[int, str, str]]:
    """Return every migration as (number, name, SQL text), in order."""
    found = []
    for entry in files("folkmoot.migrations").iterdir():
        if entry.name.endswith(".sql"):
            number, _, name = entry.name.removesuffix(".sql").partition("_")
            found.append((int(number), name, entry.read_text(encoding="utf-8")))
    return sorted(found)


def statements(text: str, kind: str) -> Iterator[Sql]:
    """Yield the statements of a migration for one database.

    A block between `-- only sqlite` (or `-- only postgres`) and `-- both` is left out for the other database.
    """
    wanted, lines = True, []
    for line in text.splitlines():
        if line.startswith("-- only "):
            wanted = line.removeprefix("-- only ").strip() == kind
        elif line.startswith("-- both"):
            wanted = True
        elif wanted and not line.lstrip().startswith("--"):
            lines.append(line)
    for statement in "\n".join(lines).split(";\n"):
        if statement.strip(" \n;"):
            yield Sql(statement.strip(" \n;"))


async def _applied(db: Reader) -> set[int]:
    return {row[0] for row in await db.all(_APPLIED)}


async def pending(database: Database) -> list[str]:
    """Return the names of migrations that this database still lacks."""
    async with database.transaction() as db:
        await db.run(_HISTORY)
        done = await _applied(db)
    return [f"{number:04d}_{name}" for number, name, _ in available() if number not in done]


async def migrate(database: Database) -> list[str]:
    """Bring the database to the newest schema; returns the names of what was applied. Safe to run twice at once."""
    applied = []
    for number, name, text in available():
        async with database.transaction() as db:
            await db.run(_LOCK)
            await db.run(_HISTORY)
            if number in await _applied(db):
                continue
            for statement in statements(text, database.kind):
                await db.run(statement)
            await db.run(_RECORD, number, name, system_clock())
            applied.append(f"{number:04d}_{name}")
    return applied
