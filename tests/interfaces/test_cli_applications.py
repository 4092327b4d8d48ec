"""The commands about those who wait for an answer."""

import asyncio
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from folkmoot.features import accounts, auth
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.cli import folkmoot
from folkmoot.wiring import CONSEQUENCES


async def _no_jobs(_: Ground) -> None:
    raise AssertionError("these commands carry out no jobs")


def _run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(folkmoot, ["--data", str(folder), *words], obj=(CONSEQUENCES, _no_jobs))


async def _apply(folder: Path) -> None:
    ground = Ground(config.load(folder), CONSEQUENCES)
    await ground.start()
    async with ground.work() as work:
        account = await accounts.open_account(work, "anna")
        await auth.open_user(
            work, account.id, email="anna@example.org", password_hash="x", confirmed=True, reason="I like\nmeadows"
        )
    await ground.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert _run(tmp_path / "data", "init").exit_code == 0
    asyncio.run(_apply(tmp_path / "data"))
    return tmp_path / "data"


def test_applications_are_listed_and_accepted(folder: Path) -> None:
    assert "I like meadows" in _run(folder, "application", "list").output
    [row] = msgspec.json.decode(_run(folder, "application", "list", "--json").output)
    assert (row["username"], row["reason"]) == ("anna", "I like\nmeadows")
    assert _run(folder, "application", "accept", "anna").output == "Accepted @anna.\n"
    assert _run(folder, "application", "list", "--json").output == "[]\n"
    assert _run(folder, "application", "accept", "anna").exit_code != 0
    assert _run(folder, "application", "accept", "nobody").exit_code != 0
