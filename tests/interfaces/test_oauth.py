"""OAuth as Mastodon's clients use it: apps, consent, tokens, revocation, discovery."""

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conformance.entities import check
from tests.support.browser import browser_of
from tests.support.moot import Moot
from tests.support.signing import (
    ADDRESS,
    CHALLENGE,
    VERIFIER,
    Client,
    allowed,
    app,
    app_token,
    member_with_password,
    signed_in,
    token_of,
)

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


def _answer(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


async def _refused(a_moot: Moot, path: str, body: dict[str, Any], **request: Any) -> tuple[int, str]:
    response = await a_moot.call("POST", path, data=body, **request)
    refusal = response.json()
    assert refusal["error_description"]
    return response.status_code, refusal["error"]


async def test_an_app_registers_itself(a_moot: Moot) -> None:
    body = {"client_name": "Seabird", "redirect_uris": [ADDRESS, OUT_OF_BAND], "website": "https://app.example"}
    made = await a_moot.ok("POST", "/api/v1/apps", json=body)
    assert check(made, "CredentialApplication") == []
    assert made["redirect_uris"] == [ADDRESS, OUT_OF_BAND]
    assert made["scopes"] == ["read"]
    client = Client(made["client_id"], made["client_secret"], ADDRESS)
    known = await a_moot.ok("GET", "/api/v1/apps/verify_credentials", headers=await app_token(a_moot, client))
    assert check(known, "Application") == []
    assert known["name"] == "Seabird"


async def test_addresses_may_come_in_one_string(a_moot: Moot) -> None:
    body = {"client_name": "Seabird", "redirect_uris": f"{ADDRESS}\n{OUT_OF_BAND}"}
    assert (await a_moot.ok("POST", "/api/v1/apps", data=body))["redirect_uris"] == [ADDRESS, OUT_OF_BAND]


@pytest.mark.parametrize(
    "change",
    [
        {"client_name": " "}, {"client_name": "x" * 61}, {"redirect_uris": ""}, {"redirect_uris": "nowhere"},
        {"scopes": "read everything"}, {"website": "javascript:alert(1)"},
    ],
)  # fmt: skip
async def test_what_is_wrong_with_an_app_is_said(a_moot: Moot, change: dict[str, str]) -> None:
    body = {"client_name": "Seabird", "redirect_uris": ADDRESS, **change}
    response = await a_moot.call("POST", "/api/v1/apps", data=body)
    assert response.status_code == 422
    assert response.json()["error"].startswith("Validation failed: ")


async def test_a_member_allows_an_app(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client = await app(a_moot)
    browser = await browser_of(a_moot.http).open(client.asking(state="kept & safe"))
    assert browser.has_form("/auth/sign_in")
    await browser.send("/auth/sign_in", name="anna@example.org", password="a sentence is easy to remember")
    for shown in ("Seabird", "app.example", "@anna", "Read everything in your account", "Post, edit and delete posts"):
        assert shown in browser.text
    policy = browser.answer.headers["content-security-policy"]
    assert "form-action 'self' https:;" in policy
    assert "unsafe" not in policy
    await browser.send("/oauth/authorize", decision="allow")
    assert browser.left_to.startswith(f"{ADDRESS}?")
    answer = _answer(browser.left_to)
    assert answer["state"] == "kept & safe"
    token = await a_moot.ok("POST", "/oauth/token", data=client.redeeming(answer["code"]))
    assert check(token, "Token") == []
    assert token["scope"] == "read write:statuses profile"
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    posted = await a_moot.ok("POST", "/api/v1/statuses", headers=bearer, json={"status": "Hello"})
    assert posted["account"]["username"] == "anna"
    assert (await a_moot.call("POST", "/api/v1/media", headers=bearer)).status_code == 403


async def test_a_member_says_no(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client = await app(a_moot)
    browser = await signed_in(a_moot)
    await browser.open(client.asking(state="s"))
    await browser.send("/oauth/authorize", decision="deny")
    answer = _answer(browser.left_to)
    assert (answer["error"], answer["state"]) == ("access_denied", "s")
    assert "code" not in answer


async def test_the_out_of_band_code_is_shown(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client = await app(a_moot, OUT_OF_BAND)
    browser = await signed_in(a_moot)
    await browser.open(client.asking())
    await browser.send("/oauth/authorize", decision="allow")
    code = _answer(browser.url)["code"]
    assert browser.url.startswith("http://moot.test/oauth/authorize/native?code=")
    assert f">{code}</code>" in browser.text
    assert (await a_moot.ok("POST", "/oauth/token", data=client.redeeming(code)))["token_type"] == "Bearer"


async def test_a_private_scheme_may_be_left_for(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client = await app(a_moot, "net.seabird+app://done?from=moot")
    browser = await signed_in(a_moot)
    await browser.open(client.asking())
    assert "form-action 'self' net.seabird+app:;" in browser.answer.headers["content-security-policy"]
    await browser.send("/oauth/authorize", decision="allow")
    assert browser.left_to.startswith("net.seabird+app://done?from=moot&code=")


async def test_the_answer_may_come_in_the_fragment_or_a_form(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client = await app(a_moot)
    browser = await signed_in(a_moot)
    await browser.open(client.asking(response_mode="fragment"))
    await browser.send("/oauth/authorize", decision="allow")
    assert browser.left_to.startswith(f"{ADDRESS}#code=")
    await browser.open(client.asking(response_mode="form_post", state="s"))
    await browser.send("/oauth/authorize", decision="allow")
    assert browser.has_form(ADDRESS)
    assert 'name="state" value="s"' in browser.text


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "read admin:read"}, "invalid_scope"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"code_challenge": CHALLENGE}, "invalid_request"),
        ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
        ({"response_mode": "pigeon"}, "invalid_request"),
        ({"state": "s" * 4_001}, "invalid_request"),
    ],
)
async def test_an_app_that_asks_wrongly_is_told(a_moot: Moot, change: dict[str, str], error: str) -> None:
    client = await app(a_moot)
    browser = await browser_of(a_moot.http).open(client.asking(**change))
    assert browser.left_to.startswith(ADDRESS)
    assert _answer(browser.left_to)["error"] == error


@pytest.mark.parametrize(
    "change", [{"client_id": "nobody"}, {"redirect_uri": "https://evil.example/"}, {"redirect_uri": ADDRESS + "/x"}]
)
async def test_nobody_is_sent_to_an_address_that_was_not_registered(a_moot: Moot, change: dict[str, str]) -> None:
    await member_with_password(a_moot)
    client = await app(a_moot)
    browser = await signed_in(a_moot)
    await browser.open(client.asking(**change))
    assert (browser.status, browser.left_to) == (400, "")
    await browser.open(client.asking())
    await browser.send("/oauth/authorize", decision="allow", **change)
    assert (browser.status, browser.left_to) == (400, "")


async def test_force_login_asks_for_the_password_again(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    await member_with_password(a_moot, "berta")
    client = await app(a_moot)
    browser = await signed_in(a_moot)
    await browser.open(client.asking(force_login="true"))
    assert browser.has_form("/auth/sign_in")
    await browser.send("/auth/sign_in", name="berta", password="a sentence is easy to remember")
    assert "@berta" in browser.text


async def test_consent_cannot_be_given_by_another_site(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client = await app(a_moot)
    browser = await signed_in(a_moot)
    fields = {"response_type": "code", "client_id": client.id, "redirect_uri": ADDRESS, "decision": "allow"}
    for csrf in ({}, {"csrf": "0" * 64}, {"csrf": "ä"}):
        await browser.post("/oauth/authorize", {**fields, **csrf})
        assert (browser.status, browser.left_to) == (403, "")
    stranger = await browser_of(a_moot.http).open("/auth/sign_in")
    await stranger.send("/auth/sign_in", name="x", password="y")
    await browser.post("/oauth/authorize", {**fields, "csrf": stranger.text.split('name="csrf" value="')[1][:64]})
    assert (browser.status, browser.left_to) == (403, "")


async def test_pkce_protects_the_code(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client = await app(a_moot)
    browser = await signed_in(a_moot)
    code = await allowed(browser, client, code_challenge=CHALLENGE, code_challenge_method="S256")
    assert await _refused(a_moot, "/oauth/token", client.redeeming(code)) == (400, "invalid_grant")
    wrong = client.redeeming(code, code_verifier="w" * 43)
    assert await _refused(a_moot, "/oauth/token", wrong) == (400, "invalid_grant")
    right = client.redeeming(code, code_verifier=VERIFIER)
    await a_moot.ok("POST", "/oauth/token", data=right)
    assert await _refused(a_moot, "/oauth/token", right) == (400, "invalid_grant")


async def test_a_stolen_code_is_of_no_use(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client, thief = await app(a_moot), await app(a_moot)
    code = await allowed(await signed_in(a_moot), client)
    for body in (
        thief.redeeming(code),
        client.redeeming(code, redirect_uri="https://evil.example/"),
        client.redeeming("0" * 64),
    ):
        assert await _refused(a_moot, "/oauth/token", body) == (400, "invalid_grant")
    assert await _refused(a_moot, "/oauth/token", client.redeeming(code, client_secret="no")) == (401, "invalid_client")
    assert (await a_moot.call("POST", "/oauth/token", data=client.redeeming(code))).status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"code": ""}, 400, "invalid_request"),
        ({"redirect_uri": ""}, 400, "invalid_request"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"code": ["a", "b"]}, 400, "invalid_request"),
    ],
)
async def test_token_errors_are_those_of_oauth(a_moot: Moot, change: dict[str, Any], status: int, error: str) -> None:
    client = await app(a_moot)
    response = await a_moot.call("POST", "/oauth/token", json={**client.redeeming("x"), **change})
    assert (response.status_code, response.json()["error"]) == (status, error)


