"""A real browser on the pages about people: following with script and without, and nothing that shuts anybody out."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from folkmoot.features import accounts, relations, showcase
from folkmoot.interfaces.web.frame.files import PACKAGES
from tests.support.moot import Member, Moot
from tests.support.signing import PASSWORD, member_with_password
from tests.support.ties import follow

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

AXE = PACKAGES / "axe-core" / "axe.min.js"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
GRAVE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter(each => ["serious", "critical"].includes(each.impact))
  .map(each => each.id + ": " + each.nodes.map(node => node.html).join(" | "))"""


async def _page(served: Moot, chromium: Browser, faults: list[str], **options: Any) -> Page:
    context = await chromium.new_context(base_url=served.ground.config.site.url, **options)
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    return page


async def _sign_in(page: Page) -> None:
    await page.goto("/auth/sign_in")
    await page.fill("#name", "anna")
    await page.fill("#password", PASSWORD)
    async with page.expect_navigation():
        await page.click("form[action='/auth/sign_in'] button")


async def _lives(served: Moot) -> Member:
    """Let anna sign in, berta say something, and others follow her; returns berta."""
    anna = await member_with_password(served)
    berta, carla = await served.member("berta"), await served.member("carla")
    change = accounts.ProfileChange(
        display_name="Berta with quite a long name", note="bakes #bread", discoverable=True, indexable=True,
        fields=[accounts.Field("Home", "https://berta.example/a/rather/long/address/of/a/page", 1_700_000_000_000)],
    )  # fmt: skip
    async with served.ground.work() as work:
        await accounts.edit_profile(work, berta.id, change)
        await showcase.feature_tag(work, berta.id, "bread")
    await served.post(berta, "fresh #bread")
    await follow(served, carla, berta)
    async with served.ground.work() as work:
        await relations.follow(work, berta.id, await accounts.get(work.db, anna), relations.FollowOptions())
    return berta


@pytest.mark.parametrize("script", [True, False])
async def test_following_where_one_stands(served: Moot, chromium: Browser, *, script: bool) -> None:
    berta = await _lives(served)
    faults: list[str] = []
    page = await _page(served, chromium, faults, java_script_enabled=script)
    await _sign_in(page)
    await page.goto("/@berta")
    marked = await page.evaluate("window.here = 1") if script else 0
    panel = page.locator("[data-piece=panel]")
    await panel.get_by_role("button", name="Follow @berta").click()
    unfollow = panel.get_by_role("button", name="Unfollow @berta")
    await expect(unfollow).to_be_visible()
    bell = panel.get_by_role("button", name="Tell me of each new post")
    await bell.click()
    await expect(bell).to_have_attribute("aria-pressed", "true")
    if script:
        await expect(bell).to_be_focused()
        assert await page.evaluate("window.here") == marked
    await panel.locator("summary", has_text="Note for myself").click()
    await page.fill("#own-note", "bakes well")
    await page.get_by_role("button", name="Keep the note").click()
    await expect(panel.locator("summary", has_text="bakes well")).to_be_visible()
    await page.goto("/@berta/followers")
    row = page.locator(".person", has_text="carla")
    await row.get_by_role("button", name="Follow @carla").click()
    await expect(row.get_by_role("button", name="Unfollow @carla")).to_be_visible()
    await page.goto("/tags/bread")
    await page.get_by_role("button", name="Follow", exact=True).click()
    await expect(page.get_by_role("button", name="Unfollow", exact=True)).to_be_visible()
    (anna,) = (await accounts.by_handles(served.ground.db.reader, ["anna"], "")).values()
    (tie,) = await relations.between(served.ground.db.reader, anna.id, [berta.id], served.clock())
    assert (tie.following, tie.notifying, tie.note) == (True, True, "bakes well")
    assert faults == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
async def test_nobody_is_shut_out(served: Moot, chromium: Browser, width: int, scheme: Any) -> None:
    berta = await _lives(served)
    axe = await asyncio.to_thread(Path(AXE).read_text)
    faults: list[str] = []
    page = await _page(
        served, chromium, faults, viewport={"width": width, "height": 800}, color_scheme=scheme, locale="de"
    )
    visited = ["/", "/@berta", "/@berta/media", "/@berta/featured", "/@berta/followers", "/tags/bread"]
    asked = [f"/accounts/{berta.id}/{act}" for act in ("languages", "unfollow", "remove_follower")]
    for path in [*visited, "", *visited[1:], *asked]:
        if not path:
            await _sign_in(page)
            continue
        await page.goto(path)
        assert await page.evaluate(WIDER) == 0, path
        await page.evaluate(axe)
        assert await page.evaluate(GRAVE) == [], path
    assert faults == []
