"""A real Chromium: the way back to the app under our content policy, and pages that fit every screen."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, Page

from tests.support.moot import Moot
from tests.support.signing import PASSWORD, app, member_with_password

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

PATHS = ("/", "/auth/sign_in", "/auth/sign_up", "/auth/reset", "/settings", "/settings/apps", "/settings/invites")
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
async def elsewhere() -> AsyncIterator[str]:
    """An app on the web that sends whoever comes back on to another origin, as some do."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]

        async def answer(scope: Any, _receive: Any, send: Any) -> None:
            back = scope["path"] == "/callback"
            target = f"http://localhost:{port}/arrived?{scope['query_string'].decode()}"
            headers = [(b"location", target.encode())] if back else [(b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": 302 if back else 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"arrived"})

        server = uvicorn.Server(uvicorn.Config(answer, log_level="warning", ws="none", lifespan="off"))
        serving = asyncio.create_task(server.serve([listening]))
        yield f"http://127.0.0.1:{port}/callback"
        server.should_exit = True
        await serving


async def _page(served: Moot, chromium: Browser, faults: list[str], **options: Any) -> Page:
    context = await chromium.new_context(base_url=served.ground.config.site.url, **options)
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    return page


async def _press(page: Page, button: str) -> None:
    async with page.expect_navigation():
        await page.click(button)


async def _sign_in(page: Page) -> None:
    await page.fill("#name", "anna")
    await page.fill("#password", PASSWORD)
    await _press(page, "form[action='/auth/sign_in'] button")


async def test_the_browser_comes_back_to_the_app(served: Moot, chromium: Browser, elsewhere: str) -> None:
    await member_with_password(served)
    client = await app(served, elsewhere)
    faults: list[str] = []
    page = await _page(served, chromium, faults, java_script_enabled=False)
    await page.goto(client.asking(state="s"))
    await _sign_in(page)
    await _press(page, "button[value=allow]")
    assert page.url.startswith("http://localhost:")
    assert "/arrived?code=" in page.url
    await page.goto(client.asking(response_mode="form_post"))
    await _press(page, "button[value=allow]")
    await _press(page, "main button")
    assert await page.inner_text("body") == "arrived"
    assert faults == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "dark"), (1440, "light")])
async def test_pages_fit_the_screen(served: Moot, chromium: Browser, width: int, scheme: Any) -> None:
    await member_with_password(served)
    faults: list[str] = []
    page = await _page(
        served, chromium, faults, viewport={"width": width, "height": 800}, color_scheme=scheme, locale="de"
    )
    await page.goto("/auth/sign_in")
    for path in PATHS[:4]:
        await page.goto(path)
        assert not await page.evaluate(WIDER_THAN_THE_SCREEN), path
    await page.goto("/auth/sign_in")
    await _sign_in(page)
    for path in PATHS[4:]:
        await page.goto(path)
        assert not await page.evaluate(WIDER_THAN_THE_SCREEN), path
        unlabelled = "[...document.querySelectorAll('input:not([type=hidden]),select,textarea,button')]"
        unlabelled += ".filter(e => !e.labels?.length && !e.ariaLabel && !e.ariaLabelledByElements && !e.innerText)"
        assert await page.evaluate(f"{unlabelled}.length") == 0, path
    assert faults == []
