"""A newcomer, with a script and without: joins, says something with a picture, is answered and boosted, hears of it."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Page, expect

from tests.support.moot import Moot
from tests.support.signing import PASSWORD, link_in, mails, member_with_password

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


async def _browser(served: Moot, chromium: Browser, faults: list[str], *, script: bool) -> Page:
    context = await chromium.new_context(base_url=served.ground.config.site.url, java_script_enabled=script)
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    return page


async def _press(page: Page, button: str) -> None:
    async with page.expect_navigation():
        await page.click(button)


async def _sign_in(page: Page, name: str) -> None:
    await page.goto("/auth/sign_in")
    await page.fill("#name", name)
    await page.fill("#password", PASSWORD)
    await _press(page, "form[action='/auth/sign_in'] button")


async def _join(served: Moot, page: Page) -> None:
    """Come to the front page, join, and confirm the address."""
    await page.goto("/")
    await _press(page, "a[href='/auth/sign_up'] >> nth=0")
    await page.fill("#username", "nora")
    await page.fill("#email", "nora@example.org")
    await page.fill("#password", PASSWORD)
    await page.check("#agreement")
    await _press(page, "form[action='/auth/sign_up'] button.main")
    await page.goto(link_in((await mails(served))[-1]))
    for button in await page.query_selector_all("form[action='/auth/confirm'] button"):
        async with page.expect_navigation():
            await button.click()
    await _sign_in(page, "nora")
    await expect(page.locator("h1")).to_have_text("Home")


async def _say(page: Page, picture: Path, *, script: bool) -> None:
    """Say something with a picture that is described."""
    await _press(page, "a.compose")
    await page.fill("#text", "Hello, this is my street #hello")
    await page.click("summary:has-text('Pictures')")
    await page.set_input_files("#file", picture)
    if not script:
        await page.click("text=Attach and describe")
    await page.fill(".file textarea", "A street with two trees")
    await _press(page, "#publish")
    await expect(page.locator(".post img[alt='A street with two trees']").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_from_the_front_page_to_the_first_answer(
    served: Moot, chromium: Browser, tmp_path: Path, *, script: bool
) -> None:
    picture = tmp_path / "street.jpg"
    Image.new("RGB", (640, 400), "olive").save(picture, "JPEG")
    faults: list[str] = []
    nora = await _browser(served, chromium, faults, script=script)
    await _join(served, nora)
    await _say(nora, picture, script=script)

    await member_with_password(served, "ben")
    ben = await _browser(served, chromium, faults, script=script)
    await _sign_in(ben, "ben")
    await ben.goto("/local")
    post = ben.locator(".post", has_text="this is my street")
    await post.locator("button.boost").click()
    await expect(post.locator("button.boost")).to_have_attribute("aria-pressed", "true")
    await post.locator("button.favourite").click()
    await expect(post.locator("button.favourite")).to_have_attribute("aria-pressed", "true")
    await ben.goto(str(await post.locator("a.act.reply").get_attribute("href")))
    await ben.fill("#text", "@nora welcome to the street")
    await _press(ben, "#publish")

    await served.run_jobs()
    await nora.goto("/notifications")
    heard = await nora.inner_text("main")
    for words in ("boosted", "favourited", "welcome to the street"):
        assert words in heard, words
    assert faults == []
