"""A real Chromium: notices are read by looking at them, the pages become an app, its worker shows what is pushed."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.async_api import Browser, BrowserContext, Page, Worker, expect

from folkmoot.features import announcements
from folkmoot.formats.webpush import CURVE, b64, point_of
from folkmoot.infra.db import Sql
from folkmoot.interfaces.web.frame.files import PACKAGES
from tests.support.moot import Member, Moot
from tests.support.pressing import at_our_pages
from tests.support.signing import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

AXE = PACKAGES.parent / "node_modules" / "axe-core" / "axe.min.js"
PATHS = (
    "/notifications", "/notifications/requests", "/notifications/policy", "/notifications/clear", "/follow_requests",
    "/conversations", "/announcements", "/home", "/settings/push", "/offline",
)  # fmt: skip
SERIOUS = """async () => (await axe.run({ resultTypes: ["violations"] })).violations
  .filter(each => ["serious", "critical"].includes(each.impact))
  .map(each => `${each.id}: ${each.nodes.map(node => node.html.slice(0, 90)).join(" | ")}`)"""
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
READY = "async () => { await navigator.serviceWorker.ready; }"
PUSHED = """(data) => new Promise((done) => {
  self.registration.showNotification = async (title, { body, data }) => done([title, body, data.path]);
  self.dispatchEvent(new PushEvent("push", { data }));
})"""
SUBSCRIBES = """PushManager.prototype.subscribe = async (asked) => ({ toJSON: () => (
  { endpoint: "https://push.example/box", keys: { p256dh: "%s", auth: "MDEyMzQ1Njc4OWFiY2RlZg" } }) });"""


@pytest.fixture
async def faults() -> AsyncIterator[list[str]]:
    """What went wrong in any page: errors of scripts, and what our content policy forbids."""
    found: list[str] = []
    yield found
    assert found == []


async def _member(served: Moot, name: str, **options: Any) -> Member:
    member = await served.member(name, **options)
    await at_our_pages(served, member)
    return member


async def _enter(served: Moot, chromium: Browser, faults: list[str], **options: Any) -> Page:
    """Open a browser in which anna is signed in."""
    context = await chromium.new_context(base_url=served.ground.config.site.url, **options)
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    await page.goto("/auth/sign_in?next=/notifications")
    await page.fill("#name", "anna")
    await page.fill("#password", PASSWORD)
    async with page.expect_navigation():
        await page.click("form[action='/auth/sign_in'] button")
    return page


async def _busy(served: Moot) -> None:
    """Let anna hear from berta: a follow request, a mention, a favourite, a message."""
    anna, berta = await _member(served, "anna", locked=True), await served.member("berta")
    post = await served.post(anna, "leeks")
    await served.ok("POST", f"/api/v1/accounts/{anna.id}/follow", berta)
    await served.ok("POST", f"/api/v1/statuses/{post['id']}/favourite", berta)
    await served.post(berta, "@anna hello")
    await served.post(berta, "@anna between us", visibility="direct")
    await served.run_jobs()


async def _unread(served: Moot) -> int:
    found = await served.ground.db.reader.value(Sql("select count(*) from conversation where unread"))
    return int(found)


async def test_looking_reads_and_buttons_act_at_once(served: Moot, chromium: Browser, faults: list[str]) -> None:
    await _busy(served)
    page = await _enter(served, chromium, faults)
    await expect(page.locator(".ways .count")).to_have_count(0)
    await expect(page.locator("#seen")).to_be_hidden()
    await expect(page.locator(".notice.unread")).to_have_count(4)
    await page.locator(".of-favourite [data-away]").click()
    await expect(page.locator(".notice")).to_have_count(3)
    await page.reload()
    await expect(page.locator(".notice")).to_have_count(3)
    await expect(page.locator(".notice.unread")).to_have_count(0)
    assert await _unread(served) == 1
    await page.goto("/conversations")
    async with page.expect_request("**/read"):
        await page.locator(".talk .open").click()
    await page.wait_for_url("**/@berta/*")
    for _ in range(50):  # the word that it is read travels beside the way to the page
        if not await _unread(served):
            break
        await page.reload()
    assert await _unread(served) == 0


async def test_all_of_it_works_without_scripts(served: Moot, chromium: Browser, faults: list[str]) -> None:
    await _busy(served)
    page = await _enter(served, chromium, faults, java_script_enabled=False)
    await expect(page.locator(".notice.unread")).to_have_count(4)
    await page.click("#seen button")
    await expect(page.locator(".notice.unread")).to_have_count(0)
    await page.locator(".of-follow_request .main").click()
    await expect(page.locator(".of-follow_request")).to_have_count(0)
    await page.locator(".of-favourite .away").click()
    await expect(page.locator(".of-favourite")).to_have_count(0)
    await page.click("summary[aria-label=More]")
    await page.click("text=Clear all")
    await page.click("button.danger")
    await expect(page.locator(".notice")).to_have_count(0)
    await page.goto("/conversations")
    await page.locator(".talk button.away").click()
    await expect(page.locator(".talk.unread")).to_have_count(0)
    assert await _unread(served) == 0


async def _worker(context: BrowserContext) -> Worker:
    """The worker of our pages, once it is there."""
    return context.service_workers[0] if context.service_workers else await context.wait_for_event("serviceworker")


async def test_it_is_an_app_that_shows_what_is_pushed(served: Moot, chromium: Browser, faults: list[str]) -> None:
    await _member(served, "anna")
    page = await _enter(served, chromium, faults, permissions=["notifications"])
    context = page.context
    worker = await _worker(context)
    await page.evaluate(READY)
    speaking = await context.new_cdp_session(page)
    manifest = await speaking.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert "/manifest.webmanifest" in manifest["url"]
    told = {"title": "berta mentioned you", "body": "come and see", "url": "/@berta/1", "tag": "1"}
    shown = [await worker.evaluate(PUSHED, data) for data in (json.dumps(told), "not JSON")]
    assert shown == [
        ["berta mentioned you", "come and see", "/@berta/1"],
        ["Folkmoot", "There is something new for you.", "/notifications"],
    ]
    kept = """async () => (await Promise.all((await caches.keys()).map(async name =>
      (await (await caches.open(name)).keys()).map(each => new URL(each.url).pathname)))).flat()"""
    assert {path.rpartition("/")[2] for path in await page.evaluate(kept)} == {"offline", "tokens.css", "pages.css"}
    await context.set_offline(True)
    await page.goto("/local")
    await expect(page.locator("h1")).to_have_text("No network")
    await context.set_offline(False)
    await page.click("a.main")
    await expect(page.locator("h1")).to_have_text("Home")


async def test_messages_are_turned_on_and_off(served: Moot, chromium: Browser, faults: list[str]) -> None:
    await _member(served, "anna")
    page = await _enter(served, chromium, faults, permissions=["notifications"])
    key = b64(point_of(ec.generate_private_key(CURVE)))
    await page.add_init_script(SUBSCRIBES % key)
    await page.goto("/settings/push")
    await page.click("#push-on button.main")
    await expect(page.locator(".told")).to_contain_text("tells you of news now")
    await expect(page.locator("#push-lost")).to_be_visible()
    rows = await served.ground.db.reader.all(Sql("select endpoint, public_key from push_subscription"))
    assert [tuple(row) for row in rows] == [("https://push.example/box", key)]
    await page.click("#push-off button")
    await expect(page.locator("#push-on")).to_be_visible()
    assert await served.ground.db.reader.all(Sql("select id from push_subscription")) == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
async def test_everybody_can_use_the_pages(
    served: Moot, chromium: Browser, faults: list[str], width: int, scheme: Any
) -> None:
    await _busy(served)
    async with served.ground.work() as work:
        await announcements.publish(work, announcements.Words("Meeting today"))
    page = await _enter(
        served, chromium, faults, color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    axe = Path(AXE).read_text()
    found = {}
    for path in PATHS:
        await page.goto(path)
        await page.evaluate(axe)
        found[path] = [*await page.evaluate(SERIOUS), *(["too wide"] if await page.evaluate(TOO_WIDE) else [])]
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
