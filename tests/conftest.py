"""Fixtures of the whole suite: every test of a feature runs on SQLite and on a real PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from folkmoot.infra.db import migrate, open_database
from tests.support import postgres
from tests.support.moot import Moot, moot

settings.register_profile("folkmoot", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("folkmoot")


async def _migrate(url: str) -> None:
    database = open_database(url)
    await database.start()
    await migrate(database)
    await database.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to copy."""
    path = tmp_path_factory.mktemp("template") / "folkmoot.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a migrated database on the suite's own PostgreSQL; skips where none can be had."""
    try:
        with postgres.running() as url:
            asyncio.run(_migrate(url))
            yield url
    except postgres.NoPostgresError as error:
        pytest.skip(f"no PostgreSQL here: {error}")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty, migrated database, once of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "folkmoot.db")
        return f"sqlite:///{tmp_path / 'folkmoot.db'}"
    url: str = request.getfixturevalue("postgres_url")
    asyncio.run(postgres.wipe(url))
    return url


@pytest.fixture
async def a_moot(database_url: str, tmp_path: Path) -> AsyncIterator[Moot]:
    """A running community on each database."""
    async with moot(tmp_path, database_url) as running:
        yield running
