"""Keeping servers, providers of mail, addresses and networks out, through the client API."""

from typing import Any

import httpx2
import pytest

from folkmoot.app import App
from folkmoot.features import auth, policy
from folkmoot.features.policy import jobs
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.support.moot import BASE, Member, Moot

ADMIN = "/api/v1/admin"
ENTITIES = {
    "domain_blocks": ("Admin::DomainBlock", {"domain": "bad.example"}),
    "domain_allows": ("Admin::DomainAllow", {"domain": "good.example"}),
    "email_domain_blocks": ("Admin::EmailDomainBlock", {"domain": "spam.example"}),
    "canonical_email_blocks": ("Admin::CanonicalEmailBlock", {"email": "Eve@mail.example"}),
    "ip_blocks": ("Admin::IpBlock", {"ip": "198.51.100.0/24", "severity": "sign_up_block"}),
}
KINDS = pytest.mark.parametrize("kind", ENTITIES)


@pytest.fixture
async def ada(a_moot: Moot) -> Member:
    return await a_moot.member("ada", role="admin")


async def add(moot: Moot, by: Member, kind: str, **fields: Any) -> dict[str, Any]:
    entity, usual = ENTITIES[kind]
    made: dict[str, Any] = await moot.ok("POST", f"{ADMIN}/{kind}", by, json=fields or usual)
    assert check(made, entity) == []
    return made


async def account(moot: Moot, name: str, domain: str) -> int:
    async with moot.ground.work() as work:
        account_id = work.new_id()
        await work.db.run(
            Sql("""
            insert into account (id, username, username_key, domain, uri, created_at) values ($1, $2, $3, $4, $5, 1)
            """),
            account_id, name, name, domain, f"https://{domain}/users/{name}",
        )  # fmt: skip
    return account_id


async def standing(moot: Moot, by: Member, account_id: int) -> tuple[bool, bool]:
    """(silenced, suspended), once the jobs are done."""
    await moot.run_jobs()
    found = await moot.ok("GET", f"{ADMIN}/accounts/{account_id}", by)
    return found["silenced"], found["suspended"]


async def sign_up(moot: Moot, **changes: Any) -> httpx2.Response:
    app = await moot.ok(
        "POST", "/api/v1/apps", json={"client_name": "x", "redirect_uris": BASE, "scopes": "read write"}
    )
    fields = {"grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"]}
    token = (await moot.ok("POST", "/oauth/token", json={**fields, "scope": "read write"}))["access_token"]
    stated = {"username": "eve", "email": "eve@mail.example", "password": "correct horse", "agreement": True}
    headers = {"Authorization": f"Bearer {token}"}
    return await moot.call("POST", "/api/v1/accounts", json={**stated, **changes}, headers=headers)


@KINDS
async def test_what_is_added_is_shown_listed_and_removed(a_moot: Moot, ada: Member, kind: str) -> None:
    made = await add(a_moot, ada, kind)
    path = f"{ADMIN}/{kind}/{made['id']}"
    assert await a_moot.ok("GET", path, ada) == made
    assert await a_moot.ok("GET", f"{ADMIN}/{kind}", ada) == [made]
    page = await a_moot.call("GET", f"{ADMIN}/{kind}", ada, params={"limit": "1"})
    assert f"max_id={made['id']}" in page.headers["link"]
    assert await a_moot.ok("GET", f"{ADMIN}/{kind}", ada, params={"max_id": made["id"]}) == []
    assert await a_moot.ok("DELETE", path, ada) == made
    for method in ("GET", "DELETE"):
        assert (await a_moot.call(method, path, ada)).status_code == 404
    lines = [line for line in await auth.acts(await a_moot.ground.read(), 2**63 - 1, 9) if "role" not in line.act]
    assert [line.account_id for line in lines] == [ada.id, ada.id]


