"""Writing in a real Chromium: with a script and without, and nothing that is written gets lost."""

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser, Page, expect

from folkmoot.features import drafts, media, posts, scheduling
from folkmoot.features.posts import Post
from folkmoot.formats import text as text_format
from folkmoot.infra.clock import HOUR, MINUTE
from folkmoot.infra.ids import MAX_ID
from folkmoot.interfaces.web.frame.files import PACKAGES, url_of
from folkmoot.interfaces.web.writing.form import local_time
from tests.support.moot import Moot
from tests.support.signing import PASSWORD, member_with_password

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

AXE = PACKAGES / "axe-core" / "axe.min.js"
GRAVE = """async () => (await axe.run("main")).violations.filter(v => ["serious", "critical"].includes(v.impact))
    .map(v => `${v.id}: ${v.nodes.map(n => n.html).join(" | ")}`)"""
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
EVERYTHING = (MAX_ID, 0, 50, False)
TEXTS = (
    "", "plain words", "a\nb\r\nc", "https://example.org/a_(b)?c=d. And on", "see (https://x.example/), or http://",
    "@anna @anna@else.example:3000 and @a.b@ and @no@", "mail@else.example x@y",
    "#tag #\u00dcn\u00efc_\xb7 #1 #a-b ##x &#39;",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1e9\U0001f1ea\U0001f1e9 \U0001f3f3\ufe0f\u200d\U0001f308 e\u0301 \xe9",
    "\u0e01\u0e33 \u0b28\u0b3f \ud55c\uad6d\uc5b4 \u1112\u1161\u11ab", "@\u017fam #" + "x" * 101 + " #" + "y" * 100,
    "https://a.example/\u201equoted\u201c\u2026", "#a\u200d, https://[x] http://a.example/b)c) @x-y-",
)  # fmt: skip


def picture(folder: Path) -> Path:
    path = folder / "wall.jpg"
    Image.new("RGB", (640, 400), "teal").save(path, "JPEG")
    return path


async def entered(served: Moot, chromium: Browser, faults: list[str], **options: Any) -> Page:
    """A page of a browser in which anna is signed in."""
    context = await chromium.new_context(base_url=served.ground.config.site.url, **options)
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    await page.goto("/auth/sign_in")
    await page.fill("#name", "anna")
    await page.fill("#password", PASSWORD)
    await page.click("form[action='/auth/sign_in'] button")
    await page.wait_for_url("**/home")
    return page


async def said(served: Moot, account_id: int) -> list[Post]:
    return await posts.by_account(await served.ground.read(), account_id, posts.Filter(), EVERYTHING)


async def part(page: Page, name: str) -> None:
    await page.click(f"summary:has-text('{name}')")


async def test_without_any_script(served: Moot, chromium: Browser, tmp_path: Path) -> None:
    anna = await member_with_password(served)
    berta = await served.member("berta")
    parent = await served.post(berta, "Who paints?", visibility="unlisted")
    page = await entered(served, chromium, [], java_script_enabled=False)
    await page.goto(f"/compose?reply={parent['id']}")
    await expect(page.locator("#text")).to_have_value("@berta ")
    await page.fill("#text", "@berta Me, look")
    await part(page, "Pictures")
    await page.set_input_files("#file", picture(tmp_path))
    await page.click("text=Attach and describe")
    await page.fill(".file textarea", "A teal wall")
    await page.click("#publish")
    await expect(page.locator(".focused img[alt='A teal wall']")).to_be_visible()
    [post] = await said(served, anna)
    assert post.in_reply_to_id == int(parent["id"])
    assert post.visibility == posts.Visibility.UNLISTED
    await page.click("summary[aria-label=More] >> nth=-1")
    await page.click(f"a[href^='/posts/{post.id}/edit']")
    await page.fill("#text", "@berta Me. Look!")
    await page.click("#publish")
    await expect(page.locator(".focused .words")).to_have_text("@berta Me. Look!")


async def test_with_a_picture_a_focus_and_the_small_form(served: Moot, chromium: Browser, tmp_path: Path) -> None:
    anna = await member_with_password(served)
    faults: list[str] = []
    page = await entered(served, chromium, faults)
    await page.goto("/home")
    await page.click("#small summary")
    await page.fill("#small-text", "Good morning")
    await expect(page.locator("#small-left")).to_have_text("488 left")
    await page.click("#small button.main")
    await expect(page.locator("#feed > article:first-child .words")).to_have_text("Good morning")
    await expect(page.locator("#small")).not_to_have_attribute("open", "")
    await page.goto("/compose")
    await page.fill("#text", "A wall https://example.org/which/is/long")
    await expect(page.locator("#left")).to_have_text("470 left")
    await part(page, "Pictures")
    await page.set_input_files("#file", picture(tmp_path))
    await page.click(".file [data-point]", position={"x": 12, "y": 12})
    await expect(page.locator(".file [name^=left-]")).to_have_value(re.compile(r"^\d$"))
    await page.click("#publish")
    await expect(page.locator(".remind")).to_be_visible()
    await page.fill(".file textarea", "A teal wall")
    await page.click("#publish")
    await expect(page.locator(".focused img[alt='A teal wall']")).to_be_visible()
    newest = (await said(served, anna))[0]
    [item] = (await media.of_posts(await served.ground.read(), [newest.id]))[newest.id]
    assert item.focus_x is not None
    assert item.focus_x < -0.8
    assert all("status of 422" in fault for fault in faults), faults


