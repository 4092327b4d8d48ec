"""A community inside the test: a real database, the real application, spoken to through the client API."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
from msgspec.structs import replace

from folkmoot.app import App
from folkmoot.features import accounts, auth
from folkmoot.infra.boot import Ground
from folkmoot.infra.config import Config, DatabaseSettings, LimitsSettings, Place, Secrets, Site
from folkmoot.infra.ids import first_id_at
from folkmoot.wiring import CONSEQUENCES
from tests.conformance import answers

BASE = "http://moot.test"
HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$invalid"


class Clock:
    """Real time that a test may move: `clock.advance(ms)`.

    It never tells the same millisecond twice: ids of one millisecond are in random order, and tests look at order.
    """

    def __init__(self) -> None:
        from folkmoot.infra.clock import system_clock

        self._now = system_clock
        self.offset = 0
        self._told = 0

    def __call__(self) -> int:
        self._told = max(self._told + 1, self._now() + self.offset)
        return self._told

    def advance(self, ms: int) -> None:
        self.offset += ms
        self._told += ms


class Member(NamedTuple):
    """A member with a token that may do everything a client asks for."""

    id: int
    name: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class Moot:
    """What a test holds: `ground` for features, `http` for interfaces; every answer is held to the documentation."""

    def __init__(self, ground: Ground, http: httpx2.AsyncClient, clock: Clock) -> None:
        self.ground = ground
        self.http = http
        self.clock = clock
        self._made = 0

    async def member(
        self, name: str = "", *, scopes: str = "read write follow push admin:read admin:write", role: str = "",
        locked: bool = False,
    ) -> Member:  # fmt: skip
        """Open a confirmed member with a token."""
        self._made += 1
        name = name or f"member{self._made}"
        async with self.ground.work() as work:
            account = await accounts.open_account(work, name, locked=locked)
            await auth.open_user(
                work, account.id, email=f"{name}@example.org", password_hash=HASH, confirmed=True, approved=True
            )
            if role:
                await auth.grant_role(work, account.id, role, by=None)
            _, token = await auth.issue_token(work, app_id=None, account_id=account.id, scopes=scopes)
        return Member(account.id, name, token)

    async def call(self, method: str, path: str, by: Member | None = None, **request: Any) -> httpx2.Response:
        """Make one call of the client API; `request` is what httpx takes (json, data, files, params, headers)."""
        headers = {**(by.headers if by else {}), **request.pop("headers", {})}
        return await self.http.request(method, path, headers=headers, **request)

    async def ok(self, method: str, path: str, by: Member | None = None, **request: Any) -> Any:
        """Make one call that must succeed; returns its JSON."""
        response = await self.call(method, path, by, **request)
        assert response.status_code == 200, f"{method} {path}: {response.status_code} {response.text}"
        return response.json()

    async def post(self, by: Member, text: str, **fields: Any) -> dict[str, Any]:
        """Publish a post through the API; returns the Status."""
        status: dict[str, Any] = await self.ok("POST", "/api/v1/statuses", by, json={"status": text, **fields})
        return status

    async def run_jobs(self) -> None:
        """Carry out every job that is due."""
        while await self.ground.runner.run_due():
            pass

    async def settle(self) -> None:
        """Wait for what this process does beside its requests."""
        while self.ground.in_background:
            await asyncio.gather(*self.ground.in_background)

    @staticmethod
    def never() -> str:
        """An id that nothing has."""
        return str(first_id_at(1))


@asynccontextmanager
async def moot(folder: Path, database_url: str, **changes: Any) -> AsyncIterator[Moot]:
    """Run a community in `folder`; `changes` replace sections of its configuration."""
    settings = replace(
        Config(),
        site=Site(url=BASE, registrations="open"),
        database=DatabaseSettings(url=database_url),
        limits=LimitsSettings(enabled=False),
    )
    settings = replace(settings, **changes)
    place = Place(folder, settings, Secrets(session_key="11" * 32, otp_key="22" * 32))
    clock = Clock()
    ground = Ground(place, CONSEQUENCES, clock)
    await ground.start()
    try:
        transport = httpx2.ASGITransport(app=App(ground), client=("192.0.2.1", 1234))
        heed: dict[str, list[Any]] = {"response": [answers.listener()]}
        async with httpx2.AsyncClient(transport=transport, base_url=BASE, event_hooks=heed) as http:
            yield Moot(ground, http, clock)
    finally:
        await ground.stop()


__all__ = ["BASE", "Clock", "Member", "Moot", "moot"]
