"""A real Chromium with a virtual authenticator adds a passkey, and comes in with nothing else."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from argon2 import PasswordHasher
from playwright.async_api import Browser, Page

from folkmoot.app import App
from folkmoot.features import auth
from folkmoot.infra.config import Site
from folkmoot.infra.db import Sql
from tests.support.moot import Moot, moot

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
HERE = "/settings/security"


@pytest.fixture
async def served(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Moot]:
    """A community with one member, anna, on a real socket; passkeys want a name, so it is called localhost."""
    shutil.copy(sqlite_template, tmp_path / "folkmoot.db")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        site = Site(url=f"http://localhost:{listening.getsockname()[1]}")
        async with moot(tmp_path, f"sqlite:///{tmp_path / 'folkmoot.db'}", site=site) as running:
            config = uvicorn.Config(App(running.ground), log_level="warning", ws="none", lifespan="off")
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve([listening]))
            await running.member("anna")
            async with running.ground.work() as work:
                await work.db.run(Sql("update local_user set password_hash = $1"), QUICK)
            yield running
            server.should_exit = True
            await serving


async def _with_authenticator(page: Page) -> None:
    """Plug a virtual authenticator in, whose holder always agrees and is verified."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


async def test_a_passkey_is_made_and_opens_the_door(served: Moot, chromium: Browser) -> None:
    page = await chromium.new_page(base_url=served.ground.config.site.url, locale="en-GB")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    await _with_authenticator(page)

    await page.goto(f"/auth/sign_in?next={HERE}/passkeys")
    await page.get_by_label("E-mail address or user name").fill("anna")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.get_by_label("What you call it").fill("My laptop")
    await page.get_by_label("Your password").fill(PASSWORD)
    await page.get_by_role("button", name="Add a passkey").click()
    await page.get_by_role("heading", name="Your recovery codes").wait_for()

    await page.goto("/settings")
    await page.get_by_role("button", name="Sign out").click()
    await page.goto(f"/auth/sign_in?next={HERE}/passkeys")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await page.get_by_text("My laptop").wait_for()

    await page.get_by_role("button", name="Remove My laptop").click()
    await page.get_by_label("Your password").wait_for()
    assert faults == []
    account_id = await served.ground.db.reader.value(Sql("select account_id from local_user"))
    assert await auth.passkeys_of(await served.ground.read(), account_id) == []