async def test_a_draft_is_kept_while_it_is_written(served: Moot, chromium: Browser) -> None:
    anna = await member_with_password(served)
    faults: list[str] = []
    page = await entered(served, chromium, faults)
    await page.goto("/compose")
    await page.fill("#text", "Half a thought")
    await part(page, "Poll")
    await page.fill("[name=option] >> nth=0", "Yes")
    await page.fill("[name=option] >> nth=1", "No")
    await expect(page.locator("#kept")).to_have_text("Kept as a draft")
    await page.reload()
    await expect(page.locator("#text")).to_have_value("Half a thought")
    await expect(page.locator("[name=option] >> nth=1")).to_have_value("No")
    await page.fill("#text", "A whole thought?")
    await page.click("#publish")
    await expect(page.locator(".focused .poll")).to_be_visible()
    assert await drafts.of_account(await served.ground.read(), anna, EVERYTHING) == []
    [post] = await said(served, anna)
    await page.goto(f"/posts/{post.id}/delete")
    await page.click("button[value=again]")
    await expect(page.locator("#text")).to_have_value("A whole thought?")
    assert await said(served, anna) == []
    assert faults == []


async def test_a_post_is_scheduled_by_the_clock_on_the_wall(served: Moot, chromium: Browser) -> None:
    anna = await member_with_password(served)
    faults: list[str] = []
    page = await entered(served, chromium, faults, timezone_id="Asia/Tokyo")
    await page.goto("/compose?schedule=1")
    await expect(page.locator("[data-zone-name]")).to_have_text("Asia/Tokyo")
    at = served.clock() + 24 * HOUR
    await page.fill("#text", "Good night")
    await page.fill("#at", local_time(at + 9 * HOUR))
    await page.click("#publish")
    await expect(page.locator(".papers-list [name=at]")).to_have_value(local_time(at + 9 * HOUR))
    [item] = await scheduling.of_account(await served.ground.read(), anna, EVERYTHING)
    assert abs(item.scheduled_at - at) <= MINUTE
    assert faults == []


async def test_names_are_put_in_by_the_keyboard_and_counted_as_the_server_counts(
    served: Moot, chromium: Browser
) -> None:
    await member_with_password(served)
    await served.member("berta")
    faults: list[str] = []
    page = await entered(served, chromium, faults)
    await page.goto("/compose")
    await page.type("#text", "Hello @ber")
    await expect(page.locator("[role=option]")).to_have_count(1)
    await page.press("#text", "Enter")
    await expect(page.locator("#text")).to_have_value("Hello @berta ")
    counted = await page.evaluate(
        "async ([from, texts]) => { const { length } = await import(from); return texts.map(length); }",
        [url_of("counting.js"), list(TEXTS)],
    )
    assert counted == [text_format.length(given) for given in TEXTS]
    assert faults == []


@pytest.mark.parametrize(("width", "scheme", "locale"), [(360, "light", "de-DE"), (1440, "dark", "en-GB")])
async def test_everybody_can_use_it(
    served: Moot, chromium: Browser, tmp_path: Path, width: int, scheme: Any, locale: str
) -> None:
    await member_with_password(served)
    berta = await served.member("berta")
    parent = await served.post(berta, "A word " * 20, spoiler_text="Long")
    faults: list[str] = []
    page = await entered(
        served, chromium, faults, viewport={"width": width, "height": 800}, color_scheme=scheme, locale=locale
    )
    await page.goto(f"/compose?reply={parent['id']}")
    for summary in await page.query_selector_all(".part:not([open]) > summary"):
        await summary.click()
    await page.set_input_files("#file", picture(tmp_path))
    await page.wait_for_selector(".file [data-point]")
    await grave(page)
    await page.click("button[value=keep]")
    await page.wait_for_url("**/drafts")
    await grave(page)
    await page.goto("/home")
    await page.click("#small summary")
    await page.fill("#small-text", "Hello")
    await page.click("#small button.main")
    await page.wait_for_selector("#feed > article")
    await grave(page)
    assert faults == []


async def grave(page: Page) -> None:
    """Fail where somebody cannot use the page as it stands, or it is wider than the screen."""
    await page.evaluate(AXE.read_text())
    assert await page.evaluate(GRAVE) == []
    assert not await page.evaluate(WIDER_THAN_THE_SCREEN)
