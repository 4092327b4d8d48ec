"""What tests of signing in begin with: members with a password, apps, and the mails that were sent."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from argon2 import PasswordHasher

from folkmoot.features import accounts, auth
from tests.support.browser import Browser, browser_of
from tests.support.moot import Moot

PASSWORD = "a sentence is easy to remember"
ADDRESS = "https://app.example/callback"
SCOPES = "read write:statuses profile"
VERIFIER = "v" * 43
CHALLENGE = "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Makes hashes that cost nothing to check: the real ones are made to be slow."""


class Client(NamedTuple):
    """A registered app, with what it knows of itself."""

    id: str
    secret: str
    redirect_uri: str

    def asking(self, **changes: str) -> str:
        """The address to which the app sends the browser."""
        fields = {"response_type": "code", "client_id": self.id, "redirect_uri": self.redirect_uri, "scope": SCOPES}
        return f"/oauth/authorize?{urlencode({**fields, **changes})}"

    def redeeming(self, code: str, **changes: str) -> dict[str, str]:
        """The body of the request for a token."""
        return {
            "grant_type": "authorization_code", "client_id": self.id, "client_secret": self.secret,
            "redirect_uri": self.redirect_uri, "code": code, **changes,
        }  # fmt: skip


async def member_with_password(
    a_moot: Moot, name: str = "anna", *, confirmed: bool = True, approved: bool = True
) -> int:
    async with a_moot.ground.work() as work:
        account = await accounts.open_account(work, name)
        await auth.open_user(
            work, account.id, email=f"{name}@example.org", password_hash=QUICK_HASHER.hash(PASSWORD),
            confirmed=confirmed, approved=approved,
        )  # fmt: skip
    return account.id


async def app(a_moot: Moot, redirect_uri: str = ADDRESS, scopes: str = "read write profile") -> Client:
    body = {"client_name": "Seabird", "redirect_uris": redirect_uri, "scopes": scopes}
    made = await a_moot.ok("POST", "/api/v1/apps", data=body)
    return Client(made["client_id"], made["client_secret"], redirect_uri)


async def signed_in(a_moot: Moot, name: str = "anna") -> Browser:
    """A browser in which this member is signed in."""
    browser = await browser_of(a_moot.http).open("/auth/sign_in")
    await browser.send("/auth/sign_in", name=name, password=PASSWORD)
    assert browser.status != 422
    return browser


async def allowed(browser: Browser, client: Client, **asked: str) -> str:
    """Allow the app what it asks for; returns the code."""
    await browser.open(client.asking(**asked))
    await browser.send("/oauth/authorize", decision="allow")
    return parse_qs(urlsplit(browser.left_to).query)["code"][0]


async def token_of(a_moot: Moot, browser: Browser, client: Client, **asked: str) -> dict[str, Any]:
    """Take the whole way to a token."""
    code = await allowed(browser, client, **asked)
    token: dict[str, Any] = await a_moot.ok("POST", "/oauth/token", data=client.redeeming(code))
    return token


async def app_token(a_moot: Moot, client: Client, scope: str = "read") -> dict[str, str]:
    """The headers of an app's own token."""
    body = {"grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret, "scope": scope}
    token = await a_moot.ok("POST", "/oauth/token", data=body)
    return {"Authorization": f"Bearer {token['access_token']}"}


async def mails(a_moot: Moot) -> list[EmailMessage]:
    """Carry out the due jobs and return every mail that was written so far."""
    await a_moot.run_jobs()
    found = sorted((a_moot.ground.folder / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes(), policy=default) for path in found]


def link_in(mail: EmailMessage) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/auth/\S+)", mail.get_content())
    assert found is not None
    return found[1]
