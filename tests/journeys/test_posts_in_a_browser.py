"""A real Chromium on the page of a post: read, answer a poll, favourite, go on, with and without scripts."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page

from folkmoot.features import polls, posts
from folkmoot.interfaces.web.frame.files import PACKAGES
from folkmoot.interfaces.web.reading import thread
from tests.support.moot import Moot
from tests.support.signing import PASSWORD, member_with_password

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

AXE = PACKAGES / "axe-core" / "axe.min.js"
SERIOUS = """axe.run("main").then(found => found.violations
    .filter(each => ["serious", "critical"].includes(each.impact))
    .map(each => each.id + " " + each.nodes[0].html))"""
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 3


async def _said(served: Moot, author: int, text: str, parent: int | None = None, **fields: Any) -> int:
    async with served.ground.work() as work:
        answered = None if parent is None else (await posts.by_ids(work.db, [parent]))[parent]
        draft = posts.Draft(text=text, quote_policy=posts.QuotePolicy.PUBLIC, **fields)
        return await posts.publish(work, author, draft, parent=answered, own_domain=served.ground.config.site.domain)


async def _page(served: Moot, chromium: Browser, faults: list[str], **options: Any) -> Page:
    context = await chromium.new_context(base_url=served.ground.config.site.url, **options)
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    await page.goto("/auth/sign_in")
    await page.fill("#name", "anna")
    await page.fill("#password", PASSWORD)
    async with page.expect_navigation():
        await page.click("form[action='/auth/sign_in'] button")
    return page


async def test_a_thread_is_read_and_acted_in(served: Moot, chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread, "DIRECT", 2)
    anna, berta = await member_with_password(served, "anna"), await member_with_password(served, "berta")
    first = last = await _said(served, anna, "The beginning\n\n" * 30)
    for number in range(6):
        last = await _said(served, berta, f"Link {number}\n\nand on", last)
    answers = [await _said(served, anna, f"Answer {number}", last) for number in range(3)]
    faults: list[str] = []
    page = await _page(served, chromium, faults, viewport={"width": 900, "height": 700})
    await page.goto(f"/@berta/{last}")
    await page.wait_for_function("window.scrollY > 300")
    top = await page.evaluate("document.querySelector('.post.focused').getBoundingClientRect().top")
    assert 0 <= top < 60
    await page.click(f"#p-{answers[0]} .favourite")
    await page.wait_for_selector(f"#p-{answers[0]}.branch .favourite[aria-pressed=true]")
    await page.click(f"#p-{last} .favourite")
    await page.wait_for_selector(f"#p-{last}.focused .favourite[aria-pressed=true]")
    assert await page.locator(f"#p-{answers[2]}").count() == 0
    await page.click("#answers > .further a")
    await page.wait_for_selector(f"#answers #p-{answers[2]}")
    assert await page.locator("#answers > li").count() == 3
    assert await page.locator("#answers > .further").count() == 0
    await page.wait_for_function(f"document.activeElement.id === 'p-{answers[2]}'")
    assert await page.locator(f".above #p-{first}").count() == 1
    assert faults == []


async def test_pages_of_a_post_fit_and_can_be_read_by_everybody(served: Moot, chromium: Browser) -> None:
    anna, berta = await member_with_password(served, "anna"), await member_with_password(served, "berta")
    root = await _said(served, berta, f"{LONG} https://example.org/{LONG} مرحبا")
    deep = root
    for author in (anna, berta) * 4:
        deep = await _said(served, author, LONG, deep)
        await _said(served, author, "beside", deep)
        await _said(served, author, "and beside", deep)
    quote = await _said(served, anna, "look", quoted_id=root)
    async with served.ground.work() as work:
        post = (await posts.by_ids(work.db, [root]))[root]
        await posts.favourite(work, anna, post)
        await posts.edit(work, post, posts.Draft(text="shorter"), own_domain=served.ground.config.site.domain)
    faults: list[str] = []
    page = await _page(
        served, chromium, faults, viewport={"width": 360, "height": 800}, color_scheme="light", locale="de"
    )
    parts = ("", "/history", "/favourites", "/quotes", "/embed")
    for path in (*(f"/@berta/{root}{part}" for part in parts), f"/@anna/{quote}"):
        await page.goto(path)
        assert not await page.evaluate(WIDER_THAN_THE_SCREEN), path
        await page.evaluate(AXE.read_text())
        assert await page.evaluate(SERIOUS) == [], path
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.emulate_media(color_scheme="dark")
    await page.goto(f"/@berta/{root}")
    assert not await page.evaluate(WIDER_THAN_THE_SCREEN)
    await page.evaluate(AXE.read_text())
    assert await page.evaluate(SERIOUS) == []
    assert faults == []


async def test_without_scripts_nothing_is_missing(served: Moot, chromium: Browser) -> None:
    await member_with_password(served, "anna")
    berta = await member_with_password(served, "berta")
    asked = polls.PollDraft(["Tea", "Coffee"], 3_600)
    root = await _said(served, berta, "What do you drink?", spoiler_text="a question", poll=asked)
    faults: list[str] = []
    page = await _page(served, chromium, faults, java_script_enabled=False)
    await page.goto(f"/@berta/{root}")
    assert not await page.is_visible(".poll")
    await page.click(".warned > summary")
    await page.check("text=Coffee")
    async with page.expect_navigation():
        await page.click(".poll button")
    await page.click(".warned > summary")
    assert "100%" in await page.inner_text(".poll .chosen")
    async with page.expect_navigation():
        await page.click(".focused .favourite")
    assert await page.get_attribute(".focused .favourite", "aria-pressed") == "true"
    await page.click(".counts a")
    assert "anna" in await page.inner_text(".people")
    await page.click(".about-post")
    assert page.url.endswith(f"/@berta/{root}")
    await page.click("summary.answer")
    assert await page.input_value("#answer-warning") == "a question"
    await page.fill("#answer-text", "@berta Water, if I may")
    async with page.expect_navigation():
        await page.click(".small-form .main")
    assert await page.locator(".focused .warned").count() == 1
    assert await page.locator(f".above.linked #p-{root}").count() == 1
    assert faults == []
