"""Push: apps subscribe, are told, decrypt what they are told, and are forgotten when they are gone."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from folkmoot.features import auth
from folkmoot.features.push import rules
from folkmoot.formats.webpush import CURVE, b64, point_of, unb64
from folkmoot.infra.clock import DAY
from folkmoot.infra.config import OutboundSettings, Site
from folkmoot.infra.db import Sql
from folkmoot.infra.http import Answer, Outbound, OutboundError, Trouble
from tests.conformance.entities import check
from tests.support.moot import BASE, Member, Moot, moot
from tests.support.web import Asked, Web, page, web

PATH = "/api/v1/push/subscription"


@pytest.fixture
async def a_moot(tmp_path: Path, database_url: str) -> AsyncIterator[Moot]:
    """A community that may speak to loopback, where the push service of the test listens."""
    site = Site(url=BASE, registrations="open", contact_email="hello@moot.test")
    outbound = OutboundSettings(private_networks=("127.0.0.0/8",))
    async with moot(tmp_path, database_url, site=site, outbound=outbound) as running:
        yield running


@pytest.fixture
async def service() -> AsyncIterator[Web]:
    async with web() as running:
        running.pages["/box"] = page("", status="201 Created")
        yield running


class Device(NamedTuple):
    """A device with its keys, which decrypts with a library that others wrote."""

    key: ec.EllipticCurvePrivateKey
    auth: bytes

    def asking(self, endpoint: str, *alerts: str, policy: str = "all", standard: bool = True) -> dict[str, Any]:
        keys = {"p256dh": b64(point_of(self.key)), "auth": b64(self.auth)}
        return {
            "subscription": {"endpoint": endpoint, "keys": keys, "standard": standard},
            "data": {"alerts": dict.fromkeys(alerts, True), "policy": policy},
        }

    def read(self, asked: Asked) -> dict[str, Any]:
        coding = asked.headers["content-encoding"]
        named = {}
        if coding == "aesgcm":
            crypto_key = dict(part.split("=", 1) for part in asked.headers["crypto-key"].split(";"))
            named = {"dh": unb64(crypto_key["dh"]), "salt": unb64(asked.headers["encryption"].removeprefix("salt="))}
        text = http_ece.decrypt(asked.body, private_key=self.key, auth_secret=self.auth, version=coding, **named)
        read: dict[str, Any] = json.loads(text)
        return read


def device() -> Device:
    return Device(ec.generate_private_key(CURVE), b"0123456789abcdef")


async def _subscribed(a_moot: Moot, service: Web, by: Member, *alerts: str, **options: Any) -> Device:
    made = device()
    await a_moot.ok("POST", PATH, by, json=made.asking(f"{service.base}/box", *alerts, **options))
    return made


async def test_subscribing_changing_and_leaving(a_moot: Moot) -> None:
    anna = await a_moot.member()
    assert (await a_moot.call("GET", PATH, anna)).status_code == 404
    asked = device().asking("https://push.example/box", "mention", "poll")
    made = await a_moot.ok("POST", PATH, anna, json=asked)
    assert check(made, "WebPushSubscription") == []
    assert {kind for kind, on in made["alerts"].items() if on} == {"mention"} | ({"poll"} & set(made["alerts"]))
    instance = await a_moot.ok("GET", "/api/v2/instance")
    assert made["server_key"] == instance["configuration"]["vapid"]["public_key"]
    changed = await a_moot.ok("PUT", PATH, anna, data={"data[alerts][follow]": "true", "data[policy]": "followed"})
    assert {kind for kind, on in changed["alerts"].items() if on} == {"follow"}
    assert await a_moot.ok("GET", PATH, anna) == changed
    assert await a_moot.ok("DELETE", PATH, anna) == {}
    assert (await a_moot.call("GET", PATH, anna)).status_code == 404


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("endpoint", "ftp://push.example/"), ("endpoint", "nowhere"), ("endpoint", ""),
        ("endpoint", "https://a:b@push.example/"), ("endpoint", "https://push.example/" + "a" * 3_000),
        ("keys", {"p256dh": "AAAA", "auth": "AAAA"}), ("keys", {}), ("keys", "none"), ("keys", ["a"]),
    ],
)  # fmt: skip
async def test_what_cannot_be_pushed_to_is_refused(a_moot: Moot, part: str, value: Any) -> None:
    anna = await a_moot.member()
    asked = device().asking("https://push.example/box", "mention")
    asked["subscription"][part] = value
    assert (await a_moot.call("POST", PATH, anna, json=asked)).status_code == 422
    assert (await a_moot.call("GET", PATH, anna)).status_code == 404


async def test_an_unknown_policy_is_refused(a_moot: Moot) -> None:
    anna = await a_moot.member()
    asked = device().asking("https://push.example/box", "mention", policy="friends")
    assert (await a_moot.call("POST", PATH, anna, json=asked)).status_code == 422


async def test_the_scope_is_asked_for(a_moot: Moot) -> None:
    anna = await a_moot.member(scopes="read write")
    assert (await a_moot.call("GET", PATH, anna)).status_code == 403


@pytest.mark.parametrize("standard", [True, False])
async def test_a_mention_arrives_for_that_device_alone(a_moot: Moot, service: Web, standard: bool) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    phone = await _subscribed(a_moot, service, anna, "mention", standard=standard)
    post = await a_moot.post(berta, "@anna come and see", visibility="direct")
    await a_moot.run_jobs()
    (asked,) = service.asked
    told = phone.read(asked)
    (notification,) = await a_moot.ok("GET", "/api/v1/notifications", anna)
    assert str(told["notification_id"]) == notification["id"]
    assert told["notification_type"] == "mention"
    assert told["access_token"] == anna.token
    assert told["title"] == "berta mentioned you"
    assert told["body"] == "@anna come and see"
    assert notification["status"]["id"] == post["id"]
    assert b"come and see" not in asked.body
    assert int(asked.headers["ttl"]) > 0


async def test_the_service_is_told_who_sends(a_moot: Moot, service: Web) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await _subscribed(a_moot, service, anna, "mention")
    await a_moot.post(berta, "@anna hello")
    await a_moot.run_jobs()
    scheme, _, rest = service.asked[0].headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    claims = json.loads(unb64(parts["t"].split(".")[1]))
    assert scheme == "vapid"
    assert claims["aud"] == service.base
    assert claims["sub"] == "mailto:hello@moot.test"
    assert parts["k"] == (await a_moot.ok("GET", PATH, anna))["server_key"].rstrip("=")


async def test_only_what_is_wanted_is_pushed(a_moot: Moot, service: Web) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    phone = await _subscribed(a_moot, service, anna, "follow")
    await a_moot.post(berta, "@anna hello")
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", berta)
    await a_moot.run_jobs()
    assert [phone.read(asked)["notification_type"] for asked in service.asked] == ["follow"]


@pytest.mark.parametrize(
    ("policy", "heard"),
    [("all", {"friend", "fan", "other"}), ("followed", {"friend"}), ("follower", {"fan"}), ("none", set())],
)
async def test_the_policy_says_whose_doings_are_pushed(
    a_moot: Moot, service: Web, policy: str, heard: set[str]
) -> None:
    anna = await a_moot.member("anna")
    friend, fan, other = [await a_moot.member(name) for name in ("friend", "fan", "other")]
    await a_moot.ok("POST", f"/api/v1/accounts/{friend.id}/follow", anna)
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", fan)
    await a_moot.run_jobs()
    phone = await _subscribed(a_moot, service, anna, "mention", policy=policy)
    for each in (friend, fan, other):
        await a_moot.post(each, "@anna hello")
    await a_moot.run_jobs()
    assert {phone.read(asked)["title"].split()[0] for asked in service.asked} == heard


async def test_what_was_taken_back_is_not_pushed(a_moot: Moot, service: Web) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await _subscribed(a_moot, service, anna, "mention", "favourite")
    post = await a_moot.post(anna, "mine")
    said = await a_moot.post(berta, "@anna hello")
    await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/favourite", berta)
    service.pages["/box"] = page("", status="503 Service Unavailable")
    await a_moot.run_jobs()
    tried = len(service.asked)
    await a_moot.ok("DELETE", f"/api/v1/statuses/{said['id']}", berta)
    await a_moot.ok("POST", f"/api/v1/statuses/{post['id']}/unfavourite", berta)
    service.pages["/box"] = page("", status="201 Created")
    a_moot.clock.advance(DAY)
    await a_moot.run_jobs()
    assert tried == 2
    assert len(service.asked) == tried


async def test_what_did_not_arrive_is_tried_again(a_moot: Moot, service: Web) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    phone = await _subscribed(a_moot, service, anna, "mention")
    service.pages["/box"] = page("", status="429 Too Many Requests")
    await a_moot.post(berta, "@anna hello")
    await a_moot.run_jobs()
    service.pages["/box"] = page("", status="201 Created")
    a_moot.clock.advance(60_000)
    await a_moot.run_jobs()
    assert [phone.read(asked)["body"] for asked in service.asked] == ["@anna hello"] * 2
    assert (await a_moot.call("GET", PATH, anna)).status_code == 200


async def test_a_service_that_keeps_us_waiting_is_left_alone_for_a_while(
    a_moot: Moot, service: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await _subscribed(a_moot, service, anna, "mention")
    asked = 0

    async def late(_: Outbound, __: object) -> Answer:
        nonlocal asked
        asked += 1
        raise OutboundError(Trouble.TIMEOUT)

    with monkeypatch.context() as patched:
        patched.setattr(Outbound, "ask", late)
        for number in range(5):
            await a_moot.post(berta, f"@anna {number}")
            await a_moot.run_jobs()
    assert asked == 1
    a_moot.clock.advance(2 * 60_000)
    await a_moot.run_jobs()
    assert len(service.asked) == 5


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "403 Forbidden"])
async def test_a_device_that_is_gone_is_forgotten(a_moot: Moot, service: Web, status: str) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await _subscribed(a_moot, service, anna, "mention")
    service.pages["/box"] = page("", status=status)
    await a_moot.post(berta, "@anna hello")
    await a_moot.run_jobs()
    assert (await a_moot.call("GET", PATH, anna)).status_code == 404


async def test_a_private_address_is_never_spoken_to(tmp_path: Path, database_url: str, service: Web) -> None:
    async with moot(tmp_path, database_url) as strict:
        anna, berta = await strict.member("anna"), await strict.member("berta")
        await _subscribed(strict, service, anna, "mention")
        await strict.post(berta, "@anna hello")
        await strict.run_jobs()
        assert service.asked == []
        assert (await strict.call("GET", PATH, anna)).status_code == 404


@pytest.mark.parametrize("column", ["disabled_at", "approved_at"])
async def test_who_may_not_act_is_not_pushed_to(a_moot: Moot, service: Web, column: str) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await _subscribed(a_moot, service, anna, "mention")
    await a_moot.post(berta, "@anna hello", visibility="direct")
    value = a_moot.clock() if column == "disabled_at" else None
    async with a_moot.ground.work() as work:
        await work.db.run(Sql(f"update local_user set {column} = $1 where account_id = $2"), value, anna.id)
    await a_moot.run_jobs()
    assert service.asked == []


async def test_who_was_suspended_is_not_pushed_to(a_moot: Moot, service: Web) -> None:
    anna, berta, mona = [await a_moot.member(name, role=role) for name, role in
                         (("anna", ""), ("berta", ""), ("mona", "moderator"))]  # fmt: skip
    await _subscribed(a_moot, service, anna, "mention")
    await a_moot.post(berta, "@anna hello", visibility="direct")
    await a_moot.ok("POST", f"/api/v1/admin/accounts/{anna.id}/action", mona, json={"type": "suspend"})
    await a_moot.run_jobs()
    assert service.asked == []


async def test_who_is_staff_no_longer_is_not_told_of_reports(a_moot: Moot, service: Web) -> None:
    anna, berta, mona = [await a_moot.member(name, role=role) for name, role in
                         (("anna", ""), ("berta", ""), ("mona", "moderator"))]  # fmt: skip
    await _subscribed(a_moot, service, mona, "admin.report")
    await a_moot.ok("POST", "/api/v1/reports", anna, json={"account_id": str(berta.id)})
    service.pages["/box"] = page("", status="503 Service Unavailable")
    await a_moot.run_jobs()
    assert len(service.asked) == 1
    async with a_moot.ground.work() as work:
        await auth.grant_role(work, mona.id, "", by=None)
    service.pages["/box"] = page("", status="201 Created")
    a_moot.clock.advance(60_000)
    await a_moot.run_jobs()
    assert len(service.asked) == 1


async def test_a_member_has_so_many_subscriptions_and_no_more(
    a_moot: Moot, service: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LIMIT", 2)
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    devices = []
    for _ in range(3):
        async with a_moot.ground.work() as work:
            _, token = await auth.issue_token(work, app_id=None, account_id=anna.id, scopes="push")
        devices.append(anna._replace(token=token))
        await _subscribed(a_moot, service, devices[-1], "mention")
    await _subscribed(a_moot, service, berta, "mention")
    assert [(await a_moot.call("GET", PATH, by)).status_code for by in (*devices, berta)] == [404, 200, 200, 200]


async def test_it_ends_with_its_token_and_keeps_no_secret_in_the_open(a_moot: Moot, service: Web) -> None:
    anna = await a_moot.member("anna")
    await _subscribed(a_moot, service, anna, "mention")
    rows = Sql("select endpoint, sealed_token from push_subscription")
    ((_, sealed),) = await a_moot.ground.db.reader.all(rows)
    assert anna.token not in sealed
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("delete from token where account_id = $1"), anna.id)
    assert await a_moot.ground.db.reader.all(rows) == []
