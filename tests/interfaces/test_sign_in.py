"""The pages of signing in, without JavaScript: passwords, second steps, sessions, and what protects them."""

import re
from pathlib import Path

import pytest

from folkmoot.features import auth
from folkmoot.features.auth.throttle import network
from folkmoot.infra.clock import MINUTE
from folkmoot.infra.config import LimitsSettings, Site
from folkmoot.infra.db import Sql
from tests.support.browser import Browser, browser_of
from tests.support.moot import Moot, moot
from tests.support.signing import PASSWORD, app, link_in, mails, member_with_password, signed_in


@pytest.mark.parametrize("name", ["anna", "@Anna", "anna@example.org", " ANNA@example.org", "anna@moot.test"])
async def test_a_member_signs_in_by_name_or_address(a_moot: Moot, name: str) -> None:
    await member_with_password(a_moot)
    browser = await browser_of(a_moot.http).open("/auth/sign_in")
    await browser.send("/auth/sign_in", name=name, password=PASSWORD)
    assert browser.url == "http://moot.test/home"
    assert "@anna" in browser.text


async def test_wrong_names_and_wrong_passwords_look_alike(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    answers = []
    for name, password in (("anna", "wrong"), ("nobody", PASSWORD), ("anna", ""), ("x@example.org", "x" * 300)):
        browser = await browser_of(a_moot.http).open("/auth/sign_in")
        await browser.send("/auth/sign_in", name=name, password=password)
        assert browser.status == 422
        answers.append(re.sub(r'[0-9a-f]{64}|value="[^"]*"', "", browser.text))
    assert len(set(answers)) == 1
    assert PASSWORD not in answers[0]


async def test_the_cookie_is_for_our_pages_alone(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    browser = await browser_of(a_moot.http).open("/auth/sign_in")
    sent = await a_moot.http.post("/auth/sign_in", data={"name": "anna"})
    assert sent.status_code == 403
    form = {"csrf": browser.text.split('name="csrf" value="')[1].split('"')[0], "name": "anna", "password": PASSWORD}
    answer = await browser._http.post("/auth/sign_in", data=form)
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("folkmoot_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


async def test_on_https_cookies_are_secure(tmp_path: Path, database_url: str) -> None:
    site = Site(url="https://moot.example")
    async with moot(tmp_path, database_url, site=site) as running:
        answer = await running.http.get("/auth/sign_in")
        assert "; Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "", "/\n/evil"]
)
async def test_signing_in_leads_nowhere_else(a_moot: Moot, target: str) -> None:
    await member_with_password(a_moot)
    browser = await browser_of(a_moot.http).open("/auth/sign_in")
    await browser.send("/auth/sign_in", name="anna", password=PASSWORD, next=target)
    assert browser.url == "http://moot.test/home"
    answer = await browser._http.get("/auth/sign_in", params={"next": target})
    assert answer.headers["location"] == "/home"


async def test_a_page_for_members_is_reached_after_signing_in(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    browser = await browser_of(a_moot.http).open("/settings/apps?lang=de")
    assert browser.has_form("/auth/sign_in")
    await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
    assert browser.url == "http://moot.test/settings/apps?lang=de"


async def test_a_form_opened_before_signing_in_beside_it_still_works(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    browser = await browser_of(a_moot.http).open("/auth/sign_in?next=/settings/apps")
    beside = await Browser(browser._http).open("/auth/sign_in")
    await beside.send("/auth/sign_in", name="anna", password=PASSWORD)
    await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
    assert browser.url == "http://moot.test/settings/apps"


async def test_signing_out_ends_the_session(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    browser = await (await signed_in(a_moot)).open("/settings")
    secret = browser._http.cookies["folkmoot_session"]
    await browser.send("/auth/sign_out")
    assert browser.url == "http://moot.test/"
    assert "folkmoot_session" not in browser._http.cookies
    assert await auth.session_of(a_moot.ground.db.reader, secret, a_moot.clock()) is None


async def test_signing_in_anew_ends_the_former_session(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await browser.open("/auth/sign_in?force=1")
    await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
    assert len(await auth.sessions_of(a_moot.ground.db.reader, anna, a_moot.clock())) == 1


async def test_the_session_notes_when_it_was_used(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    a_moot.clock.advance(10 * MINUTE)
    await browser.open("/settings")
    seen = (await auth.sessions_of(a_moot.ground.db.reader, anna, a_moot.clock()))[0]
    assert a_moot.clock() - seen.last_seen_at < MINUTE
    assert seen.address == "192.0.2.1"


async def test_a_disabled_member_is_out_at_once(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update local_user set disabled_at = $1 where account_id = $2"), work.now, anna)
    await browser.open("/settings")
    assert browser.has_form("/auth/sign_in")
    await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
    assert browser.status == 403
    assert "This account is closed" in browser.text


async def test_an_unconfirmed_member_may_have_the_mail_again(a_moot: Moot) -> None:
    await member_with_password(a_moot, confirmed=False)
    before = len(await mails(a_moot))
    browser = await browser_of(a_moot.http).open("/auth/sign_in")
    await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
    assert browser.status == 403
    assert "Please confirm your address" in browser.text
    await browser.send("/auth/resend")
    assert browser.status == 200
    sent = await mails(a_moot)
    assert len(sent) == before + 1
    assert link_in(sent[-1]).startswith("/auth/confirm?token=")
    await browser.open("/auth/sign_in")
    await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
    await browser.send("/auth/resend", again="1.99999999999999." + "0" * 64)
    assert browser.status == 400


async def test_an_unapproved_member_waits(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot, approved=False)
    browser = await browser_of(a_moot.http).open("/auth/sign_in")
    await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
    assert browser.status == 403
    assert "Nearly there" in browser.text
    async with a_moot.ground.work() as work:
        assert await auth.approve_user(work, anna)
        assert not await auth.approve_user(work, anna)
    assert "@anna" in (await mails(a_moot))[-1].get_content()
    await signed_in(a_moot)


async def _with_second_step(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give anna a second factor whose code is 'right'."""

    async def check_code(_work: object, _account_id: int, code: str) -> bool:
        return code == "right"

    async def factors_of(_db: object, _account_id: int) -> auth.Factors:
        return auth.Factors(otp=True, passkeys=0, recovery_codes=10)

    monkeypatch.setattr(auth, "check_code", check_code)
    monkeypatch.setattr(auth, "factors_of", factors_of)
    await member_with_password(a_moot)


async def _to_second_step(a_moot: Moot, target: str = "/settings/apps") -> Browser:
    browser = await browser_of(a_moot.http).open(f"/auth/sign_in?next={target}")
    await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
    assert browser.has_form("/auth/code")
    assert "folkmoot_session" not in browser._http.cookies
    return browser


async def test_the_second_step_asks_for_a_code(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    await _with_second_step(a_moot, monkeypatch)
    browser = await _to_second_step(a_moot)
    await browser.send("/auth/code", code="wrong")
    assert browser.status == 422
    await browser.send("/auth/code", code=" right ")
    assert browser.url == "http://moot.test/settings/apps"
    session = await auth.session_of(a_moot.ground.db.reader, browser._http.cookies["folkmoot_session"], a_moot.clock())
    assert session is not None
    assert session.last_factor_at is not None


async def test_the_second_step_cannot_come_without_the_first(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    await _with_second_step(a_moot, monkeypatch)
    browser = await _to_second_step(a_moot)
    pending = browser.text.split('name="pending" value="')[1].split('"')[0]
    for forged in ("", pending.replace(".", "0.", 1), pending[:-1] + "g", "1.2.3"):
        await browser.open("/auth/sign_in")
        await browser.post("/auth/code", {"csrf": _csrf(browser), "pending": forged, "code": "right"})
        assert browser.status == 422
    stranger = await browser_of(a_moot.http).open("/auth/sign_in")
    await stranger.post("/auth/code", {"csrf": _csrf(stranger), "pending": pending, "code": "right"})
    assert stranger.status == 422
    a_moot.clock.advance(11 * MINUTE)
    await browser.post("/auth/code", {"csrf": _csrf(browser), "pending": pending, "code": "right"})
    assert browser.status == 422
    assert "folkmoot_session" not in browser._http.cookies


def _csrf(browser: Browser) -> str:
    return browser.text.split('name="csrf" value="')[1].split('"')[0]


async def test_the_factor_is_shown_again_within_a_session(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    await _with_second_step(a_moot, monkeypatch)
    browser = await _to_second_step(a_moot)
    await browser.send("/auth/code", code="right")
    a_moot.clock.advance(30 * MINUTE)
    await browser.open("/auth/factor?next=/settings/invites")
    await browser.send("/auth/factor", code="wrong")
    assert browser.status == 422
    await browser.send("/auth/factor", code="right")
    assert browser.url == "http://moot.test/settings/invites"
    session = await auth.session_of(a_moot.ground.db.reader, browser._http.cookies["folkmoot_session"], a_moot.clock())
    assert session is not None
    assert session.last_factor_at is not None
    assert a_moot.clock() - session.last_factor_at < MINUTE


async def test_guessing_is_limited(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = LimitsSettings(sign_in_per_address=1_000)
    async with moot(tmp_path, database_url, limits=limits) as a_moot:
        await _with_second_step(a_moot, monkeypatch)
        browser = await _to_second_step(a_moot)
        statuses = []
        for _ in range(6):
            await browser.send("/auth/code", code="wrong")
            statuses.append(browser.status)
        assert statuses == [422] * 5 + [429]
        await browser.send("/auth/code", code="right")
        assert browser.status == 429

        monkeypatch.setattr(auth, "verify_password", _never)
        await browser.open("/auth/sign_in")
        for _ in range(14):
            await browser.send("/auth/sign_in", name="anna", password="guess")
            assert browser.status == 422
        for name in ("ANNA", "@anna", "anna@example.org", "anna@moot.test"):
            await browser.send("/auth/sign_in", name=name, password="guess")
            assert browser.status == 429


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_whoever_has_one_address_has_its_network(address: str, counted: str) -> None:
    assert network(address) == counted


async def _never(_stored: str | None, _password: str) -> bool:
    return False


async def test_an_address_may_not_try_for_ever(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "verify_password", _never)
    async with moot(tmp_path, database_url, limits=LimitsSettings(sign_in_per_address=3)) as a_moot:
        browser = await browser_of(a_moot.http).open("/auth/sign_in")
        for number in range(3):
            await browser.send("/auth/sign_in", name=f"member{number}", password="guess")
            assert browser.status == 422
        await browser.send("/auth/sign_in", name="another", password="guess")
        assert browser.status == 429
        a_moot.clock.advance(5 * MINUTE)
        await browser.send("/auth/sign_in", name="another", password="guess")
        assert browser.status == 422


async def test_every_page_is_wrapped_in_safe_headers(a_moot: Moot) -> None:
    for path in ("/", "/auth/sign_in", "/auth/sign_up", "/auth/reset", "/auth/nowhere", "/settings/nowhere"):
        headers = (await a_moot.http.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == ("private, no-cache" if path == "/" else "private, no-store")
        assert headers["x-content-type-options"] == "nosniff"


async def test_pages_hold_no_inline_script_or_style(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    for path in ("/", "/settings", "/settings/apps", "/settings/invites", "/auth/sign_up", "/auth/reset"):
        await browser.open(path)
        assert browser.status == 200
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", browser.text)


async def test_what_people_write_is_escaped(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    made = await a_moot.ok(
        "POST", "/api/v1/apps", data={"client_name": "<script>x</script>", "redirect_uris": "myapp://x"}
    )
    browser = await signed_in(a_moot)
    await browser.open(f"/oauth/authorize?response_type=code&client_id={made['client_id']}&redirect_uri=myapp://x")
    assert "&lt;script&gt;x" in browser.text
    await browser.open("/oauth/authorize/native?code=%3Cscript%3Ex")
    assert "<script>x" not in browser.text


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"content-type": "application/x-www-form-urlencoded"}, b"name=%ff", 400),
        ({"content-type": "application/x-www-form-urlencoded"}, b"name=%00", 400),
        ({"content-type": "application/x-www-form-urlencoded"}, b"name=\xff", 400),
        ({"content-type": "application/x-www-form-urlencoded"}, b"&a" * 300, 400),
        ({"content-type": "application/x-www-form-urlencoded"}, b"a=" + b"x" * 70_000, 413),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x", 403),
        ({"content-type": "application/json"}, b"[" * 50_000, 403),
    ],
)
async def test_bad_forms_are_refused(a_moot: Moot, headers: dict[str, str], content: bytes, status: int) -> None:
    answer = await a_moot.http.post("/auth/sign_in", headers=headers, content=content)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


async def test_bad_queries_and_cookies_do_no_harm(a_moot: Moot) -> None:
    assert (await a_moot.http.get("/auth/sign_in?next=%ff")).status_code == 400
    cookies = {"Cookie": 'folkmoot_session="\\377\\000"; folkmoot_visit=' + "x" * 5_000 + "; folkmoot_language=../.."}
    assert (await a_moot.http.get("/", headers=cookies)).status_code == 200
    assert (await a_moot.http.put("/auth/sign_in")).status_code == 405
    assert (await a_moot.http.head("/")).status_code == 200


async def test_apps_are_listed_and_sent_away(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client = await app(a_moot)
    browser = await signed_in(a_moot)
    await browser.open(client.asking())
    await browser.send("/oauth/authorize", decision="allow")
    token = await a_moot.ok("POST", "/oauth/token", data=client.redeeming(browser.left_to.split("code=")[1]))
    await browser.open("/settings/apps")
    assert "Seabird" in browser.text
    await browser.send("/settings/apps")
    assert "Seabird" not in browser.text
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    assert (await a_moot.call("GET", "/api/v1/accounts/verify_credentials", headers=headers)).status_code == 401


async def test_static_files_are_kept_by_browsers(a_moot: Moot) -> None:
    page = (await a_moot.http.get("/")).text
    address = re.findall(r'href="(/static/[0-9a-f]{16}/pages\.css)"', page)[0]
    answer = await a_moot.http.get(address)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")
    again = await a_moot.http.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await a_moot.http.get("/favicon.ico")).headers["content-type"] == "image/png"
    plain = await a_moot.http.get("/static/avatar.png")
    assert plain.headers["cache-control"] == "public, max-age=86400"
    for nowhere in (
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static/",
        "/static/nothing.css",
        "/static/x/y/pages.css",
    ):
        assert (await a_moot.http.get(nowhere)).status_code == 404
