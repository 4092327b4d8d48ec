"""A web client that nobody here wrote, in a real Chromium: Phanpy, as its makers build it.

The test takes the built app from the folder that FOLKMOOT_PHANPY names; docs/how-to/test-with-a-web-client.md says
how to come by one. Without it the test is skipped.
"""

import asyncio
import io
import mimetypes
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, Page, Response, async_playwright, expect

from folkmoot.app import App
from folkmoot.infra.config import Site
from folkmoot.streaming import Hub
from tests.support.moot import Member, Moot, moot
from tests.support.secure import certificate, serving
from tests.support.signing import PASSWORD, member_with_password

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

BUILT = Path(os.environ.get("FOLKMOOT_PHANPY", "nowhere"))
COMMUNITY, CLIENT = "moot.test", "phanpy.test"
PATIENCE = 15_000
"""Milliseconds: this machine may have much else to do."""
PONDERED = 500
"""Milliseconds: the client heeds a description only a quarter of a second after it was typed."""


async def _static(scope: Any, _receive: Any, send: Any) -> None:
    """Serve the built client, whose only page is its first one."""
    wanted = BUILT / scope["path"].lstrip("/")
    file = wanted if wanted.is_file() else BUILT / "index.html"
    kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind.encode())]})
    await send({"type": "http.response.body", "body": file.read_bytes()})


@pytest.fixture
async def community(tmp_path: Path, database_url: str) -> AsyncIterator[Moot]:
    if not (BUILT / "index.html").is_file():
        pytest.skip("no built Phanpy: FOLKMOOT_PHANPY names no folder with one")
    site = Site(url=f"https://{COMMUNITY}", registrations="open")
    async with moot(tmp_path, database_url, site=site) as running:
        yield running


@pytest.fixture
async def browser(community: Moot, tmp_path: Path) -> AsyncIterator[Browser]:
    """A Chromium for which the community and the client are two websites, and which knows no others."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    proof = certificate(tmp_path, COMMUNITY, CLIENT)
    async with (
        serving(App(community.ground), proof, ws="websockets-sansio") as here,
        serving(_static, proof, ws="none") as there,
        async_playwright() as playwright,
    ):
        rules = f"MAP {COMMUNITY} 127.0.0.1:{here},MAP {CLIENT} 127.0.0.1:{there},MAP * ~NOTFOUND"
        started = await playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--ignore-certificate-errors", f"--host-resolver-rules={rules}"],
        )
        yield started
        await started.close()


class Phanpy:
    """The client on the screen of anna; `faults` are the refusals of the community and what broke in the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("response", self._note)

    def _note(self, answer: Response) -> None:
        if answer.status >= 400 and COMMUNITY in answer.url:
            self.faults.append(f"{answer.status} {answer.request.method} {answer.url}")

    async def sign_in(self, name: str) -> None:
        async with self.page.expect_popup() as opened:
            await self.page.goto(f"https://{CLIENT}/#/login?instance={COMMUNITY}&submit=1")
        consent = await opened.value
        await consent.fill("#name", name)
        await consent.fill("#password", PASSWORD)
        await consent.click("form[action='/auth/sign_in'] button")
        await consent.click("button[value=allow]")
        await self.page.wait_for_selector("#home-page, #compose-button")

    async def go(self, path: str) -> None:
        """Open a page of the client afresh."""
        await self.page.goto("about:blank")
        await self.page.goto(f"https://{CLIENT}/#/{path}")

    async def open(self, status: dict[str, Any]) -> Locator:
        """Open the page of one post; returns where it stands on it."""
        await self.go(f"{COMMUNITY}/s/{status['id']}")
        hero = self.page.locator(".status-deck .hero")
        await expect(hero).to_be_visible(timeout=PATIENCE)
        return hero

    async def choose(self, *names: str) -> None:
        """Choose from the menu that is open, and from those that open in it."""
        for name in names:
            await self.page.click(f"[role=menuitem]:not([aria-disabled=true]):has-text('{name}'):visible >> nth=-1")

    async def type(self, text: str) -> None:
        await self.page.locator("#compose-container .compose-field").press_sequentially(text)

    async def publish(self) -> None:
        """Send what is in the dialog, which the client does once it knows all that was typed."""
        await self.page.click("#compose-container button[type=submit]")
        await self.page.wait_for_selector("#compose-container", state="detached")

    async def shows(self, text: str, within: str = "body") -> None:
        await expect(self.page.locator(within).get_by_text(text).locator("visible=true").first).to_be_visible(
            timeout=PATIENCE
        )


@pytest.fixture
async def anna(community: Moot, browser: Browser) -> AsyncIterator[Phanpy]:
    await member_with_password(community, "anna")
    context = await browser.new_context(ignore_https_errors=True, service_workers="block", locale="en")
    client = Phanpy(await context.new_page())
    yield client
    await context.close()
    assert client.faults == []


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (120, 80), (30, 90, 160)).save(file, "PNG")
    return file.getvalue()


async def _newest(community: Moot, name: str) -> dict[str, Any]:
    """The newest post of a member, as everybody is told of it."""
    account = await community.ok("GET", "/api/v1/accounts/lookup", params={"acct": name})
    statuses = await community.ok("GET", f"/api/v1/accounts/{account['id']}/statuses")
    newest: dict[str, Any] = statuses[0]
    return newest


async def _friends(community: Moot, client: Phanpy) -> Member:
    """Let anna sign in and bert and her follow each other; returns bert."""
    bert = await community.member("bert")
    await client.sign_in("anna")
    anna = await community.ok("GET", "/api/v1/accounts/lookup", params={"acct": "anna"})
    await community.ok("POST", f"/api/v1/accounts/{anna['id']}/follow", bert)
    await client.go(f"{COMMUNITY}/a/{bert.id}")
    await client.page.get_by_role("button", name="Follow", exact=True).click()
    await client.shows("Following", "button")
    return bert