async def test_an_app_gets_a_token_of_its_own(a_moot: Moot) -> None:
    client = await app(a_moot)
    body = {"grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret}
    token = await a_moot.ok("POST", "/oauth/token", json=body)
    assert check(token, "Token") == []
    assert token["scope"] == "read"
    assert await _refused(a_moot, "/oauth/token", {**body, "scope": "admin:read"}) == (400, "invalid_scope")
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    response = await a_moot.call("GET", "/api/v1/accounts/verify_credentials", headers=headers)
    assert response.status_code == 422


async def test_an_app_may_show_its_secret_by_http_basic(a_moot: Moot) -> None:
    client = await app(a_moot)
    pair = base64.b64encode(f"{client.id}:{client.secret}".encode()).decode()
    body = {"grant_type": "client_credentials"}
    response = await a_moot.call("POST", "/oauth/token", data=body, headers={"Authorization": f"Basic {pair}"})
    assert response.status_code == 200
    for bad in ("!", base64.b64encode(b"x:y").decode(), base64.b64encode(b"\xff\x00:y").decode()):
        response = await a_moot.call("POST", "/oauth/token", data=body, headers={"Authorization": f"Basic {bad}"})
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
        assert response.headers["www-authenticate"].startswith("Basic ")


async def test_a_token_is_revoked_by_its_app_alone(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client, other = await app(a_moot), await app(a_moot)
    token = (await token_of(a_moot, await signed_in(a_moot), client))["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}

    def body(of: Client, **change: str) -> dict[str, str]:
        return {"client_id": of.id, "client_secret": of.secret, "token": token, **change}

    for wrong in (body(other), body(client, token=""), body(client, client_secret="no")):
        response = await a_moot.call("POST", "/oauth/revoke", data=wrong)
        assert response.status_code == 403
    assert (await a_moot.call("GET", "/api/v1/accounts/verify_credentials", headers=bearer)).status_code == 200
    for _ in range(2):
        assert await a_moot.ok("POST", "/oauth/revoke", data=body(client)) == {}
    assert (await a_moot.call("GET", "/api/v1/accounts/verify_credentials", headers=bearer)).status_code == 401


async def test_who_the_member_is(a_moot: Moot) -> None:
    await member_with_password(a_moot)
    client = await app(a_moot)
    browser = await signed_in(a_moot)
    token = await token_of(a_moot, browser, client)
    for method in ("GET", "POST"):
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        info = await a_moot.ok(method, "/oauth/userinfo", headers=headers)
        assert check(info, "Answer::UserInfo") == []
        assert info["preferred_username"] == "anna"
        picture = await a_moot.call("GET", urlsplit(info["picture"]).path)
        assert picture.headers["content-type"] == "image/png"
    narrow = await token_of(a_moot, browser, client, scope="read")
    headers = {"Authorization": f"Bearer {narrow['access_token']}"}
    assert (await a_moot.call("GET", "/oauth/userinfo", headers=headers)).status_code == 403


async def test_what_this_server_can_do_is_discovered(a_moot: Moot) -> None:
    metadata = await a_moot.ok("GET", "/.well-known/oauth-authorization-server")
    assert check(metadata, "Answer::ServerMetadata") == []
    assert metadata["issuer"] == "http://moot.test/"
    assert "profile" in metadata["scopes_supported"]
