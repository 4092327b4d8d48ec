"""How strangers become members: by page and by app, in each mode, with real mails, and without gaining a role."""

import asyncio
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from folkmoot.features import auth, site
from folkmoot.features.auth import Permission, invites, passwords
from folkmoot.infra.clock import DAY, HOUR, MINUTE
from folkmoot.infra.config import LimitsSettings, MailSettings, Site
from folkmoot.infra.errors import InvalidError
from tests.conformance.entities import check
from tests.support.browser import Browser, browser_of
from tests.support.moot import BASE, Member, Moot, moot
from tests.support.signing import (
    PASSWORD,
    QUICK_HASHER,
    app,
    app_token,
    link_in,
    mails,
    member_with_password,
    signed_in,
)

FIELDS = {"username": "berta", "email": "berta@example.org", "password": PASSWORD, "agreement": "1"}


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords quickly; the journey with Mastodon.py does it as slowly as it is meant to be."""
    monkeypatch.setattr(passwords, "_HASHER", QUICK_HASHER)


async def _sign_up(a_moot: Moot, path: str = "/auth/sign_up", **fields: str) -> Browser:
    browser = await browser_of(a_moot.http).open(path)
    return await browser.send("/auth/sign_up", **{**FIELDS, **fields})


async def _confirm(a_moot: Moot) -> Browser:
    """Press the button behind the link of the newest mail."""
    browser = await browser_of(a_moot.http).open(link_in((await mails(a_moot))[-1]))
    return await browser.send("/auth/confirm")


async def test_a_stranger_joins_an_open_community(a_moot: Moot) -> None:
    browser = await _sign_up(a_moot)
    assert browser.status == 200
    assert "berta@example.org" in browser.text
    (mail,) = await mails(a_moot)
    assert mail["To"] == "berta@example.org"
    assert "@berta" in mail.get_content()
    await browser.open("/auth/sign_in")
    await browser.send("/auth/sign_in", name="berta", password=PASSWORD)
    assert "Please confirm your address" in browser.text
    assert "Thank you" in (await _confirm(a_moot)).text
    await browser.open("/auth/sign_in")
    await browser.send("/auth/sign_in", name="berta", password=PASSWORD)
    assert "@berta" in browser.text


async def test_the_rules_stand_at_the_door(a_moot: Moot) -> None:
    async with a_moot.ground.work() as work:
        rule = await site.add_rule(work, site.RuleText("Be kind"))
        await site.translate_rule(work, rule.id, "de", site.RuleText("Sei freundlich"))
    assert "Be kind" in (await a_moot.http.get("/auth/sign_up")).text
    assert "Sei freundlich" in (await a_moot.http.get("/auth/sign_up?lang=de")).text


async def test_looking_at_the_link_confirms_nothing(a_moot: Moot) -> None:
    await _sign_up(a_moot)
    link = link_in((await mails(a_moot))[0])
    await browser_of(a_moot.http).open(link)
    user = await auth.user_by_email(a_moot.ground.db.reader, "berta@example.org")
    assert user is not None
    assert user.confirmed_at is None


async def test_the_link_is_good_once_and_for_two_days(a_moot: Moot) -> None:
    await _sign_up(a_moot)
    link = link_in((await mails(a_moot))[0])
    browser = await browser_of(a_moot.http).open(link)
    await browser.send("/auth/confirm")
    assert (await browser.open(link)).status == 400
    await _sign_up(a_moot, username="cleo", email="cleo@example.org")
    link = link_in((await mails(a_moot))[1])
    a_moot.clock.advance(2 * DAY)
    assert (await browser.open(link)).status == 400
    assert (await browser.open("/auth/confirm?token=x")).status == 400


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": ""}, "Please fill this in."),
        ({"username": "root"}, "This name is kept free."),
        ({"username": "anna"}, "Somebody has this already."),
        ({"username": "ünder"}, "This is not written the right way."),
        ({"email": "nowhere"}, "This is not written the right way."),
        ({"email": "a@b.example\nBcc: c@d.example"}, "This is not written the right way."),
        ({"password": "short"}, "This is too short"),
        ({"password": "x" * 257}, "This is too long."),
        ({"agreement": ""}, "Without this we cannot let you in."),
        ({"reason": "x" * 2_001}, ""),
    ],
)
async def test_the_form_says_what_is_wrong(a_moot: Moot, change: dict[str, str], sentence: str) -> None:
    await a_moot.member("anna")
    browser = await _sign_up(a_moot, **change)
    assert browser.status == 422
    assert sentence in browser.text
    assert PASSWORD not in browser.text
    assert await mails(a_moot) == []


async def test_an_address_that_is_a_members_looks_like_any_other(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    new = await _sign_up(a_moot)
    known = await _sign_up(a_moot, username="someone", email="Anna@example.org")
    assert known.status == new.status
    assert known.text.replace("Anna@example.org", "berta@example.org") == new.text
    told = {mail["To"]: mail["Subject"] for mail in await mails(a_moot)}
    assert "already" in told["anna@example.org"]
    assert "Confirm" in told["berta@example.org"]


async def test_nobody_gains_a_role_by_signing_up(a_moot: Moot) -> None:
    extra = {"role": "owner", "role_id": "3", "permissions": "1", "approved": "1", "confirmed_at": "1"}
    await _sign_up(a_moot, **extra)
    headers = await app_token(a_moot, await app(a_moot, scopes="read write"), "write")
    body = {**FIELDS, **extra, "username": "cleo", "email": "cleo@example.org", "locale": "en"}
    token = await a_moot.ok("POST", "/api/v1/accounts", headers=headers, data=body)
    for name in ("berta", "cleo"):
        user = await auth.user_by_email(a_moot.ground.db.reader, f"{name}@example.org")
        assert user is not None
        assert user.role_id is None
        assert user.confirmed_at is None
    caller = await auth.authenticate(a_moot.ground, token["access_token"])
    assert caller.permissions == 0
    assert not caller.may(Permission.MANAGE_USERS)


async def test_approval_waits_for_somebody_to_answer(tmp_path: Path, database_url: str) -> None:
    terms = Site(url=BASE, registrations="approval")
    async with moot(tmp_path, database_url, site=terms) as a_moot:
        await _sign_up(a_moot, reason="I like meadows")
        assert "reads every application" in (await _confirm(a_moot)).text
        user = await auth.user_by_email(a_moot.ground.db.reader, "berta@example.org")
        assert user is not None
        assert (user.reason, user.approved_at) == ("I like meadows", None)


async def _invitation(a_moot: Moot, **terms: int) -> str:
    anna = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        return await auth.make_invite(work, anna.id, **terms)


async def test_an_invitation_opens_the_door(tmp_path: Path, database_url: str) -> None:
    terms = Site(url=BASE, registrations="invitation")
    async with moot(tmp_path, database_url, site=terms) as a_moot:
        code = await _invitation(a_moot)
        assert (await a_moot.http.get("/auth/sign_up")).status_code == 403
        browser = await _sign_up(a_moot, f"/auth/sign_up?invite={code}")
        assert browser.status == 200
        user = await auth.user_by_email(a_moot.ground.db.reader, "berta@example.org")
        assert user is not None
        assert user.approved_at is not None
        assert (await a_moot.http.get(f"/auth/sign_up?invite={code}")).status_code == 403


async def test_an_invitation_runs_out(tmp_path: Path, database_url: str) -> None:
    terms = Site(url=BASE, registrations="invitation")
    async with moot(tmp_path, database_url, site=terms) as a_moot:
        code = await _invitation(a_moot, max_uses=2, life=HOUR)
        first, second = [await browser_of(a_moot.http).open(f"/auth/sign_up?invite={code}") for _ in range(2)]
        await first.send("/auth/sign_up", **FIELDS)
        a_moot.clock.advance(HOUR + 1)
        await second.send("/auth/sign_up", **{**FIELDS, "username": "cleo", "email": "cleo@example.org"})
        assert second.status == 403
        assert await auth.user_by_email(a_moot.ground.db.reader, "cleo@example.org") is None


async def test_a_refused_sign_up_does_not_use_the_invitation(tmp_path: Path, database_url: str) -> None:
    terms = Site(url=BASE, registrations="invitation")
    async with moot(tmp_path, database_url, site=terms) as a_moot:
        code = await _invitation(a_moot)
        browser = await _sign_up(a_moot, f"/auth/sign_up?invite={code}", username="anna")
        assert browser.status == 422
        await browser.send("/auth/sign_up", **FIELDS)
        assert browser.status == 200


async def test_members_invite_from_their_settings(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    browser = await signed_in(a_moot)
    await browser.open("/settings/invites")
    await browser.send("/settings/invites", uses="5", days="30")
    code = browser.text.split("/auth/sign_up?invite=")[1].split("<")[0]
    assert await auth.invite_is_open(a_moot.ground.db.reader, code, a_moot.clock())
    await browser.send("/settings/invites/end")
    assert not await auth.invite_is_open(a_moot.ground.db.reader, code, a_moot.clock())
    await browser.open("/settings/invites")
    await browser.send("/settings/invites", uses="1000000", days="7")
    assert browser.status == 400


async def test_a_member_has_so_many_open_invitations(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invites, "OPEN_LIMIT", 2)
    anna = await a_moot.member("anna")
    async with a_moot.ground.work() as work:
        await auth.make_invite(work, anna.id, life=HOUR)
        await auth.make_invite(work, anna.id)
    with pytest.raises(InvalidError):
        async with a_moot.ground.work() as work:
            await auth.make_invite(work, anna.id)
    a_moot.clock.advance(2 * HOUR)
    async with a_moot.ground.work() as work:
        await auth.make_invite(work, anna.id)


async def test_a_closed_community_is_closed(tmp_path: Path, database_url: str) -> None:
    async with moot(tmp_path, database_url, site=Site(url=BASE, registrations="closed")) as a_moot:
        assert (await a_moot.http.get("/auth/sign_up")).status_code == 403
        browser = await browser_of(a_moot.http).open("/auth/sign_in")
        csrf = browser.text.split('name="csrf" value="')[1][:64]
        await browser.post("/auth/sign_up", {**FIELDS, "csrf": csrf, "invite": await _invitation(a_moot)})
        assert browser.status == 403
        headers = await app_token(a_moot, await app(a_moot), "write")
        refused = await a_moot.call("POST", "/api/v1/accounts", headers=headers, data=FIELDS)
        assert refused.status_code == 403


async def test_an_app_signs_somebody_up(a_moot: Moot) -> None:
    client = await app(a_moot, scopes="read write follow")
    headers = await app_token(a_moot, client, "write:accounts")
    body = {**FIELDS, "agreement": True, "locale": "de", "date_of_birth": "2000-01-01"}
    token = await a_moot.ok("POST", "/api/v1/accounts", headers=headers, json=body)
    assert check(token, "Token") == []
    assert token["scope"] == "read write follow"
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    waiting = await a_moot.call("GET", "/api/v1/accounts/verify_credentials", headers=bearer)
    assert waiting.status_code == 403
    assert waiting.json()["error"] == "Your login is missing a confirmed e-mail address"
    (mail,) = await mails(a_moot)
    assert mail["Subject"] == "Bestätige deine Adresse für Folkmoot"
    await _confirm(a_moot)
    assert (await a_moot.ok("GET", "/api/v1/accounts/verify_credentials", headers=bearer))["username"] == "berta"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"username": ""}, "username", "ERR_BLANK"),
        ({"username": "a b"}, "username", "ERR_INVALID"),
        ({"username": "x" * 31}, "username", "ERR_TOO_LONG"),
        ({"username": "admin"}, "username", "ERR_RESERVED"),
        ({"username": "ANNA"}, "username", "ERR_TAKEN"),
        ({"email": "Anna@Example.org"}, "email", "ERR_TAKEN"),
        ({"email": "a@b@c.example"}, "email", "ERR_INVALID"),
        ({"email": ""}, "email", "ERR_BLANK"),
        ({"password": ""}, "password", "ERR_BLANK"),
        ({"password": "1234567"}, "password", "ERR_TOO_SHORT"),
        ({"agreement": False}, "agreement", "ERR_ACCEPTED"),
        ({"locale": "nonsense!"}, "locale", "ERR_INCLUSION"),
        ({"reason": "x" * 2_001}, "reason", "ERR_TOO_LONG"),
    ],
)
async def test_an_app_is_told_what_is_wrong(a_moot: Moot, change: dict[str, Any], field: str, code: str) -> None:
    await a_moot.member("anna")
    headers = await app_token(a_moot, await app(a_moot), "write")
    body = {**FIELDS, "agreement": True, "locale": "en", **change}
    response = await a_moot.call("POST", "/api/v1/accounts", headers=headers, json=body)
    assert response.status_code == 422
    assert response.json()["error"].startswith("Validation failed: ")
    assert [fault["error"] for fault in response.json()["details"][field]] == [code]


async def test_all_faults_are_told_at_once(a_moot: Moot) -> None:
    headers = await app_token(a_moot, await app(a_moot), "write")
    response = await a_moot.call("POST", "/api/v1/accounts", headers=headers, json={})
    assert set(response.json()["details"]) == {"username", "email", "password", "agreement"}


async def test_only_apps_that_may_sign_people_up(a_moot: Moot, anna: Member) -> None:
    assert (await a_moot.call("POST", "/api/v1/accounts", json=FIELDS)).status_code == 401
    assert (await a_moot.call("POST", "/api/v1/accounts", anna, json=FIELDS)).status_code == 403
    narrow = await app_token(a_moot, await app(a_moot), "read")
    assert (await a_moot.call("POST", "/api/v1/accounts", headers=narrow, json=FIELDS)).status_code == 403


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    return await a_moot.member("anna")


async def test_the_app_corrects_the_address(a_moot: Moot, anna: Member) -> None:
    client = await app(a_moot, scopes="read write")
    headers = await app_token(a_moot, client, "write")
    body = {**FIELDS, "email": "bert@example.org", "locale": "en"}
    token = await a_moot.ok("POST", "/api/v1/accounts", headers=headers, data=body)
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    first = link_in((await mails(a_moot))[0])

    async def again(status: int, **fields: str) -> str:
        response = await a_moot.call("POST", "/api/v1/emails/confirmations", headers=bearer, data=fields)
        assert response.status_code == status
        return str(response.json().get("error", ""))

    assert "already" in await again(422, email="anna@example.org")
    assert "invalid" in await again(422, email="nowhere")
    await again(200, email="berta@example.org")
    sent = (await mails(a_moot))[-1]
    assert sent["To"] == "berta@example.org"
    assert (await browser_of(a_moot.http).open(first)).status == 400
    await _confirm(a_moot)
    assert await again(403) == "This method is only available while the e-mail is awaiting confirmation"


async def test_only_the_app_of_the_sign_up_asks_for_the_mail(a_moot: Moot, anna: Member) -> None:
    response = await a_moot.call("POST", "/api/v1/emails/confirmations", anna)
    assert response.status_code == 403
    assert "originally signed-up with" in response.json()["error"]
    headers = await app_token(a_moot, await app(a_moot), "read")
    assert (await a_moot.call("POST", "/api/v1/emails/confirmations", headers=headers)).status_code == 422


async def test_sign_ups_and_mails_are_limited(tmp_path: Path, database_url: str) -> None:
    async with moot(tmp_path, database_url, limits=LimitsSettings(sign_up_per_address=2)) as a_moot:
        for name, status in (("a_", 200), ("b_", 200), ("c_", 429)):
            assert (await _sign_up(a_moot, username=name, email=f"{name}@example.org")).status == status
        a_moot.clock.advance(5 * MINUTE)
        browser = await browser_of(a_moot.http).open("/auth/reset")
        for address, status in (("a_@example.org", 200), ("b_@example.org", 200), ("x@example.org", 429)):
            await browser.open("/auth/reset")
            await browser.send("/auth/reset", email=address)
            assert browser.status == status


async def _ask_reset(a_moot: Moot, email: str) -> Browser:
    browser = await browser_of(a_moot.http).open("/auth/reset")
    return await browser.send("/auth/reset", email=email)


async def test_a_forgotten_password_is_replaced_and_ends_everything(a_moot: Moot) -> None:
    anna = await member_with_password(a_moot)
    signed = await signed_in(a_moot)
    async with a_moot.ground.work() as work:
        _, token = await auth.issue_token(work, app_id=None, account_id=anna, scopes="read")
    await _ask_reset(a_moot, " Anna@example.org")
    (mail,) = await mails(a_moot)
    link = link_in(mail)
    browser = await browser_of(a_moot.http).open(link)
    await browser.send("/auth/reset/new", password="short")
    assert browser.status == 422
    await browser.send("/auth/reset/new", password="quite another sentence")
    assert "Your new password is set" in browser.text
    assert (await browser.open(link)).status == 400
    assert (await signed.open("/settings")).has_form("/auth/sign_in")
    with pytest.raises(auth.BadTokenError):
        await auth.authenticate(a_moot.ground, token)
    await browser.open("/auth/sign_in")
    await browser.send("/auth/sign_in", name="anna", password=PASSWORD)
    assert browser.status == 422
    await browser.send("/auth/sign_in", name="anna", password="quite another sentence")
    assert browser.status == 200
    assert "was changed" in (await mails(a_moot))[-1]["Subject"]


async def test_the_reset_tells_nothing_about_members(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    known = await _ask_reset(a_moot, "anna@example.org")
    unknown = await _ask_reset(a_moot, "nobody@example.org")
    assert (known.status, known.text) == (unknown.status, unknown.text)
    assert [mail["To"] for mail in await mails(a_moot)] == ["anna@example.org"]


async def test_the_reset_link_lives_an_hour(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    await _ask_reset(a_moot, "anna@example.org")
    link = link_in((await mails(a_moot))[0])
    a_moot.clock.advance(HOUR)
    assert (await browser_of(a_moot.http).open(link)).status == 400


async def test_links_of_one_kind_are_not_of_another(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    await _ask_reset(a_moot, "anna@example.org")
    secret = link_in((await mails(a_moot))[0]).split("token=")[1]
    browser = browser_of(a_moot.http)
    assert (await browser.open(f"/auth/confirm?token={secret}")).status == 400
    assert (await browser.open(f"/auth/reset/new?token={secret}")).status == 200


class Postman:
    """Keeps what arrives by SMTP."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


async def test_mail_is_delivered_by_smtp(tmp_path: Path, database_url: str) -> None:
    postman = Postman()
    loop = asyncio.get_running_loop()
    office = await loop.create_server(lambda: SMTP(postman, hostname="moot.test", loop=loop), "127.0.0.1", 0)
    async with office:
        port = office.sockets[0].getsockname()[1]
        mail = MailSettings(smtp_host="127.0.0.1", smtp_port=port, starttls=False, sender="moot@moot.test")
        async with moot(tmp_path, database_url, mail=mail) as a_moot:
            await _sign_up(a_moot)
            await a_moot.run_jobs()
    ((recipients, content),) = postman.letters
    letter = message_from_bytes(content, policy=default)
    assert recipients == ["berta@example.org"]
    assert (letter["From"], letter["To"]) == ("moot@moot.test", "berta@example.org")
    assert link_in(letter).startswith("/auth/confirm?token=")
    assert not (tmp_path / "outbox").exists()
