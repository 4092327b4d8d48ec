"""The pages: how many a second, how long the server takes to make one, how much it sends."""

import asyncio
import gzip
import re
import statistics
import time
import urllib.request
from typing import NamedTuple

from bench import load
from bench.community import Community
from bench.scenarios import Settings
from bench.server import BenchError, Server
from bench.table import Figure, Goal
from folkmoot.features import auth
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web.frame.visit import SESSION_COOKIE
from folkmoot.wiring import CONSEQUENCES

PEER = 105.0
"""Profile pages a second of the best peer on such a machine."""
RENDERED = 200
"""Pages that are made one after the other to say how long one takes."""
_SCRIPT = re.compile(r'<script src="([^"]+)"')


class Answer(NamedTuple):
    """A page as a browser gets it: its HTML, and the bytes that came for it."""

    html: str
    bytes: int


def fetch(base: str, path: str, cookie: str) -> Answer:
    """Return a page, compressed on its way; BenchError when it is not a good one."""
    headers = {"Accept-Encoding": "gzip", "Cookie": cookie} if cookie else {"Accept-Encoding": "gzip"}
    try:
        with urllib.request.urlopen(urllib.request.Request(base + path, headers=headers), timeout=10) as answer:
            body: bytes = answer.read()
            packed = answer.headers.get("content-encoding") == "gzip"
    except OSError as error:
        raise BenchError(f"GET {path} failed: {error}") from error
    return Answer((gzip.decompress(body) if packed else body).decode(), len(body))


async def _cookies(settings: Settings, community: Community) -> list[str]:
    """Sign the members in who post in the load, the reader first, straight through the features."""
    ground = Ground(config.load(settings.folder), CONSEQUENCES)
    await ground.start()
    found = []
    try:
        for person in community.posting:
            async with ground.work() as work:
                _, secret = await auth.open_session(
                    work, int(person.id), address="127.0.0.1", user_agent="", factor_shown=False
                )
            found.append(f"{SESSION_COOKIE}={secret}")
    finally:
        await ground.stop()
    return found


def _took(base: str, path: str, cookies: list[str]) -> list[float]:
    """Return how long the answer to each took, in ms, the way through this machine's network with it."""
    found = []
    for cookie in cookies:
        began = time.perf_counter()
        fetch(base, path, cookie)
        found.append((time.perf_counter() - began) * 1000)
    return found


async def figures(at: Server, community: Community, settings: Settings) -> list[Figure]:
    """Measure the home page of a member and the profile page that anybody sees."""
    cookies = await _cookies(settings, community)
    cookie = cookies[0]
    profile = f"/@{community.reader.name}"
    settings.tell("pages")
    home = fetch(at.base, "/home", cookie)
    scripts = sum(fetch(at.base, path, cookie).bytes for path in _SCRIPT.findall(home.html))
    first = await asyncio.to_thread(_took, at.base, "/home", cookies)
    times = await asyncio.to_thread(_took, at.base, "/home", [cookie] * RENDERED)
    burst = await load.page(at.base + profile, "-", seconds=settings.seconds)
    for_member = await load.page(at.base + profile, cookie, seconds=settings.seconds)
    at_home = await load.page(at.base + "/home", cookie, seconds=settings.seconds)
    for each in (burst, for_member, at_home):
        if not each.clean:
            raise BenchError(f"pages: {each.refused} refused, {each.broken} broken")
    entries, most = home.html.count('<article class="post'), Goal(15, less_is_better=True)
    whole = f"of {len(home.html) / 1000:.0f} kB"
    return [
        Figure("home page, posts", entries, "posts"),
        Figure("home page, sent", home.bytes / 1000, "kB", Goal(60, less_is_better=True), note=whole),
        Figure("home page, scripts", scripts / 1000, "kB", Goal(30, less_is_better=True)),
        Figure(
            "home page, made and fetched", statistics.median(times), "ms", most,
            note=f"median of {RENDERED}, slowest {max(times):.1f}",
        ),
        Figure(
            "home page, seen for the first time", statistics.median(first), "ms", most,
            note=f"median of {len(first)} members, slowest {max(first):.1f}",
        ),
        Figure("profile page, anybody", burst.rate, "pages/s", Goal(10 * PEER), note=f"p99 {burst.p99 / 1000:.1f} ms"),
        Figure("profile page, a member", for_member.rate, "pages/s", note=f"p99 {for_member.p99 / 1000:.1f} ms"),
        Figure("home page", at_home.rate, "pages/s", note=f"p99 {at_home.p99 / 1000:.1f} ms"),
    ]  # fmt: skip
