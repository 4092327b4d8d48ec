"""The community that every scenario reads: members who follow each other in a ring, their posts, threads and marks."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

import httpx2
import msgspec

from bench.server import BenchError
from bench.words import Speaker
from folkmoot.features import accounts, auth
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.wiring import CONSEQUENCES

MEMBERS = 52
POSTING = 50
"""Members 0 to 49 post in the load; the others are quiet."""
FOLLOWED = 25
POSTS = 2_000
ANSWERS = 36
READER = 0
AUTHOR = 50
"""The quiet member whose posts are waited for."""
WITNESS = 49
"""Follows AUTHOR and 24 others, most of whom post in the load."""
AT_ONCE = 16

_NO_PASSWORD = "$argon2id$v=19$m=65536,t=3,p=4$bm9ib2R5c2lnbnNpbg$bm9ib2R5"


class Person(msgspec.Struct, frozen=True):
    """A member and the token that its app holds."""

    id: str
    name: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class Community(msgspec.Struct):
    """Who lives there; `thread_id` is a post with ANSWERS answers."""

    people: list[Person]
    thread_id: str = ""

    @property
    def reader(self) -> Person:
        return self.people[READER]

    @property
    def posting(self) -> list[Person]:
        return self.people[:POSTING]


def followed_by(number: int) -> list[int]:
    """Return whom the member `number` follows: the next ones in the ring, so that each has as many followers."""
    return [(number + step) % MEMBERS for step in range(1, FOLLOWED + 1)]


async def open_members(folder: Path) -> Community:
    """Open the members and their tokens straight through the features; the server need not run."""
    ground = Ground(config.load(folder), CONSEQUENCES)
    await ground.start()
    try:
        people = [await _member(ground, f"member{number}") for number in range(MEMBERS)]
    finally:
        await ground.stop()
    return Community(people)


async def _member(ground: Ground, name: str) -> Person:
    async with ground.work() as work:
        made = await accounts.open_account(work, name, display_name=f"{name.capitalize()} of the Moot")
        await auth.open_user(
            work, made.id, email=f"{name}@example.org", password_hash=_NO_PASSWORD, confirmed=True, approved=True
        )
        _, token = await auth.issue_token(work, app_id=None, account_id=made.id, scopes="read write follow")
    return Person(str(made.id), name, token)


class Seeding:
    """Fills a community through the client API of a running server."""

    def __init__(self, http: httpx2.AsyncClient, community: Community, tell: Callable[[str], None]) -> None:
        self._http = http
        self._community = community
        self._tell = tell
        self._speaker = Speaker([person.name for person in community.people])
        self._chance = random.Random(11)

    async def run(self) -> None:
        people = self._community.people
        self._tell("follows")
        await _all(
            self._call(people[number], f"/api/v1/accounts/{people[other].id}/follow")
            for number in range(MEMBERS)
            for other in followed_by(number)
        )
        self._tell("a thread, favourites, mentions")
        await self._thread()
        await self._attention()
        self._tell("posts")
        await _all(self._post(self._chance.choice(people)) for _ in range(POSTS))

    async def _post(self, by: Person, **fields: str) -> str:
        status = await self._call(by, "/api/v1/statuses", {"status": self._speaker.text(), **fields})
        return str(status["id"])

    async def _thread(self) -> None:
        """One root; two of three answers stand directly below it, the others below an answer."""
        people = self._community.people
        root = await self._post(people[1])
        below = [root]
        for _ in range(ANSWERS):
            parent = root if self._chance.random() < 0.66 else self._chance.choice(below)
            below.append(await self._post(self._chance.choice(people[1:]), in_reply_to_id=parent))
        self._community.thread_id = root

    async def _attention(self) -> None:
        """Give the reader something to be notified of: favourites and mentions, mixed."""
        reader, others = self._community.reader, self._community.people[1:25]
        mine = [await self._post(reader) for _ in range(4)]
        for number, other in enumerate(others):
            await self._call(other, f"/api/v1/statuses/{mine[number % len(mine)]}/favourite")
            text = f"@{reader.name} {self._speaker.text()}"
            await self._call(other, "/api/v1/statuses", {"status": text})

    async def _call(self, by: Person, path: str, body: dict[str, str] | None = None) -> Any:
        response = await self._http.post(path, json=body, headers=by.headers)
        if response.status_code != 200:
            raise BenchError(f"seeding: POST {path} was answered {response.status_code} {response.text[:200]}")
        return response.json()


async def _all(calls: Iterable[Awaitable[Any]]) -> None:
    """Await all of `calls`, AT_ONCE at a time."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(call: Awaitable[Any]) -> None:
        async with turns:
            await call

    await asyncio.gather(*map(one, calls))


async def seed(base: str, community: Community, tell: Callable[[str], None]) -> None:
    """Fill the community over HTTP; BenchError when the server refuses anything."""
    async with httpx2.AsyncClient(base_url=base, timeout=30) as http:
        await Seeding(http, community, tell).run()
