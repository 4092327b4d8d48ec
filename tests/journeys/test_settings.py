"""A real Chromium among the settings: profile, look and filter, without a script and with; and nobody left out."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from folkmoot.features import accounts, filters
from folkmoot.interfaces.web.frame.files import PACKAGES
from tests.support import media_samples
from tests.support.moot import Moot
from tests.support.signing import PASSWORD, member_with_password

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

AXE = PACKAGES / "axe-core" / "axe.min.js"
PAGES = (
    "/settings", "/settings/profile", "/settings/featured", "/settings/privacy", "/settings/posts",
    "/settings/appearance", "/settings/notifications", "/settings/filters", "/settings/filters/new",
    "/settings/blocked", "/settings/blocked/servers", "/settings/security", "/settings/apps", "/settings/mail",
    "/settings/export", "/settings/import", "/settings/move", "/settings/security/leave",
)  # fmt: skip
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SERIOUS = """
axe.run({resultTypes: ["violations"]}).then((found) => found.violations
  .filter((each) => ["serious", "critical"].includes(each.impact))
  .map((each) => `${each.id}: ${each.nodes[0].html}`))
"""


async def _member(served: Moot, chromium: Browser, faults: list[str], **options: Any) -> Page:
    """Sign anna in, in a browser of her own."""
    context = await chromium.new_context(base_url=served.ground.config.site.url, locale="en-GB", **options)
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    await page.goto("/auth/sign_in")
    await page.fill("#name", "anna")
    await page.fill("#password", PASSWORD)
    await page.click("form[action='/auth/sign_in'] button")
    await page.wait_for_url("**/home")
    return page


async def _save(page: Page, button: str = "Save") -> None:
    await page.locator(".panel").get_by_role("button", name=button, exact=True).click()
    await page.get_by_role("status").filter(has_text="Saved.").wait_for()


async def test_all_of_it_works_without_a_script(served: Moot, chromium: Browser, tmp_path: Path) -> None:
    anna = await member_with_password(served)
    faults: list[str] = []
    phone = {"width": 360, "height": 780}
    page = await _member(served, chromium, faults, java_script_enabled=False, viewport=phone)
    await page.goto("/settings")
    await page.get_by_role("link", name="Profile Your name").click()
    await page.get_by_label("Name", exact=True).fill("Anna of the boats")
    await page.get_by_label("Content 1").fill("Pickle")
    await _refused(page, "needs a label")
    assert await page.get_by_label("Name", exact=True).input_value() == "Anna of the boats"
    await page.get_by_label("Label 1").fill("Cat")
    await page.locator("#avatar").set_input_files(media_samples.jpeg(tmp_path / "boat.jpg"))
    await page.locator("#avatar_description").fill("A boat")
    await _save(page)
    account = await accounts.get(await served.ground.read(), anna)
    assert (account.display_name, account.fields[0].value) == ("Anna of the boats", "Pickle")
    assert await page.get_by_role("img", name="A boat").get_attribute("src") == f"/media/{account.avatar}"

    await page.get_by_role("link", name="Settings").first.click()
    await page.get_by_role("link", name="Filters").click()
    await page.get_by_role("link", name="New filter").click()
    await page.get_by_label("Name", exact=True).fill("Spiders")
    for _ in range(2):
        await page.get_by_role("button", name="Another keyword").click()
    await page.get_by_label("Keyword", exact=True).last.fill("spider")
    await _save(page)
    (made,) = await filters.of_account(await served.ground.read(), anna)
    assert [each.keyword for each in made.keywords] == ["spider"]

    await page.goto("/settings/appearance")
    await page.get_by_label("Dark").check()
    await page.get_by_label("Larger").check()
    await _save(page)
    assert await page.get_attribute("html", "data-theme") == "dark"
    assert await page.evaluate("getComputedStyle(document.documentElement).fontSize") == "21px"
    assert faults == []


async def _refused(page: Page, sentence: str) -> None:
    await page.locator(".panel").get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("alert").filter(has_text=sentence).wait_for()


async def test_a_script_shows_what_comes_before_it_is_saved(served: Moot, chromium: Browser, tmp_path: Path) -> None:
    await member_with_password(served)
    faults: list[str] = []
    page = await _member(served, chromium, faults)
    await page.goto("/settings/profile")
    await page.get_by_label("Name", exact=True).fill("Anna B.")
    assert await page.inner_text("#name-shown") == "Anna B."
    await page.get_by_label("About you").fill("Hello https://a.example/" + "x" * 80)
    assert await page.inner_text("[data-counts]") == "29/500"
    await page.locator("#avatar").set_input_files(media_samples.png(tmp_path / "boat.png"))
    await page.wait_for_function("document.getElementById('avatar-shown').src.startsWith('blob:')")
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(17 * 2**20)
    await page.locator("#header").set_input_files(large)
    await _refused(page, "A picture is too large: 16.8 MB at most.")
    await page.locator("#header").set_input_files([])
    await _save(page)
    await page.goto("/settings/appearance")
    await page.get_by_label("Light", exact=True).check()
    assert await page.get_attribute("html", "data-theme") == "light"
    await page.goto("/settings/filters/new")
    await page.get_by_role("button", name="Another keyword").click()
    lines = page.get_by_label("Keyword", exact=True)
    assert await lines.count() == 4
    await page.get_by_label("Name", exact=True).fill("Boats")
    await lines.last.fill("mast")
    await _save(page)
    assert await page.get_by_text("mast").count() == 1
    assert faults == []


@pytest.mark.parametrize(
    ("width", "scheme", "look", "language"),
    [(360, "light", "system.system.larger", "de"), (1440, "dark", "dark.more", "en")],
)
async def test_nobody_is_left_out(
    served: Moot, chromium: Browser, width: int, scheme: Any, look: str, language: str
) -> None:
    """Every page fits the screen, and half of them each time are judged by axe-core."""
    await member_with_password(served)
    faults: list[str] = []
    page = await _member(served, chromium, faults, color_scheme=scheme)
    await page.context.add_cookies([{"name": "folkmoot_look", "value": look, "url": page.url}])
    await page.context.add_init_script(path=AXE)
    judged = PAGES[::2] if width == 360 else PAGES[1::2]
    for path in PAGES if width == 360 else judged:
        await page.set_viewport_size({"width": 768, "height": 800})
        await page.goto(f"{path}?lang={language}")
        assert not await page.evaluate(WIDER_THAN_THE_SCREEN), path
        await page.set_viewport_size({"width": width, "height": 800})
        assert not await page.evaluate(WIDER_THAN_THE_SCREEN), path
        if path in judged:
            assert await page.evaluate(SERIOUS) == [], path
    assert faults == []