@KINDS
async def test_it_takes_the_permission_and_the_scope(a_moot: Moot, ada: Member, kind: str) -> None:
    made = await add(a_moot, ada, kind)
    narrow = await a_moot.member("nora", role="owner", scopes="read write admin:read:reports admin:write:reports")
    for by in (await a_moot.member("anna"), await a_moot.member("mona", role="moderator"), narrow):
        for method, path in (("GET", ""), ("POST", ""), ("GET", f"/{made['id']}"), ("DELETE", f"/{made['id']}")):
            assert (await a_moot.call(method, f"{ADMIN}/{kind}{path}", by)).status_code == 403
        for kind_of_put in ("domain_blocks", "ip_blocks"):
            assert (await a_moot.call("PUT", f"{ADMIN}/{kind_of_put}/{made['id']}", by)).status_code == 403
        assert (await a_moot.call("POST", f"{ADMIN}/canonical_email_blocks/test", by)).status_code == 403
    assert await a_moot.ok("GET", f"{ADMIN}/{kind}", ada) == [made]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("domain_blocks", {"domain": ""}), ("domain_blocks", {"domain": "a b"}), ("domain_blocks", {"domain": "1.2"}),
        ("domain_blocks", {"domain": "BAD.example."}), ("domain_blocks", {"domain": "sub.bad.example"}),
        ("domain_blocks", {"domain": "x.example", "severity": "burn"}),
        ("domain_blocks", {"domain": "x.example", "private_comment": "x" * 2_001}),
        ("domain_allows", {"domain": "-"}), ("email_domain_blocks", {"domain": ""}),
        ("email_domain_blocks", {"domain": "spam.example"}),
        ("canonical_email_blocks", {"email": "e.v.e+x@MAIL.example"}), ("canonical_email_blocks", {}),
        ("canonical_email_blocks", {"canonical_email_hash": "abc"}), ("ip_blocks", {"ip": "198.51.100.7"}),
        ("ip_blocks", {"ip": "198.51.100.9/24", "severity": "no_access"}),
        ("ip_blocks", {"ip": "nowhere", "severity": "no_access"}), ("ip_blocks", {"ip": "::/0", "severity": "x"}),
        ("ip_blocks", {"ip": "192.0.2.0/24", "severity": "no_access"}),
        ("ip_blocks", {"ip": "::1", "severity": "sign_up_block", "expires_in": -1}),
        ("ip_blocks", {"ip": "::1", "severity": "sign_up_block", "expires_in": 10**18}),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused(a_moot: Moot, ada: Member, kind: str, fields: dict[str, Any]) -> None:
    made = await add(a_moot, ada, kind)
    answer = await a_moot.call("POST", f"{ADMIN}/{kind}", ada, json=fields)
    assert (answer.status_code, check(answer.json(), "Error")) == (422, [])
    assert await a_moot.ok("GET", f"{ADMIN}/{kind}", ada) == [made]


async def test_a_rule_reaches_the_accounts_known_from_there(a_moot: Moot, ada: Member) -> None:
    anna = await a_moot.member("anna")
    rita, raul = await account(a_moot, "rita", "bad.example"), await account(a_moot, "raul", "sub.bad.example")
    other, lena = await account(a_moot, "otto", "notbad.example"), await account(a_moot, "lena", "bad.example")
    await a_moot.ok("POST", f"/api/v1/accounts/{rita}/follow", anna)
    await a_moot.ok("POST", f"{ADMIN}/accounts/{lena}/action", ada, json={"type": "silence"})
    path = f"{ADMIN}/domain_blocks/{(await add(a_moot, ada, 'domain_blocks'))['id']}"
    people = (rita, raul, other, lena)
    limited, gone, free = (True, False), (False, True), (False, False)
    assert [await standing(a_moot, ada, i) for i in people] == [limited, limited, free, limited]
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}"))["following_count"] == 1
    changed = await a_moot.ok("PUT", path, ada, json={"severity": "suspend", "reject_media": True})
    assert (changed["severity"], changed["reject_media"], check(changed, "Admin::DomainBlock")) == ("suspend", True, [])
    assert [await standing(a_moot, ada, i) for i in people] == [gone, gone, free, (True, True)]
    assert (await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}"))["following_count"] == 0
    await a_moot.ok("DELETE", path, ada)
    assert [await standing(a_moot, ada, i) for i in people] == [free, free, free, limited]


async def test_a_rule_above_holds_again_when_the_one_below_goes(a_moot: Moot, ada: Member) -> None:
    raul = await account(a_moot, "raul", "sub.bad.example")
    await add(a_moot, ada, "domain_blocks")
    below = await add(a_moot, ada, "domain_blocks", domain="sub.bad.example", severity="suspend")
    assert await standing(a_moot, ada, raul) == (True, True)
    rule = await policy.rule_for(a_moot.ground, "deep.sub.bad.example")
    assert rule is not None
    assert rule.severity == "suspend"
    await a_moot.ok("DELETE", f"{ADMIN}/domain_blocks/{below['id']}", ada)
    assert await standing(a_moot, ada, raul) == (True, False)
    assert await policy.rule_for(a_moot.ground, "notbad.example") is None


async def test_everybody_sees_which_servers_are_kept_out(a_moot: Moot, ada: Member) -> None:
    await add(a_moot, ada, "domain_blocks", domain="daji123456.com", severity="suspend", obfuscate=True,
              public_comment="Spam", private_comment="secret")  # fmt: skip
    await add(a_moot, ada, "domain_blocks", domain="BÜCHER.example")
    await add(a_moot, ada, "domain_blocks", domain="fine.example", severity="noop", reject_reports=True)
    shown = await a_moot.ok("GET", "/api/v1/instance/domain_blocks")
    assert [fault for item in shown for fault in check(item, "DomainBlock")] == []
    assert [(item["domain"], item["severity"], item.get("comment")) for item in shown] == [
        ("daji******.com", "suspend", "Spam"), ("xn--bcher-kva.example", "silence", None),
    ]  # fmt: skip
    assert len(shown[0]["digest"]) == 64


