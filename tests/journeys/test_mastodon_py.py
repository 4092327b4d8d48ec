"""A client that nobody here wrote signs in and posts, over a real socket."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import uvicorn
from mastodon import Mastodon
from mastodon.errors import MastodonAPIError
from msgspec.structs import replace

from folkmoot.app import App
from folkmoot.features import accounts, auth
from folkmoot.infra.boot import Ground
from folkmoot.infra.config import Config, DatabaseSettings, Place, Secrets, Site
from folkmoot.wiring import CONSEQUENCES
from tests.support.browser import Browser

PASSWORD = "a sentence is easier to remember"
ADDRESS = "https://app.example/callback"


@pytest.fixture
async def served(tmp_path: Path, database_url: str) -> AsyncIterator[str]:
    """The address of a running server with one member, anna."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = replace(Config(), site=Site(url=url), database=DatabaseSettings(url=database_url))
        ground = Ground(Place(tmp_path, settings, Secrets(session_key="11" * 32, otp_key="22" * 32)), CONSEQUENCES)
        app = App(ground)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", lifespan="on"))
        running = asyncio.create_task(server.serve([listening]))
        while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody when it has started
            await asyncio.sleep(0)
        password_hash = await auth.hash_password(PASSWORD)
        async with ground.work() as work:
            anna = await accounts.open_account(work, "anna")
            await auth.open_user(
                work, anna.id, email="anna@example.org", password_hash=password_hash, confirmed=True, approved=True
            )
        yield url
        server.should_exit = True
        await running


async def _sign_in_and_allow(base: str, url: str) -> Browser:
    """Do what a member does in the browser that the app opened."""
    async with httpx2.AsyncClient(base_url=base) as http:
        browser = Browser(http)
        await browser.open(url)
        await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
        await browser.send("/oauth/authorize", decision="allow")
    return browser


async def test_mastodon_py_registers_signs_in_and_posts(served: str) -> None:
    scopes = ["read", "write", "follow", "push"]
    client_id, secret = await asyncio.to_thread(
        Mastodon.create_app, "Somebody's app", scopes, ADDRESS, "https://app.example", api_base_url=served
    )
    api = Mastodon(client_id=client_id, client_secret=secret, api_base_url=served)
    url = await asyncio.to_thread(
        api.auth_request_url, redirect_uris=ADDRESS, scopes=scopes, state="kept", force_login=True, allow_http=True
    )
    browser = await _sign_in_and_allow(served, url)
    answer = parse_qs(urlsplit(browser.left_to).query)
    assert browser.left_to.startswith(ADDRESS)
    assert answer["state"] == ["kept"]
    code = answer["code"][0]

    token = await asyncio.to_thread(api.log_in, code=code, redirect_uri=ADDRESS, scopes=scopes, allow_http=True)
    assert len(token) == 64
    me = await asyncio.to_thread(api.account_verify_credentials)
    assert me.username == "anna"
    posted = await asyncio.to_thread(api.status_post, "Hello from an app")
    assert posted.account.id == me.id
    assert [status.id for status in await asyncio.to_thread(api.timeline_home)] == [posted.id]

    await asyncio.to_thread(api.revoke_access_token, allow_http=True)
    other = Mastodon(access_token=token, api_base_url=served)
    with pytest.raises(MastodonAPIError):
        await asyncio.to_thread(other.account_verify_credentials)
