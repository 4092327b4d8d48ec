"""A real Chromium on the pages for finding: they fit every screen, break no rule of access, and work without script."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from folkmoot.interfaces import web
from folkmoot.interfaces.web.frame.visit import SESSION_COOKIE
from tests.support.moot import Moot
from tests.support.ties import follow
from tests.support.visiting import Visitor, describe, visitor

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

AXE = Path(web.__file__).parent / "packages/node_modules/axe-core/axe.min.js"
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SERIOUS = """async () => (await axe.run({resultTypes: ["violations"]})).violations
  .filter(each => ["serious", "critical"].includes(each.impact))
  .map(each => `${each.id}: ${each.nodes.map(node => node.html).join(" | ").slice(0, 300)}`)"""


async def _page(served: Moot, chromium: Browser, who: Visitor, faults: list[str], **options: Any) -> Page:
    base = served.ground.config.site.url
    context = await chromium.new_context(base_url=base, **options)
    secret = who.browser._http.cookies[SESSION_COOKIE]
    await context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": base}])
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    return page


async def _village(served: Moot) -> Visitor:
    """Let anna follow two who say something, with a list, a tag and a collection of hers."""
    anna = await visitor(served, "anna")
    berta, carla = [await served.member(name) for name in ("berta", "carla")]
    await describe(served, berta, note="Bakes bread and sings in the choir, on most days in this order." * 2)
    await describe(served, berta, indexable=True)
    await follow(served, anna.member, berta)
    await follow(served, berta, carla)
    post = await served.post(berta, "Bread is rising #bread")
    await served.ok("POST", f"/api/v1/statuses/{post['id']}/bookmark", anna.member)
    await served.ok("POST", "/api/v1/tags/bread/follow", anna.member)
    await served.ok("POST", "/api/v1/lists", anna.member, json={"title": "Garden"})
    await served.ok("POST", "/api/v1/collections", anna.member, json={"name": "Bakers", "account_ids": [str(berta.id)]})
    await served.run_jobs()
    return anna


async def _paths(served: Moot, who: Visitor) -> list[str]:
    [made] = await served.ok("GET", "/api/v1/lists", who.member)
    found = (await served.ok("GET", f"/api/v1/{who.id}/collections", who.member))["collections"]
    lists, collection = f"/lists/{made['id']}", f"/collections/{found[0]['id']}"
    return [
        "/menu", "/lists", lists, f"{lists}/edit?q=berta", f"{lists}/delete", "/tags", "/bookmarks", "/everywhere",
        "/search?q=bread", "/search", "/search?q=nothing&kind=posts", "/explore", "/directory", "/collections",
        collection, f"{collection}/edit?q=carla", f"/lists?account={who.id}",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme", "step"), [(360, "light", 1), (1440, "dark", 2)])
async def test_pages_fit_and_are_open_to_all(
    served: Moot, chromium: Browser, width: int, scheme: Any, step: int
) -> None:
    anna = await _village(served)
    faults: list[str] = []
    page = await _page(
        served, chromium, anna, faults, viewport={"width": width, "height": 800}, color_scheme=scheme, locale="de"
    )
    for path in (await _paths(served, anna))[::step]:
        answer = await page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        if await page.evaluate(WIDER_THAN_THE_SCREEN):
            faults.append(f"{path} is wider than the screen")
        await page.evaluate(AXE.read_text())
        faults += [f"{path}: {each}" for each in await page.evaluate(SERIOUS)]
    assert "\n".join(faults) == ""


async def test_a_list_is_made_without_script(served: Moot, chromium: Browser) -> None:
    anna = await _village(served)
    faults: list[str] = []
    page = await _page(served, chromium, anna, faults, java_script_enabled=False)
    await page.goto("/menu")
    await page.click("main a[href='/lists']")
    await page.fill("#title", "Bakers")
    await page.click("main form button")
    await page.fill("#q", "berta")
    await page.press("#q", "Enter")
    await page.click("form[action$='/add'] button")
    await page.click(".tools a")
    assert await page.inner_text(".post .words") == "Bread is rising #bread"
    await page.fill(".find input", "bread")
    await page.press(".find input", "Enter")
    assert await page.inner_text("main h1") == "Search"
    assert "Bread is rising" in await page.inner_text(".feed")
    assert faults == []


async def test_a_suggestion_goes_at_once(served: Moot, chromium: Browser) -> None:
    anna = await _village(served)
    faults: list[str] = []
    page = await _page(served, chromium, anna, faults)
    await page.goto("/explore?kind=people")
    row = page.locator("main .person", has_text="@carla")
    await page.evaluate("window.stays = true")
    await row.locator(".act").click()
    await row.wait_for(state="detached")
    assert await page.evaluate("window.stays")
    await page.reload()
    assert await row.count() == 0
    assert faults == []
