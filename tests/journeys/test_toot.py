"""A command line client that nobody here wrote: toot, used as a person at a terminal would.

The test takes the command that FOLKMOOT_TOOT names; docs/how-to/test-with-a-web-client.md says how to come by it.
Without it the test is skipped.
"""

import asyncio
import os
import re
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest
from PIL import Image

from tests.support.browser import Browser
from tests.support.moot import Moot
from tests.support.signing import PASSWORD, member_with_password

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Toot:
    """The command, with settings of its own."""

    def __init__(self, command: str, folder: Path) -> None:
        self._command = command
        self._env = {"PATH": os.environ["PATH"], "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            self._command, *arguments, env=self._env, stdin=pipe, stdout=pipe, stderr=pipe
        )

    async def __call__(self, *arguments: str) -> str:
        """Run it to its end, which must be a good one; returns what it printed."""
        program = await self.start(*arguments)
        out, err = await program.communicate()
        assert program.returncode == 0, f"toot {arguments}: {err.decode()}{out.decode()}"
        return out.decode()

    async def json(self, *arguments: str) -> Any:
        return msgspec.json.decode(await self(*arguments, "--json"))


async def _code(base: str, url: str) -> str:
    """What the member does in the browser: sign in, allow, and read the code from the page."""
    async with httpx2.AsyncClient(base_url=base) as http:
        browser = await Browser(http).open(url)
        await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
        await browser.send("/oauth/authorize", decision="allow")
        found = re.search(r"<code[^>]*>([^<]+)</code>", browser.text)
        assert found, browser.text
        return found[1]


async def _sign_in(toot: Toot, base: str) -> None:
    program = await toot.start("login", "--instance", base)
    assert program.stdin is not None
    assert program.stdout is not None
    address = ""
    while "/oauth/authorize" not in address:
        line = await program.stdout.readline()
        assert line, (await program.communicate())[1].decode()
        address = line.decode().strip()
    program.stdin.write(f"n\n{await _code(base, address)}\n".encode())
    out, err = await program.communicate()
    assert program.returncode == 0, err.decode()
    assert "Successfully logged in" in out.decode()


@pytest.fixture
async def toot(served: Moot, tmp_path: Path) -> Toot:
    """Signed in as anna."""
    command = os.environ.get("FOLKMOOT_TOOT", "")
    if not command:
        pytest.skip("no toot: FOLKMOOT_TOOT names no command")
    await member_with_password(served, "anna")
    served.ground.runner.start()
    found = Toot(command, tmp_path)
    await _sign_in(found, served.ground.config.site.url)
    return found


async def test_reading_and_posting(served: Moot, toot: Toot, tmp_path: Path) -> None:
    bert = await served.member("bert")
    assert "@anna" in await toot("whoami")
    assert "Folkmoot" in await toot("instance")
    await toot("follow", "bert")
    told = await served.post(bert, "@anna a heron stands in the #harbour")
    picture = tmp_path / "heron.png"
    Image.new("RGB", (8, 8), (30, 90, 160)).save(picture)
    answer = await toot.json(
        "post", "thank you", "--reply-to", told["id"], "--media", str(picture), "--description", "a heron"
    )
    shown = await served.ok("GET", f"/api/v1/statuses/{answer['id']}", bert)
    assert (shown["in_reply_to_id"], shown["media_attachments"][0]["description"]) == (told["id"], "a heron")
    thread = await toot("thread", told["id"])
    assert "a heron stands" in thread
    assert "thank you" in thread
    assert "a heron stands" in await toot("timelines", "home", "--no-pager", "--no-clear")
    assert "a heron stands" in await toot("timelines", "public", "--no-pager", "--no-clear")
    assert "a heron stands" in await toot("timelines", "tag", "harbour", "--no-pager", "--no-clear")
    assert "thank you" in await toot("timelines", "account", "anna", "--no-pager", "--no-clear")
    for act in ("favourite", "reblog", "bookmark"):
        await toot(act, told["id"])
    marked = await toot.json("status", told["id"])
    assert (marked["favourited"], marked["reblogged"], marked["bookmarked"]) == (True, True, True)
    assert "a heron stands" in await toot("timelines", "favourites", "--no-pager", "--no-clear")
    assert "bert" in await toot("search", "bert")
    assert "harbour" in await toot("search", "harbour", "--type", "hashtags")
    await toot("pin", answer["id"])
    await toot("delete", answer["id"])
    assert (await served.call("GET", f"/api/v1/statuses/{answer['id']}", bert)).status_code == 404


async def test_lists_tags_polls_and_notifications(served: Moot, toot: Toot) -> None:
    bert = await served.member("bert")
    await toot("follow", "bert")
    await toot("lists", "create", "Coast")
    await toot("lists", "add", "Coast", "bert")
    assert "bert" in await toot("lists", "accounts", "Coast")
    asked = await served.post(
        bert, "@anna tea? #tea", poll={"options": ["green", "black"], "expires_in": 600, "multiple": True}
    )
    assert "tea?" in await toot("timelines", "list", "Coast", "--no-pager", "--no-clear")
    await toot("polls", "vote", asked["poll"]["id"], "1")
    poll = await served.ok("GET", f"/api/v1/polls/{asked['poll']['id']}", bert)
    assert sum(option["votes_count"] for option in poll["options"]) == 1
    assert "black" in await toot("polls", "show", asked["poll"]["id"])
    posted = await toot.json("post", "Which?", "--poll-option", "sail", "--poll-option", "row")
    assert [option["title"] for option in posted["poll"]["options"]] == ["sail", "row"]
    later = await toot.json("post", "Later", "--scheduled-in", "2 hours")
    assert later["params"]["text"] == "Later"
    await toot("tags", "follow", "tea")
    assert "tea" in await toot("tags", "followed")
    await toot("tags", "feature", "tea")
    assert "tea" in await toot("tags", "featured")
    await toot("mute", "bert")
    assert "bert" in await toot("muted")
    await toot("unmute", "bert")
    async with asyncio.timeout(10):
        while "tea?" not in await toot("notifications"):
            pass
    await toot("notifications", "--clear")
    await toot("update-account", "--display-name", "Anna of the quay")
    assert "Anna of the quay" in await toot("whois", "anna")
    await toot("lists", "delete", "Coast")
    assert "Coast" not in await toot("lists", "list")
    await toot("logout", "anna@" + served.ground.config.site.url.partition("//")[2])
