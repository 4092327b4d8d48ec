"""A real Chromium: a member reports a post, a moderator removes it, the reporter learns of it, the author objects."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from folkmoot.features import auth, moderation, site
from folkmoot.features.moderation import Complaint
from folkmoot.features.site import RuleText
from folkmoot.interfaces import web
from folkmoot.interfaces.web.frame.visit import SESSION_COOKIE
from tests.support.moot import Member, Moot

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

AXE = Path(web.__file__).parent / "packages" / "node_modules" / "axe-core" / "axe.min.js"
JUDGED = """async () => (await axe.run()).violations
    .filter(found => ["serious", "critical"].includes(found.impact))
    .map(found => `${found.id}: ${found.nodes.map(node => node.html).join(" | ")}`)"""
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
async def people(served: Moot) -> dict[str, Member]:
    """Let anna, berta and the moderator mona in, and make a rule."""
    found = {name: await served.member(name) for name in ("anna", "berta")}
    found["mona"] = await served.member("mona", role="moderator")
    async with served.ground.work() as work:
        for text in ("Be kind", "No advertising"):
            await site.add_rule(work, RuleText(text))
    return found


@pytest.fixture
async def faults() -> AsyncIterator[list[str]]:
    """What the browser complained about; nothing in the end."""
    found: list[str] = []
    yield found
    assert found == []


async def _as(served: Moot, chromium: Browser, member: Member, faults: list[str], **options: Any) -> Page:
    """Return a page of a browser in which this member is signed in."""
    url = served.ground.config.site.url
    context = await chromium.new_context(base_url=url, **options)
    async with served.ground.work() as work:
        _, secret = await auth.open_session(work, member.id)
    await context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": url}])
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    return page


async def _press(page: Page, button: str) -> None:
    async with page.expect_navigation():
        await page.click(button)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_from_the_report_to_the_objection(
    served: Moot, chromium: Browser, people: dict[str, Member], faults: list[str], *, script: bool
) -> None:
    said = await served.post(people["berta"], "You are all fools")
    there = f"/@berta/{said['id']}"
    anna = await _as(served, chromium, people["anna"], faults, java_script_enabled=script)
    await anna.goto(there)
    await anna.click("details.more summary")
    await _press(anna, "details.more a[href^='/report?']")
    await _press(anna, "button:has-text('Be kind')")
    await anna.fill("#comment", "This hurts")
    await _press(anna, "button:has-text('Send the report')")
    assert "Thank you" in await anna.inner_text("h1")
    await _press(anna, "button[formaction$='/mute']")
    assert "Muted" in await anna.inner_text("#ways")
    mona = await _as(served, chromium, people["mona"], faults, java_script_enabled=script)
    await mona.goto(there)
    await mona.click("details.more summary")
    await _press(mona, "a[href$='/remove']")
    await mona.check("label:has-text('Be kind') input")
    await mona.fill("#words", "Please say it without insults")
    await _press(mona, "button:has-text('Remove for good')")
    assert "This post was removed" in await mona.inner_text("h1")
    await anna.goto("/local")
    await _press(anna, "nav a[href='/reports']")
    assert "The post was removed." in await anna.inner_text(".case.new")
    berta = await _as(served, chromium, people["berta"], faults, java_script_enabled=script)
    await berta.goto(there)
    await _press(berta, "main a[href='/strikes']")
    assert "Please say it without insults" in await berta.inner_text("main")
    await berta.click(".appeal summary")
    await berta.fill(".appeal textarea", "I meant the weather")
    await _press(berta, ".appeal button")
    assert "not decided about it yet" in await berta.inner_text(".appeal")


async def test_keeping_away_with_script_changes_only_what_changed(
    served: Moot, chromium: Browser, people: dict[str, Member], faults: list[str]
) -> None:
    page = await _as(served, chromium, people["anna"], faults)
    await page.goto("/@berta/keep_away")
    await page.evaluate("window.stayed = true")
    await page.select_option("#duration", index=2)
    await page.click("#do-mute")
    await page.wait_for_selector("#ways .now:has-text('Muted until')")
    await page.click("#do-block")
    await page.wait_for_selector("#ways .now:has-text('Blocked')")
    assert await page.evaluate("window.stayed") is True
    assert await page.evaluate("document.activeElement.id") == "do-block"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_pages_are_for_everybody(
    served: Moot, chromium: Browser, people: dict[str, Member], faults: list[str], scheme: Any
) -> None:
    said, other = [await served.post(people["berta"], text) for text in ("You are all fools", "Sorry")]
    rule = (await site.rules(served.ground))[0]
    report = await moderation.prepare_report(
        served.ground, people["anna"].id, people["berta"].id, Complaint(post_ids=[int(said["id"])])
    )
    async with served.ground.work() as work:
        filed = await moderation.file_report(work, report)
    phone: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": 360, "height": 800}}
    mona = await _as(served, chromium, people["mona"], faults, **phone)
    await _judge(mona, f"/posts/{said['id']}/remove")
    await mona.check(f"input[value='{rule.id}']")
    await _press(mona, "button:has-text('Remove for good')")
    anna = await _as(served, chromium, people["anna"], faults, **phone, locale="de")
    for path in (
        f"/report?post={other['id']}", f"/report?post={other['id']}&rule={rule.id}", f"/report/sent?id={filed.id}",
        "/reports", "/@berta/keep_away", f"/@berta/{said['id']}", "/about",
    ):  # fmt: skip
        await _judge(anna, path)
    for path in ("/appeals", "/privacy-policy"):
        await _judge(mona, path)
    await _judge(await _as(served, chromium, people["berta"], faults, **phone, locale="de"), "/strikes")


async def _judge(page: Page, path: str) -> None:
    """Hold a page to what axe finds serious, and to the width of a phone."""
    await page.goto(path)
    await page.evaluate(AXE.read_text())
    assert await page.evaluate(JUDGED) == [], path
    assert not await page.evaluate(WIDER_THAN_THE_SCREEN), path
