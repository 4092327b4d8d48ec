"""Take the pictures of docs/pictures: the demo community's pages at three widths, in light and in dark."""

import asyncio
import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from bench import server

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
WIDTHS = {360: 780, 768: 1024, 1440: 900}
SCHEMES = ("light", "dark")
QUALITY = 72
VISITORS = {"front": "/", "about": "/about", "profile": "/@oskar"}
MEMBERS = {
    "home": "/home",
    "write": "/compose",
    "notifications": "/notifications",
    "explore": "/explore",
    "settings": "/settings",
    "thread": "",
}
"""Pages by the name of their picture; the thread is the first of the local timeline that has answers."""


@contextmanager
def _demo() -> Iterator[tuple[str, str]]:
    """Serve the demo; yield its address and the member's password."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-pictures-") as made:
        folder = Path(made) / "demo"
        with server.demo(folder) as base:
            lines = (folder / "passwords.txt").read_text().splitlines()
            yield base, next(line.split()[-1] for line in lines if line.startswith("member "))


async def _shoot(page: Page, name: str, width: int, scheme: str) -> None:
    picture = Image.open(io.BytesIO(await page.screenshot()))
    picture.save(FOLDER / f"{name}-{width}-{scheme}.webp", quality=QUALITY, method=6)


async def _sign_in(page: Page, password: str) -> None:
    await page.goto("/auth/sign_in")
    await page.fill("#name", "member@demo.example")
    await page.fill("#password", password)
    async with page.expect_navigation():
        await page.click("form[action='/auth/sign_in'] button")


async def _pictures(browser: Browser, base: str, password: str, width: int, scheme: Any) -> None:
    context = await browser.new_context(
        base_url=base, viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = await context.new_page()
    for name, path in VISITORS.items():
        await page.goto(path, wait_until="networkidle")
        await _shoot(page, name, width, scheme)
    await _sign_in(page, password)
    for name, path in MEMBERS.items():
        await page.goto(path or await _thread(page))
        await page.wait_for_load_state("load")
        await _shoot(page, name, width, scheme)
    await context.close()


async def _thread(page: Page) -> str:
    """Return the address of a post that was answered."""
    await page.goto("/local")
    answered = page.locator(".post", has=page.locator(".act.reply span")).first
    return str(await answered.locator("a.open").get_attribute("href"))


async def _take() -> None:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with _demo() as (base, password):
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            for width in WIDTHS:
                for scheme in SCHEMES:
                    print(f"{width} px, {scheme}")
                    await _pictures(browser, base, password, width, scheme)
            await browser.close()


def _index() -> str:
    """Return the page that shows them all."""
    lines = ["# Pictures of the pages", "", "Taken of the demo by `make pictures`.", ""]
    for name in (*VISITORS, *MEMBERS):
        lines += [f"## {name.capitalize()}", ""]
        for scheme in SCHEMES:
            shown = (f"![{name}, {width} px, {scheme}]({name}-{width}-{scheme}.webp)" for width in WIDTHS)
            lines += [" ".join(shown), ""]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Take them all anew."""
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(_take())
    (FOLDER / "README.md").write_text(_index())


if __name__ == "__main__":
    main()
