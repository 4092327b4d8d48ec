"""A client that nobody here wrote signs in and posts, over a real socket."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from mastodon import Mastodon
from mastodon.errors import MastodonAPIError

from folkmoot.features import accounts, auth
from tests.support.browser import Browser
from tests.support.moot import Moot

PASSWORD = "a sentence is easier to remember"
ADDRESS = "https://app.example/callback"
SCOPES = ["read", "write", "follow", "push"]


@pytest.fixture
async def address(served: Moot) -> str:
    """Where the community is, with one member, anna, whose password is hashed as slowly as it is meant to be."""
    password_hash = await auth.hash_password(PASSWORD)
    async with served.ground.work() as work:
        anna = await accounts.open_account(work, "anna")
        await auth.open_user(
            work, anna.id, email="anna@example.org", password_hash=password_hash, confirmed=True, approved=True
        )
    return served.ground.config.site.url


async def _sign_in_and_allow(base: str, url: str) -> Browser:
    """Do what a member does in the browser that the app opened."""
    async with httpx2.AsyncClient(base_url=base) as http:
        browser = await Browser(http).open(url)
        await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
        return await browser.send("/oauth/authorize", decision="allow")


async def _registered(address: str) -> Mastodon:
    app_id, secret = await asyncio.to_thread(
        Mastodon.create_app, "Somebody's app", SCOPES, ADDRESS, "https://app.example", api_base_url=address
    )
    return Mastodon(client_id=app_id, client_secret=secret, api_base_url=address)


async def test_mastodon_py_registers_signs_in_and_posts(address: str) -> None:
    api = await _registered(address)
    url = await asyncio.to_thread(
        api.auth_request_url, redirect_uris=ADDRESS, scopes=SCOPES, state="kept", force_login=True, allow_http=True
    )
    browser = await _sign_in_and_allow(address, url)
    answer = parse_qs(urlsplit(browser.left_to).query)
    assert browser.left_to.startswith(f"{ADDRESS}?")
    assert answer["state"] == ["kept"]

    token = await asyncio.to_thread(
        api.log_in, code=answer["code"][0], redirect_uri=ADDRESS, scopes=SCOPES, allow_http=True
    )
    me = await asyncio.to_thread(api.account_verify_credentials)
    assert me.username == "anna"
    posted = await asyncio.to_thread(api.status_post, "Hello from an app")
    assert posted.account.id == me.id
    assert posted.application.name == "Somebody's app"
    assert [status.id for status in await asyncio.to_thread(api.timeline_home)] == [posted.id]

    await asyncio.to_thread(api.revoke_access_token, allow_http=True)
    other = Mastodon(access_token=token, api_base_url=address)
    with pytest.raises(MastodonAPIError):
        await asyncio.to_thread(other.account_verify_credentials)


async def test_mastodon_py_signs_somebody_up(served: Moot) -> None:
    api = await _registered(served.ground.config.site.url)
    token = await asyncio.to_thread(
        api.create_account,
        "berta",
        PASSWORD,
        "berta@example.org",
        agreement=True,
        locale="en",
        scopes=["read", "write"],
    )
    caller = await auth.authenticate(served.ground, token)
    assert caller.refusal == "Your login is missing a confirmed e-mail address"


async def test_mastodon_py_asks_and_answers(served: Moot) -> None:
    anna, berta = await served.member("anna"), await served.member("berta")
    url = served.ground.config.site.url
    asks, answers = (Mastodon(access_token=by.token, api_base_url=url) for by in (anna, berta))
    poll = asks.make_poll(["tea", "coffee"], expires_in=300, multiple=True)
    posted = await asyncio.to_thread(asks.status_post, "What shall we drink?", poll=poll)
    assert [option.title for option in posted.poll.options] == ["tea", "coffee"]
    answered = await asyncio.to_thread(answers.poll_vote, posted.poll, [0, 1])
    assert (answered.voted, answered.own_votes, answered.voters_count) == (True, [0, 1], 1)
    shown = await asyncio.to_thread(asks.poll, posted.poll)
    assert [option.votes_count for option in shown.options] == [1, 1]
