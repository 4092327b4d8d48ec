"""Every page in a real Chromium, judged by axe-core (WCAG 2.2 AA): nothing serious or critical, light and dark."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page

from folkmoot.interfaces.web import all_pages
from folkmoot.interfaces.web.frame.files import PACKAGES
from tests.interfaces.test_every_page import patterns
from tests.support.moot import Moot
from tests.support.town import Town, town

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

AXE = PACKAGES / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGED = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
}"""
WIDER_THAN_THE_SCREEN = """(direction) => {
  document.documentElement.dir = direction;
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}"""
FOR_STAFF = {"/appeals", "/posts/{id}/remove", "/settings/roles"}
WIDTHS = (360, 768, 1440)


def seen_by(who: str) -> list[str]:
    """Return the patterns of the pages that are looked at as somebody: each page once, and what is for all twice."""
    table = all_pages().all()
    if who == "olga":
        return [pattern for pattern in patterns() if pattern in FOR_STAFF]
    return [
        pattern
        for pattern in patterns()
        if pattern not in FOR_STAFF and (not table[pattern]["GET"].member if who == "" else "/auth/" not in pattern)
    ]


@pytest.mark.parametrize("who", ["", "anna", "olga"])
async def test_every_page_can_be_used_by_everybody(served: Moot, chromium: Browser, who: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: scripts/set-up test")
    place = await town(served)
    faults: list[str] = []
    page = await _page(served, chromium, place, who, faults)
    for pattern in seen_by(who):
        address = place.address(pattern)
        answer = await page.goto(address)
        if answer is None or answer.status != 200:
            faults.append(f"{address}: {answer and answer.status}")
            continue
        faults += [f"{address}: {each}" for each in await _too_wide(page)]
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            faults += [f"{address}, {scheme}: {each}" for each in await _judged(page)]
    assert not faults, "\n".join(faults)


async def _too_wide(page: Page) -> list[str]:
    """Return at which widths a page is wider than the screen, also where it is read from the right."""
    found = []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        for direction in ("rtl", "ltr"):
            wider = await page.evaluate(WIDER_THAN_THE_SCREEN, direction)
            if wider > 0:
                found.append(f"{wider} px wider than a screen of {width} px, {direction}")
    return found


async def _page(served: Moot, chromium: Browser, place: Town, who: str, faults: list[str]) -> Page:
    base = served.ground.config.site.url
    context = await chromium.new_context(base_url=base, reduced_motion="reduce", bypass_csp=False)
    if who:
        name, _, value = place.cookies[who].partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": base}])
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("console", lambda said: faults.append(f"{page.url}: {said.text}") if _is_fault(said) else None)
    return page


def _is_fault(said: ConsoleMessage) -> bool:
    """Say whether a page complains, of a policy say; that a page is not for everybody is none."""
    return said.type == "error" and "Failed to load resource" not in said.text


async def _judged(page: Page) -> list[str]:
    """Return what axe finds. It comes in as the debugger's own script, because pages let in none but theirs."""
    await page.evaluate(Path(AXE).read_text())
    found: list[Any] = await page.evaluate(JUDGED, RULES)
    return [str(each) for each in found]
