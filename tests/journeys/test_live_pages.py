"""Pages that are open in two browsers at once: what one does the other sees, and nothing jumps."""

import asyncio
import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser, Page, expect

from folkmoot.features import accounts, auth
from folkmoot.interfaces.web.frame.files import PACKAGES
from folkmoot.streaming import Hub
from tests.support.moot import Member, Moot
from tests.support.signing import PASSWORD, QUICK_HASHER

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

PATIENCE = 10.0
AXE = (PACKAGES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")


async def _member(served: Moot, name: str) -> Member:
    """A member with a password and a token."""
    async with served.ground.work() as work:
        account = await accounts.open_account(work, name)
        await auth.open_user(
            work, account.id, email=f"{name}@example.org", password_hash=QUICK_HASHER.hash(PASSWORD), confirmed=True,
            approved=True,
        )  # fmt: skip
        scopes = "read write follow"
        _, token = await auth.issue_token(work, app_id=None, account_id=account.id, scopes=scopes)
    return Member(account.id, name, token)


async def _page(served: Moot, chromium: Browser, name: str, faults: list[str], **options: Any) -> Page:
    """A browser of its own in which a member is signed in."""
    context = await chromium.new_context(base_url=served.ground.config.site.url, locale="en-GB", **options)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    await page.goto("/auth/sign_in")
    await page.fill("#name", name)
    await page.fill("#password", PASSWORD)
    async with page.expect_navigation():
        await page.click("form[action='/auth/sign_in'] button")
    return page


async def _listened(served: Moot, member: Member, stream: str) -> None:
    """Wait until a page of the member listens, and has asked what came before."""
    hub = served.ground.one(Hub)
    async with asyncio.timeout(PATIENCE):
        while not any(channel.name == stream for listener in hub.of(member.id) for channel in listener.channels):
            await asyncio.sleep(0.02)


async def _open(served: Moot, page: Page, member: Member, path: str, stream: str) -> None:
    async with page.expect_response(lambda answer: "?after=" in answer.url):
        await page.goto(path)
    await _listened(served, member, stream)


async def _barriers(page: Page, inside: str) -> list[str]:
    """What keeps somebody from using a part of the page."""
    await page.evaluate(AXE)
    found: dict[str, Any] = await page.evaluate(f"axe.run('{inside}')")
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"] if each["impact"] in GRAVE]


async def test_two_browsers_see_each_other(served: Moot, chromium: Browser) -> None:
    anna, berta = await _member(served, "anna"), await _member(served, "berta")
    old = await served.post(anna, "the first of all")
    faults: list[str] = []
    hers = await _page(served, chromium, "anna", faults)
    theirs = await _page(served, chromium, "berta", faults)
    await _open(served, hers, anna, "/local", "public:local")
    await _open(served, theirs, berta, "/local", "public:local")
    button, posts = theirs.locator("#fresh button"), theirs.locator("#feed .post")

    posted = await served.post(anna, "@berta is it live?")
    await served.run_jobs()
    await expect(button).to_have_text("1 new post")
    await expect(theirs).to_have_title(re.compile(r"^\(1\) Local"))
    await expect(posts).to_have_count(1)
    await expect(theirs.locator(".ways a[href='/notifications'] .count")).to_have_text("1 new")
    await expect(hers.locator("#feed .post").first, "one's own posts come at once").to_contain_text("is it live?")
    await expect(hers.locator("#fresh button")).to_be_hidden()
    await served.post(anna, "and a second")
    await expect(button).to_have_text("2 new posts")
    assert await _barriers(theirs, "main") == []

    await theirs.keyboard.press(".")
    await expect(posts).to_have_count(3)
    await expect(posts.first).to_be_focused()
    await expect(posts.first).to_contain_text("and a second")
    await expect(button).to_be_hidden()
    await expect(theirs).to_have_title(re.compile("^Local"))

    await served.ok("PUT", f"/api/v1/statuses/{posted['id']}", anna, json={"status": "yes, it is"})
    await expect(theirs.locator(f"#p-{posted['id']} .words")).to_have_text("yes, it is")
    await served.ok("DELETE", f"/api/v1/statuses/{old['id']}", anna)
    await expect(posts).to_have_count(2)
    waiting = await served.post(anna, "gone before it was seen")
    await expect(button).to_have_text("1 new post")
    await served.ok("DELETE", f"/api/v1/statuses/{waiting['id']}", anna)
    await expect(button).to_be_hidden()

    await theirs.click(f"#p-{posted['id']} .act.favourite")
    await expect(theirs.locator(f"#p-{posted['id']} .act.favourite")).to_have_attribute("aria-pressed", "true")
    async with served.ground.work() as work:
        await auth.end_sessions(work, berta.id)
    async with asyncio.timeout(PATIENCE):
        while list(served.ground.one(Hub).of(berta.id)):
            await asyncio.sleep(0.02)
    await served.post(anna, "not for who signed out")
    await expect(hers.locator("#feed .post").first).to_contain_text("not for who signed out")
    await expect(button).to_be_hidden()
    assert faults == []


async def test_more_than_comes_at_once_leaves_no_gap(served: Moot, chromium: Browser) -> None:
    anna, berta = await _member(served, "anna"), await _member(served, "berta")
    await served.post(anna, "number 0")
    faults: list[str] = []
    page = await _page(served, chromium, "berta", faults)
    await _open(served, page, berta, "/local", "public:local")
    for number in range(1, 46):
        await served.post(anna, f"number {number}")
    await expect(page.locator("#fresh button")).to_have_text("40+ new posts")
    await page.click("#fresh button")
    posts = page.locator("main .post")
    await expect(posts).to_have_count(40)
    await page.click(".further a")
    await expect(posts).to_have_count(46)
    said = await posts.locator(".words").all_inner_texts()
    assert [text.strip() for text in said] == [f"number {number}" for number in range(45, -1, -1)]
    assert faults == []


async def test_keys_lead_through_a_page(served: Moot, chromium: Browser) -> None:
    anna, berta = await _member(served, "anna"), await _member(served, "berta")
    await served.post(anna, "first")
    await served.post(anna, "second", spoiler_text="covered")
    faults: list[str] = []
    page = await _page(served, chromium, "berta", faults)
    await _open(served, page, berta, "/local", "public:local")
    press, posts = page.keyboard.press, page.locator("#feed .post")
    await press("j")
    await expect(posts.first).to_be_focused()
    await press("x")
    await expect(posts.first.locator("details.cover")).to_have_attribute("open", "")
    await press("j")
    await press("f")
    await expect(posts.nth(1).locator(".act.favourite")).to_have_attribute("aria-pressed", "true")
    await press("k")
    await expect(posts.first).to_be_focused()
    await press("/")
    await expect(page.locator("#find")).to_be_focused()
    await page.keyboard.type("gj?")
    await expect(page.locator("#find")).to_have_value("gj?")
    await press("Escape")
    await press("?")
    dialog = page.locator("dialog.keys")
    await expect(dialog.locator("h2")).to_have_text("Keyboard")
    await expect(dialog).to_contain_text("next post")
    assert await _barriers(page, "dialog") == []
    await press("j")
    await press("Escape")
    await expect(dialog).to_have_count(0)
    await press("g")
    await press("h")
    await page.wait_for_url("**/home")
    await page.goto("/keyboard")
    await page.uncheck("[data-keys] input")
    await press("g")
    await press("l")
    await page.goto("/local")
    await press("j")
    await expect(page.locator(".post:focus")).to_have_count(0)
    assert faults == []


async def _pictures(served: Moot, by: Member, *colours: str) -> list[str]:
    ids = []
    for colour in colours:
        with io.BytesIO() as file:
            Image.new("RGB", (640, 480), colour).save(file, "PNG")
            data = file.getvalue()
        form = {"files": {"file": ("a.png", data, "image/png")}, "data": {"description": f"all {colour}"}}
        ids.append((await served.ok("POST", "/api/v2/media", by, **form))["id"])
    await served.settle()
    return ids


async def test_pictures_are_seen_in_full_one_after_the_other(served: Moot, chromium: Browser) -> None:
    anna = await _member(served, "anna")
    await served.post(anna, "look", media_ids=await _pictures(served, anna, "red", "green"))
    faults: list[str] = []
    page = await _page(served, chromium, "anna", faults)
    await page.goto("/local")
    links, viewer = page.locator("a[data-view]"), page.locator("dialog.viewer")
    await links.first.click()
    await expect(viewer.locator("img")).to_have_attribute("alt", "all red")
    await expect(viewer.locator(".where")).to_have_text("1 / 2")
    assert await _barriers(page, "dialog") == []
    await page.keyboard.press("ArrowRight")
    await expect(viewer.locator("img")).to_have_attribute("alt", "all green")
    await expect(viewer.locator("figcaption")).to_have_text("all green")
    await viewer.get_by_role("button", name="Next picture").click()
    await expect(viewer.locator("img")).to_have_attribute("alt", "all red")
    await page.keyboard.press("z")
    await expect(viewer.get_by_role("button", name="Full size")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)
    await expect(links.first).to_be_focused()
    await links.nth(1).click()
    await expect(viewer.locator(".where")).to_have_text("2 / 2")
    await page.go_back()
    await expect(viewer).to_have_count(0)
    assert page.url.endswith("/local")
    assert faults == []


async def test_without_scripts_nothing_is_missed(served: Moot, chromium: Browser) -> None:
    anna = await _member(served, "anna")
    await served.post(anna, "look", media_ids=await _pictures(served, anna, "blue"))
    faults: list[str] = []
    page = await _page(served, chromium, "anna", faults, java_script_enabled=False)
    await page.goto("/local")
    await expect(page.locator("#fresh button")).to_be_hidden()
    await page.click("a[href='/keyboard']")
    await expect(page.locator("h1")).to_have_text("Keyboard")
    await expect(page.locator("[data-keys]")).to_be_hidden()
    await page.goto("/local")
    assert faults == []
    await page.click("a[data-view]")
    assert "/media/" in page.url


FILM = """
const place = document.createElement("p");
place.innerHTML = "<video data-gif controls width='40' height='40'></video>";
document.querySelector("main").prepend(place);
htmx.trigger(place, "htmx:load");
"""
SEEN = "new Promise(done => new IntersectionObserver(done, {threshold: 0.5}).observe(document.querySelector('video')))"
COUNTED = "HTMLMediaElement.prototype.play = async function () { window.played = (window.played ?? 0) + 1; };"


@pytest.mark.parametrize(("motion", "times"), [("no-preference", 1), ("reduce", 0)])
async def test_short_films_play_where_motion_is_wanted(
    served: Moot, chromium: Browser, motion: Any, times: int
) -> None:
    context = await chromium.new_context(base_url=served.ground.config.site.url, reduced_motion=motion)
    page = await context.new_page()
    await page.add_init_script(COUNTED)
    await page.goto("/local")
    await page.evaluate(FILM)
    await page.evaluate(SEEN)
    assert await page.evaluate("window.played ?? 0") == times