async def test_a_provider_kept_out_cannot_be_used_and_attempts_are_counted(a_moot: Moot, ada: Member) -> None:
    made = await add(a_moot, ada, "email_domain_blocks", domain="mail.example")
    for email in ("eve@mail.example", "eve@sub.MAIL.example"):
        refused = await sign_up(a_moot, email=email)
        assert (refused.status_code, refused.json()["details"]["email"][0]["error"]) == (422, "ERR_BLOCKED")
    found = await a_moot.ok("GET", f"{ADMIN}/email_domain_blocks/{made['id']}", ada)
    assert check(found, "Admin::EmailDomainBlock") == []
    assert [day["uses"] for day in found["history"]] == ["2"]
    a_moot.clock.advance(9 * DAY)
    await jobs.forget_expired(a_moot.ground, None)
    assert (await a_moot.ok("GET", f"{ADMIN}/email_domain_blocks", ada))[0]["history"] == []
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from email_domain_attempt")) == 0
    await a_moot.ok("DELETE", f"{ADMIN}/email_domain_blocks/{made['id']}", ada)
    assert (await sign_up(a_moot)).status_code == 200


async def test_an_address_kept_out_is_known_in_every_spelling(a_moot: Moot, ada: Member) -> None:
    made = await add(a_moot, ada, "canonical_email_blocks")
    for email in ("e.v.e@mail.example", "EVE+again@mail.example"):
        assert (await sign_up(a_moot, email=email)).status_code == 422
        tested = await a_moot.ok("POST", f"{ADMIN}/canonical_email_blocks/test", ada, json={"email": email})
        assert tested == [made]
    other = await a_moot.ok("POST", f"{ADMIN}/canonical_email_blocks/test", ada, json={"email": "ev@mail.example"})
    assert other == []
    assert (await a_moot.call("POST", f"{ADMIN}/canonical_email_blocks/test", ada)).status_code == 422
    await a_moot.ok("DELETE", f"{ADMIN}/canonical_email_blocks/{made['id']}", ada)
    again = {"canonical_email_hash": made["canonical_email_hash"]}
    assert (await add(a_moot, ada, "canonical_email_blocks", **again))["canonical_email_hash"] in again.values()


async def test_whoever_is_suspended_does_not_sign_up_again(a_moot: Moot, ada: Member) -> None:
    anna = await a_moot.member("anna")
    await a_moot.ok("POST", f"{ADMIN}/accounts/{anna.id}/action", ada, json={"type": "suspend"})
    assert (await sign_up(a_moot, email="an.na+new@example.org")).status_code == 422
    await a_moot.ok("POST", f"{ADMIN}/accounts/{anna.id}/unsuspend", ada)
    assert (await sign_up(a_moot, email="an.na+new@example.org")).status_code == 200
    await a_moot.ok("POST", f"{ADMIN}/accounts/{anna.id}/action", ada, json={"type": "suspend"})
    await a_moot.ok("DELETE", f"{ADMIN}/accounts/{anna.id}", await a_moot.member("olga", role="owner"))
    await a_moot.run_jobs()
    assert (await sign_up(a_moot, username="anna2", email="anna@example.org")).status_code == 422


async def test_a_network_is_kept_from_signing_up(a_moot: Moot, ada: Member) -> None:
    made = await add(a_moot, ada, "ip_blocks", ip="192.0.2.0/24", severity="sign_up_block", comment="spam")
    assert (await sign_up(a_moot)).status_code == 403
    path = f"{ADMIN}/ip_blocks/{made['id']}"
    changed = await a_moot.ok("PUT", path, ada, json={"severity": "sign_up_requires_approval", "expires_in": 3_600})
    assert (changed["comment"], changed["ip"], check(changed, "Admin::IpBlock")) == ("spam", "192.0.2.0/24", [])
    assert (await sign_up(a_moot)).status_code == 200
    assert len(await a_moot.ok("GET", f"{ADMIN}/accounts", ada, params={"pending": "true"})) == 1
    a_moot.clock.advance(2 * HOUR)
    assert (await sign_up(a_moot, username="evi", email="evi@mail.example")).status_code == 200
    assert len(await a_moot.ok("GET", f"{ADMIN}/accounts", ada, params={"pending": "true"})) == 1
    await jobs.forget_expired(a_moot.ground, None)
    assert await a_moot.ok("GET", f"{ADMIN}/ip_blocks", ada) == []


@pytest.mark.parametrize(
    ("network", "address"),
    [
        ("198.51.100.7", "198.51.100.7"), ("198.51.100.0/24", "::ffff:198.51.100.9"),
        ("2001:db8:1::/48", "2001:db8:1:2::3"), ("::ffff:198.51.100.0/120", "198.51.100.1"),
    ],
)  # fmt: skip
async def test_a_network_without_access_gets_nothing(a_moot: Moot, ada: Member, network: str, address: str) -> None:
    transport = httpx2.ASGITransport(app=App(a_moot.ground), client=(address, 1))
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as stranger:
        made = await add(a_moot, ada, "ip_blocks", ip=network, severity="no_access")
        for path in ("/api/v2/instance", "/auth/sign_in", "/media/x", "/"):
            refused = await stranger.get(path)
            assert (refused.status_code, check(refused.json(), "Error")) == (403, [])
        await a_moot.ok("GET", "/api/v2/instance", ada)
        await a_moot.ok("DELETE", f"{ADMIN}/ip_blocks/{made['id']}", ada)
        assert (await stranger.get("/api/v2/instance")).status_code == 200
