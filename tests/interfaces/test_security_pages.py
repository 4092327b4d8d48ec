"""The pages about one's own safety, walked through as a member would: form by form, in a browser without a window."""

import html
import json
import re
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher

from folkmoot.features import accounts, auth
from folkmoot.features.auth.otp import STEP
from folkmoot.infra.db import Sql
from folkmoot.interfaces.web.frame.agents import browser_of as browser_called
from tests.support.authenticator import Authenticator
from tests.support.browser import Browser, browser_of
from tests.support.moot import BASE, Member, Moot

PASSWORD = "correct horse battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
HERE = "/settings/security"


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    member = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set password_hash = $1"), QUICK)
    return member


async def _signed_in(moot: Moot, target: str = HERE, password: str = PASSWORD) -> Browser:
    browser = browser_of(moot.http)
    await browser.open(f"/auth/sign_in?next={target}")
    await browser.send("/auth/sign_in", name="anna", password=password)
    return browser


def _code(moot: Moot, secret: str) -> str:
    return pyotp.TOTP(secret).generate_otp(moot.clock() // STEP)


async def _set_up_codes(moot: Moot, browser: Browser) -> tuple[str, list[str]]:
    """Turn codes on; returns the secret and the recovery codes."""
    await browser.open(f"{HERE}/otp")
    await browser.send(f"{HERE}/otp", password=PASSWORD)
    assert "<svg" in browser.text
    secret = re.findall(r'class="address">([A-Z2-7]+)<', browser.text)[0]
    await browser.send(f"{HERE}/otp/confirm", code=_code(moot, secret))
    moot.clock.advance(2 * STEP)
    return secret, re.findall(r"<li><code>([a-z0-9-]+)</code>", browser.text)


async def test_a_stranger_signs_in_first(a_moot: Moot) -> None:
    for path in ("", "/password", "/otp", "/passkeys", "/leave"):
        response = await a_moot.http.get(HERE + path)
        assert response.status_code == 303
        assert response.headers["location"].startswith("/auth/sign_in?next=")


async def test_codes_are_set_up_used_and_turned_off(a_moot: Moot, anna: Member) -> None:
    browser = await _signed_in(a_moot)
    assert browser.status == 200
    secret, codes = await _set_up_codes(a_moot, browser)
    assert len(codes) == 10
    other = await _signed_in(a_moot)
    assert other.has_form("/auth/code")
    await other.send("/auth/code", code="000000")
    assert other.status == 422
    await other.send("/auth/code", code=_code(a_moot, secret))
    assert other.url == f"{BASE}{HERE}"
    third = await _signed_in(a_moot)
    await third.send("/auth/code", code=codes[0])
    assert "9 unused codes" in third.text
    a_moot.clock.advance(11 * 60_000)
    await third.send(f"{HERE}/otp/off")
    assert "/auth/factor" in third.url
    await third.send("/auth/factor", code=codes[1])
    await third.send(f"{HERE}/otp/off")
    assert not (await auth.factors_of(await a_moot.ground.read(), anna.id)).any
    assert (await _signed_in(a_moot)).url == f"{BASE}{HERE}"


async def test_the_secret_is_shown_to_nobody_without_proof(a_moot: Moot, anna: Member) -> None:
    browser = await _signed_in(a_moot)
    await browser.open(f"{HERE}/otp")
    await browser.send(f"{HERE}/otp", password="a guess")
    assert browser.status == 422
    assert "That password is not right." in browser.text
    assert 'class="qr"' not in browser.text
    await browser.send(f"{HERE}/otp", password=PASSWORD)
    shown = browser.text
    await browser.send(f"{HERE}/otp/confirm", code="12345")
    assert browser.status == 422
    assert re.findall(r'class="address">(\w+)<', browser.text) == re.findall(r'class="address">(\w+)<', shown)


async def test_an_abandoned_set_up_opens_to_nobody_else(a_moot: Moot, anna: Member) -> None:
    browser, other = await _signed_in(a_moot), await _signed_in(a_moot, f"{HERE}/otp")
    await browser.open(f"{HERE}/otp")
    await browser.send(f"{HERE}/otp", password=PASSWORD)
    (secret,) = re.findall(r'class="address">(\w+)<', browser.text)
    csrf = re.findall(r'name="csrf" value="(\w+)"', other.text)[0]
    for proven in ("", "x.1.y", re.findall(r'name="proven" value="([^"]+)"', browser.text)[0]):
        await other.post(f"{HERE}/otp/confirm", {"csrf": csrf, "code": _code(a_moot, secret), "proven": proven})
        assert secret not in other.text
    a_moot.clock.advance(11 * 60_000)
    await browser.send(f"{HERE}/otp/confirm", code=_code(a_moot, secret))
    assert not (await auth.factors_of(await a_moot.ground.read(), anna.id)).any


async def test_new_recovery_codes_replace_the_old(a_moot: Moot, anna: Member) -> None:
    browser = await _signed_in(a_moot)
    _, old = await _set_up_codes(a_moot, browser)
    await browser.open(HERE)
    await browser.send(f"{HERE}/codes")
    fresh = re.findall(r"<li><code>([a-z0-9-]+)</code>", browser.text)
    assert len(fresh) == 10
    async with a_moot.ground.work() as work:
        assert not await auth.check_code(work, anna.id, old[3])
        assert await auth.check_code(work, anna.id, fresh[3])


def _data(page: str, name: str) -> str:
    return html.unescape(re.findall(rf'data-{name}="([^"]*)"', page)[0])


async def _options(browser: Browser, path: str, **fields: str) -> dict[str, Any]:
    """Do what the script of the page does: fetch options with the fields of the block."""
    page = browser.text
    await browser.post(path, {"csrf": _data(page, "csrf"), **fields})
    reply: dict[str, Any] = json.loads(browser.text)
    return reply


async def _add_passkey(browser: Browser, key: Authenticator) -> None:
    await browser.open(f"{HERE}/passkeys")
    csrf = _data(browser.text, "csrf")
    reply = await _options(browser, f"{HERE}/passkeys/options", password=PASSWORD)
    answer = json.dumps(key.make(json.dumps(reply["options"])))
    await browser.post(f"{HERE}/passkeys", {"csrf": csrf, "name": "Blue <key>", "answer": answer})


async def _show_passkey(browser: Browser, key: Authenticator, purpose: str) -> None:
    page = browser.text
    fields = {"purpose": purpose, "csrf": _data(page, "csrf"), "next": _data(page, "next")}
    if "data-pending" in page:
        fields["pending"] = _data(page, "pending")
    reply = await _options(browser, "/auth/passkey/options", **fields)
    answer = json.dumps(key.show(json.dumps(reply["options"])))
    await browser.post("/auth/passkey", {**fields, "answer": answer})


async def test_a_passkey_is_added_used_renamed_and_removed(a_moot: Moot, anna: Member) -> None:
    browser, key = await _signed_in(a_moot), Authenticator(BASE)
    await _add_passkey(browser, key)
    codes = re.findall(r"<li><code>([a-z0-9-]+)</code>", browser.text)
    assert len(codes) == 10
    alone = browser_of(a_moot.http)
    await alone.open(f"/auth/sign_in?next={HERE}/passkeys")
    await _show_passkey(alone, key, "sign-in")
    assert alone.url == f"{BASE}{HERE}/passkeys"
    assert "Blue &lt;key&gt;" in alone.text
    await alone.send(f"{HERE}/passkeys/rename", name="Ring")
    assert "Ring" in alone.text
    second = await _signed_in(a_moot, f"{HERE}/passkeys")
    assert second.has_form("/auth/code"), "a password alone is not enough any more"
    await _show_passkey(second, key, "factor")
    a_moot.clock.advance(11 * 60_000)
    await second.send(f"{HERE}/passkeys/remove")
    await _show_passkey(second, key, "factor")
    await second.send(f"{HERE}/passkeys/remove")
    assert not (await auth.factors_of(await a_moot.ground.read(), anna.id)).any


async def test_a_wrong_passkey_lets_nobody_in(a_moot: Moot, anna: Member) -> None:
    await _add_passkey(await _signed_in(a_moot), Authenticator(BASE))
    for purpose, browser in (("sign-in", browser_of(a_moot.http)), ("factor", await _signed_in(a_moot))):
        if purpose == "sign-in":
            await browser.open("/auth/sign_in")
        await _show_passkey(browser, Authenticator(BASE), purpose)
        assert browser.status == 422
        assert "That passkey could not be accepted." in browser.text
        await browser.open(HERE)
        assert "/auth/sign_in" in browser.url


async def test_adding_a_passkey_asks_for_proof(a_moot: Moot, anna: Member) -> None:
    browser = await _signed_in(a_moot, f"{HERE}/passkeys")
    page = browser.text
    reply = await _options(browser, f"{HERE}/passkeys/options", password="a guess")
    assert reply == {"fault": "That password is not right."}
    await _set_up_codes(a_moot, browser)
    a_moot.clock.advance(11 * 60_000)
    await browser.post(f"{HERE}/passkeys/options", {"csrf": _data(page, "csrf"), "password": PASSWORD})
    assert json.loads(browser.text)["go"].startswith("/auth/factor?next=")


async def test_a_new_password_signs_all_others_out(a_moot: Moot, anna: Member) -> None:
    browser, other = await _signed_in(a_moot), await _signed_in(a_moot)
    await browser.open(f"{HERE}/password")
    for wrong in ({"password": "a guess", "new": "long enough"}, {"password": PASSWORD, "new": "short"}):
        await browser.send(f"{HERE}/password", **wrong)
        assert browser.status == 422
    await browser.send(f"{HERE}/password", password=PASSWORD, new="a longer secret")
    assert browser.status == 200
    await other.open(HERE)
    assert "/auth/sign_in" in other.url
    assert (await browser.open(HERE)).status == 200
    assert (await _signed_in(a_moot)).status == 422
    assert (await _signed_in(a_moot, password="a longer secret")).status == 200


async def test_sessions_are_listed_and_ended(a_moot: Moot, anna: Member) -> None:
    browser, other, third = [await _signed_in(a_moot) for _ in range(3)]
    await browser.open(HERE)
    assert browser.text.count("Sign out there") == 2
    await browser.send(f"{HERE}/sessions")
    assert browser.text.count("Sign out there") == 1
    await browser.post(f"{HERE}/sessions", {"csrf": re.findall(r'name="csrf" value="(\w+)"', browser.text)[0]})
    assert "Sign out there" not in browser.text
    for ended in (other, third):
        await ended.open(HERE)
        assert "/auth/sign_in" in ended.url


async def test_a_member_leaves(a_moot: Moot, anna: Member) -> None:
    browser = await _signed_in(a_moot)
    await a_moot.post(anna, "Remember me")
    await browser.open(f"{HERE}/leave")
    for wrong in ({"name": "berta", "password": PASSWORD}, {"name": "anna", "password": "a guess"}):
        await browser.send(f"{HERE}/leave", **wrong)
        assert browser.status == 422
    await browser.send(f"{HERE}/leave", name="@Anna", password=PASSWORD)
    assert "Goodbye" in browser.text
    assert "/auth/sign_in" in (await browser.open(HERE)).url
    assert (await _signed_in(a_moot)).status == 422
    await a_moot.run_jobs()
    assert await accounts.by_ids(await a_moot.ground.read(), [anna.id]) == {}


async def test_forms_of_other_pages_change_nothing(a_moot: Moot, anna: Member) -> None:
    browser = await _signed_in(a_moot)
    await _set_up_codes(a_moot, browser)
    for path in ("/password", "/otp", "/otp/off", "/otp/confirm", "/codes", "/sessions", "/leave", "/passkeys",
                 "/passkeys/options", "/passkeys/remove", "/passkeys/rename"):  # fmt: skip
        await browser.post(HERE + path, {"name": "anna", "password": PASSWORD})
        assert browser.status == 403
    assert (await auth.factors_of(await a_moot.ground.read(), anna.id)).otp


async def test_the_pages_speak_german(a_moot: Moot, anna: Member) -> None:
    browser = await _signed_in(a_moot)
    await _add_passkey(browser, Authenticator(BASE))
    for path in ("", "/password", "/otp", "/passkeys", "/leave"):
        await browser.open(f"{HERE}{path}?lang=de")
        assert browser.status == 200
        assert '<html lang="de" dir="ltr"' in browser.text
        left = re.sub(r"<[^>]*>", " ", browser.text)
        for english in ("Security", "Recovery", "Remove", "Delete", "Change", "Your "):
            assert english not in left, f"{path}: {english}"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8.1", "curl/8.1"),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_its_name(header: str, name: str) -> None:
    assert browser_called(header) == name


async def test_the_member_is_told_by_mail(a_moot: Moot, anna: Member) -> None:
    await _set_up_codes(a_moot, await _signed_in(a_moot))
    await a_moot.run_jobs()
    letters = [path.read_text() for path in (a_moot.ground.folder / "outbox").iterdir()]
    assert len([letter for letter in letters if "How you sign in" in letter]) == 1
