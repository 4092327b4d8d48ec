"""Fixtures of the journeys: a community on a real socket, and a real browser."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Browser, async_playwright
from playwright.async_api import Error as PlaywrightError

from folkmoot.app import App
from folkmoot.infra.config import OutboundSettings, Site
from folkmoot.interfaces.cli import connections
from tests.support.moot import Moot, moot


@pytest.fixture
async def served(tmp_path: Path, database_url: str) -> AsyncIterator[Moot]:
    """A community that is served on a real socket; its address stands in its configuration.

    It may itself speak to others on this machine.
    """
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        site = Site(url=f"http://127.0.0.1:{listening.getsockname()[1]}", registrations="open")
        outbound = OutboundSettings(private_networks=("127.0.0.0/8",))
        async with moot(tmp_path, database_url, site=site, outbound=outbound) as running:
            config = uvicorn.Config(
                App(running.ground), log_level="warning", lifespan="off", timeout_graceful_shutdown=1,
                http=connections.Http, ws=connections.Socket, ws_per_message_deflate=False,
            )  # fmt: skip
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve([listening]))
            yield running
            server.should_exit = True
            await serving


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """Playwright's own Chromium, or the one of this machine; skips where there is neither."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except PlaywrightError as error:
            pytest.skip(f"no Chromium here: {str(error).splitlines()[0]}")
        yield browser
        await browser.close()