async def _listened(community: Moot, stream: str) -> None:
    """Wait until somebody listens to a stream: what happens before that is nothing to show live."""
    hub = community.ground.one(Hub)
    async with asyncio.timeout(PATIENCE / 1000):
        while not any(channel.name == stream for listener in hub.listeners for channel in listener.channels):
            await asyncio.sleep(0.02)


async def test_reading_and_answering(community: Moot, anna: Phanpy) -> None:
    bert = await _friends(community, anna)
    told = await community.post(bert, "A heron stands in the #harbour")
    await anna.go("")
    await anna.shows("A heron stands")

    await _listened(community, "user")
    await community.ok("PUT", f"/api/v1/statuses/{told['id']}", bert, json={"status": "Two herons stand there"})
    await anna.shows("Two herons stand there")

    hero = await anna.open(told)
    await hero.locator(".reblog-button").click()
    await anna.choose("Boost")
    await hero.locator(".favourite-button").click()
    await hero.locator(".bookmark-button").click()
    await expect(hero.locator(".bookmark-button.checked")).to_be_visible()
    await hero.locator(".reply-button").click()
    await anna.type("thank you")
    await anna.publish()
    assert (await _newest(community, "anna"))["in_reply_to_id"] == told["id"]
    seen = await community.ok("GET", f"/api/v1/statuses/{told['id']}", bert)
    assert [seen[f"{what}_count"] for what in ("reblogs", "favourites", "replies")] == [1, 1, 1]
    await anna.go("b")
    await anna.shows("Two herons stand there")


async def test_posting_editing_and_deleting(community: Moot, anna: Phanpy) -> None:
    await anna.sign_in("anna")
    await anna.page.click("#compose-button")
    await anna.type("What the tide left")
    await anna.page.set_input_files(
        "#compose-container input[type=file]", {"name": "tide.png", "mimeType": "image/png", "buffer": _picture()}
    )
    words = anna.page.locator("#compose-container .media-attachment textarea")
    await words.press_sequentially("a blue shell")
    await anna.page.wait_for_timeout(PONDERED)
    await anna.publish()
    posted = await _newest(community, "anna")
    assert [(shown["type"], shown["description"]) for shown in posted["media_attachments"]] == [
        ("image", "a blue shell")
    ]

    hero = await anna.open(posted)
    await hero.locator(".more-button").click()
    await anna.choose("Edit")
    await expect(anna.page.locator("#compose-container .compose-field")).to_have_value("What the tide left")
    await anna.type(" us")
    await anna.publish()
    edited = await community.ok("GET", f"/api/v1/statuses/{posted['id']}")
    assert (edited["content"], len(edited["media_attachments"])) == ("<p>What the tide left us</p>", 1)

    hero = await anna.open(posted)
    await hero.locator(".more-button").click()
    await anna.choose("Delete…", "Delete this post?")
    await anna.shows("Post deleted")
    gone = await community.call("GET", f"/api/v1/statuses/{posted['id']}")
    assert gone.status_code == 404


async def test_polls_and_quotes(community: Moot, anna: Phanpy) -> None:
    bert = await _friends(community, anna)
    asked = await community.post(bert, "Tea?", poll={"options": ["green", "black"], "expires_in": 3600})
    hero = await anna.open(asked)
    await hero.get_by_text("black").click()
    await hero.locator(".poll-vote-button").click()
    await expect(hero.locator(".poll-result").nth(1)).to_contain_text("100%")
    poll = await community.ok("GET", f"/api/v1/polls/{asked['poll']['id']}", bert)
    assert [option["votes_count"] for option in poll["options"]] == [0, 1]

    said = await community.post(bert, "Worth passing on", quote_approval_policy="public")
    hero = await anna.open(said)
    await hero.locator(".reblog-button").click()
    await anna.choose("Quote")
    await anna.type("I think so too")
    await anna.publish()
    quoting = await _newest(community, "anna")
    assert quoting["quote"]["quoted_status"]["id"] == said["id"]
    await anna.open(quoting)
    await anna.shows("Worth passing on", ".hero")


async def test_notifications_search_and_lists(community: Moot, anna: Phanpy) -> None:
    bert = await _friends(community, anna)
    await community.post(bert, "@anna there is #seaweed again")
    await community.run_jobs()
    await anna.go("notifications")
    await anna.shows("there is #seaweed again", "#notifications-page")
    await anna.shows("followed you", "#notifications-page")

    for wanted, found in (("seaweed", "there is"), ("bert", "@bert"), ("%23seaweed", "seaweed")):
        await anna.go(f"search?q={wanted}")
        await anna.shows(found, "#search-page")

    await anna.go("l")
    await anna.page.get_by_role("button", name="New list").click()
    await anna.page.fill("#list-title", "Coast")
    await anna.page.click(".list-form button[type=submit]")
    await anna.page.wait_for_selector(".list-form", state="detached")
    await anna.go("l")
    await anna.shows("Coast", "#lists-page")
    await anna.go(f"{COMMUNITY}/a/{bert.id}")
    await anna.page.locator(".account-container").get_by_role("button", name="More", exact=True).click()
    await anna.choose("Add/Remove from Lists")
    await anna.page.click(".list-add-remove button:has-text('Coast')")
    await expect(anna.page.locator(".list-add-remove button.checked")).to_be_visible()
    await anna.go("l")
    await anna.page.click("#lists-page a:has-text('Coast')")
    await anna.shows("there is")
