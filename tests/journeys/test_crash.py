"""A power cut in the middle of a thousand posts: nothing acknowledged is lost, nothing is doubled, every job runs."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest

from folkmoot.features import accounts, auth
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Database, Sql, open_database
from folkmoot.wiring import CONSEQUENCES
from tests.support import postgres
from tests.support.server import Server, run

POSTS = 1_000
KILL_AFTER = 350
CONNECTIONS = 24
_POSTS = Sql("select id from post")
_KEYS = Sql("select key, post_id from idempotency")
_TOLD = Sql("select post_id from notification where kind = 'mention'")
"""As time does: what the killed processes had in hand is claimed anew."""
_JOBS = Sql("select count(*) from job where name like 'tell %'")


class Community(NamedTuple):
    server: Server
    url: str
    tokens: list[str]


async def _tokens(folder: Path) -> list[str]:
    """Open five members, one of whom is mentioned by all the others."""
    ground = Ground(config.load(folder), CONSEQUENCES)
    await ground.start()
    made = []
    async with ground.work() as work:
        for name in ("mentioned", "anna", "berta", "clara", "dora"):
            account = await accounts.open_account(work, name)
            await auth.open_user(
                work, account.id, email=f"{name}@example.org", password_hash="x", confirmed=True, approved=True
            )
            made.append((await auth.issue_token(work, app_id=None, account_id=account.id, scopes="read write"))[1])
    await ground.stop()
    return made


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database that keeps what it says it keeps."""
    if request.param == "sqlite":
        yield "sqlite:///folkmoot.db"
        return
    try:
        with postgres.running(durable=True) as url:
            yield url
    except postgres.NoPostgresError as error:
        pytest.skip(f"no PostgreSQL here: {error}")


@pytest.fixture
def community(database_url: str, tmp_path: Path) -> Iterator[Community]:
    folder = tmp_path / "data"
    run(folder, "init", "--database", database_url)
    tokens = asyncio.run(_tokens(folder))
    server = Server(folder)
    yield Community(server, config.load(folder).database_url, tokens)
    server.kill()


async def _post(client: httpx2.AsyncClient, tokens: list[str], number: int) -> str:
    headers = {
        "Authorization": f"Bearer {tokens[1 + number % 4]}",
        "Idempotency-Key": f"post {number}",
    }
    answer = await client.post("/api/v1/statuses", headers=headers, json={"status": f"number {number} @mentioned"})
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["id"]
    return found


async def _post_all(community: Community, kill_after: int) -> dict[int, str]:
    """Post everything; returns what was acknowledged. The server is killed in the middle where `kill_after` says so."""
    acknowledged: dict[int, str] = {}
    numbers = iter(range(POSTS))

    async def one_after_another(client: httpx2.AsyncClient) -> None:
        for number in numbers:
            try:
                acknowledged[number] = await _post(client, community.tokens, number)
            except httpx2.TransportError:
                continue
            if len(acknowledged) == kill_after:
                await asyncio.to_thread(community.server.kill)

    async with community.server.client(CONNECTIONS) as client:
        await asyncio.gather(*(one_after_another(client) for _ in range(CONNECTIONS)))
    return acknowledged


async def _look(community: Community) -> Database:
    database = open_database(community.url)
    await database.start()
    return database


async def test_a_crash_loses_and_doubles_nothing(community: Community) -> None:
    community.server.start()
    before = await _post_all(community, KILL_AFTER)
    assert KILL_AFTER <= len(before) < POSTS - 100, "the crash came in the middle"

    database = await _look(community)
    kept = {str(row[0]) for row in await database.reader.all(_POSTS)}
    keys = {row[0]: str(row[1]) for row in await database.reader.all(_KEYS)}
    assert set(before.values()) <= kept, "what was acknowledged is there"
    assert set(keys.values()) == kept, "a post and its key are written together"
    assert all(keys[f"post {number}"] == post_id for number, post_id in before.items())
    assert len(kept) <= len(before) + CONNECTIONS, "what nobody was told of was under way"

    community.server.start()
    after = await _post_all(community, 0)
    assert {number: after[number] for number in before} == before, "a retry is answered with the first post"
    assert len(set(after.values())) == POSTS
    assert {str(row[0]) for row in await database.reader.all(_POSTS)} == set(after.values())

    async with asyncio.timeout(30):
        while await database.reader.value(_JOBS):
            await asyncio.sleep(0.02)
    told = [str(row[0]) for row in await database.reader.all(_TOLD)]
    assert sorted(told) == sorted(after.values()), "every mention is told of once"
    await database.stop()
