"""The pages as an app: its manifest, its worker, and messages to a browser in which somebody is signed in."""

import json
import re
import struct
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from folkmoot.features import auth
from folkmoot.formats.webpush import CURVE, b64, point_of
from folkmoot.infra.config import LimitsSettings, OutboundSettings, Site
from folkmoot.infra.db import Sql
from folkmoot.interfaces.web.preferences.push import TESTS
from tests.support.browser import Browser, browser_of
from tests.support.moot import BASE, Member, Moot, moot
from tests.support.pressing import at_our_pages
from tests.support.web import Asked, Web, page, web

PUSH = "/settings/push"
ROWS = Sql("select account_id, session_id, endpoint, sealed_token from push_subscription")


@pytest.fixture
async def a_moot(tmp_path: Path, database_url: str) -> AsyncIterator[Moot]:
    """A community that may speak to loopback, where the push service of the test listens, and keeps its limits."""
    site = Site(url=BASE, title="Ring & <Rest>", registrations="open")
    outbound, limits = OutboundSettings(private_networks=("127.0.0.0/8",)), LimitsSettings(enabled=True)
    async with moot(tmp_path, database_url, site=site, outbound=outbound, limits=limits) as running:
        yield running


@pytest.fixture
async def service() -> AsyncIterator[Web]:
    async with web() as running:
        running.pages["/box"] = page("", status="201 Created")
        yield running


class Device(NamedTuple):
    """A browser's own keys; what it is sent it decrypts with a library that others wrote."""

    key: ec.EllipticCurvePrivateKey
    auth: bytes

    def asking(self, endpoint: str) -> dict[str, str]:
        return {"endpoint": endpoint, "public_key": b64(point_of(self.key)), "auth_secret": b64(self.auth)}

    def read(self, asked: Asked) -> dict[str, Any]:
        text = http_ece.decrypt(asked.body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        read: dict[str, Any] = json.loads(text)
        return read


async def turned_on(a_moot: Moot, service: Web, browser: Browser, *kinds: str, sender: str = "all") -> Device:
    made = Device(ec.generate_private_key(CURVE), b"0123456789abcdef")
    await browser.open(PUSH)
    csrf = re.findall(r'name="csrf" value="(\w+)"', browser.text)[0]
    body = {"csrf": csrf, "from": sender, "kind": list(kinds), **made.asking(f"{service.base}/box")}
    await browser._take(await browser._http.post(f"{PUSH}/subscription", data=body))
    return made


async def test_the_manifest_says_what_the_app_is(a_moot: Moot) -> None:
    answer = await a_moot.http.get("/manifest.webmanifest?in=de")
    assert answer.headers["content-type"] == "application/manifest+json"
    told = answer.json()
    assert (told["name"], told["start_url"], told["display"], told["lang"]) == (
        "Ring & <Rest>", "/home", "standalone", "de",
    )  # fmt: skip
    assert [each["name"] for each in told["shortcuts"]] == ["Schreiben", "Mitteilungen"]
    assert told["share_target"]["action"] == "/compose"
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        picture = (await a_moot.http.get(icon["src"])).content
        width, height = struct.unpack(">II", picture[16:24])
        assert (picture[:8], f"{width}x{height}") == (b"\x89PNG\r\n\x1a\n", icon["sizes"])


async def test_every_page_names_the_manifest_and_its_colours(a_moot: Moot) -> None:
    told = (await a_moot.http.get("/manifest.webmanifest")).json()
    for path in ("/", "/local", "/auth/sign_in"):
        text = (await a_moot.http.get(path)).text
        assert '<link rel="manifest" href="/manifest.webmanifest?in=en">' in text
        assert '<link rel="apple-touch-icon" href="/static/' in text
        assert text.count('<meta name="theme-color"') == 2
        assert f'content="{told["theme_color"]}" media="(prefers-color-scheme: light)"' in text


async def test_the_worker_stands_at_the_root_and_knows_the_place(a_moot: Moot) -> None:
    answer = await a_moot.http.get("/sw.js?in=de")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" not in answer.headers["cache-control"]
    first, _, rest = answer.text.partition("\n")
    place = json.loads(first.removeprefix("const PLACE = ").removesuffix(";"))
    assert place["nothing"] == "Es gibt etwas Neues für dich."
    assert place["title"] == "Ring & <Rest>"
    assert "showNotification" in rest
    for path in (place["icon"], place["badge"], place["offline"]):
        assert (await a_moot.http.get(path)).status_code == 200


async def test_the_page_for_no_network_says_nothing_of_who_reads_it(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    browser = await at_our_pages(a_moot, anna)
    mine = (await browser.open("/offline?in=en")).text
    assert mine == (await a_moot.http.get("/offline?in=en")).text
    assert "csrf" not in mine
    assert "Keine Verbindung" in (await browser.open("/offline?in=de")).text


async def test_a_browser_is_told_in_the_language_of_its_member(a_moot: Moot, service: Web) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    browser = await at_our_pages(a_moot, anna)
    await (await browser.open("/settings")).send("/settings/language", language="de")
    device = await turned_on(a_moot, service, browser, "mention", "follow")
    assert "Bescheid" in browser.text
    post = await a_moot.post(berta, "@anna come and see", visibility="direct", spoiler_text="a surprise")
    await a_moot.run_jobs()
    (asked,) = service.asked
    told = device.read(asked)
    (notification,) = await a_moot.ok("GET", "/api/v1/notifications", anna)
    assert (told["title"], told["body"]) == ("berta hat dich erwähnt", "a surprise")
    assert told["url"] == f"/@berta/{post['id']}"
    assert told["tag"] == notification["id"]
    assert told["icon"].startswith(BASE)
    assert "access_token" not in told
    assert asked.headers["content-encoding"] == "aes128gcm"
    assert asked.headers["authorization"].startswith("vapid ")
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", berta)
    await a_moot.run_jobs()
    assert device.read(service.asked[1])["url"] == "/@berta"


async def test_kinds_and_senders_are_chosen(a_moot: Moot, service: Web) -> None:
    anna, berta, carla = [await a_moot.member(name) for name in ("anna", "berta", "carla")]
    browser = await at_our_pages(a_moot, anna)
    await turned_on(a_moot, service, browser, "follow", sender="followed")
    await a_moot.ok("POST", f"/api/v1/accounts/{berta.id}/follow", anna)
    for by in (berta, carla):
        await a_moot.post(by, "@anna hello")
        await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", by)
    await a_moot.run_jobs()
    assert len(service.asked) == 1
    await browser.open(PUSH)
    assert 'value="followed" selected' in browser.text
    assert re.findall(r'value="(\w+)" checked', browser.text) == ["follow"]
    csrf = re.findall(r'name="csrf" value="(\w+)"', browser.text)[0]
    await browser._take(
        await browser._http.post(PUSH, data={"csrf": csrf, "from": "all", "kind": ["mention", "poll", "nonsense"]})
    )
    assert re.findall(r'value="(\w+)" checked', browser.text) == ["mention", "poll"]
    await a_moot.post(carla, "@anna once more")
    await a_moot.run_jobs()
    assert len(service.asked) == 2
    await browser.post(PUSH, {"csrf": csrf, "from": "strangers"})
    assert browser.status == 400


async def test_a_test_message_arrives_but_not_without_end(a_moot: Moot, service: Web) -> None:
    browser = await at_our_pages(a_moot, await a_moot.member("anna"))
    device = await turned_on(a_moot, service, browser, "mention")
    for _ in range(TESTS):
        await browser.open(PUSH)
        await browser.send(f"{PUSH}/test")
        assert "on its way" in browser.text
    await a_moot.run_jobs()
    assert len(service.asked) == TESTS
    told = device.read(service.asked[0])
    assert (told["title"], told["url"]) == ("It works", "/notifications")
    await browser.open(PUSH)
    await browser.send(f"{PUSH}/test")
    assert browser.status == 429


async def test_it_ends_when_it_is_turned_off_or_refused_by_the_service(a_moot: Moot, service: Web) -> None:
    browser = await at_our_pages(a_moot, await a_moot.member("anna"))
    await turned_on(a_moot, service, browser, "mention")
    await browser.open(PUSH)
    await browser.send(f"{PUSH}/off")
    assert await a_moot.ground.db.reader.all(ROWS) == []
    assert browser.has_form(f"{PUSH}/subscription")
    service.pages["/box"] = page("", status="410 Gone")
    await turned_on(a_moot, service, browser, "mention")
    await browser.open(PUSH)
    await browser.send(f"{PUSH}/test")
    await a_moot.run_jobs()
    assert await a_moot.ground.db.reader.all(ROWS) == []
    csrf = re.findall(r'name="csrf" value="(\w+)"', browser.text)[0]
    await browser.post(f"{PUSH}/test", {"csrf": csrf})
    assert browser.status == 404


async def test_it_belongs_to_one_session_and_ends_with_it(a_moot: Moot, service: Web) -> None:
    anna = await a_moot.member("anna")
    here, there = await at_our_pages(a_moot, anna), await at_our_pages(a_moot, anna)
    for browser in (here, there, there):
        await turned_on(a_moot, service, browser, "mention")
    rows = await a_moot.ground.db.reader.all(ROWS)
    assert len({row[1] for row in rows}) == len(rows) == 2
    assert [row[3] for row in rows] == ["", ""]
    await here.open("/settings")
    await here.send("/auth/sign_out")
    assert len(await a_moot.ground.db.reader.all(ROWS)) == 1
    async with a_moot.ground.work() as work:
        await auth.end_sessions(work, anna.id)
    assert await a_moot.ground.db.reader.all(ROWS) == []
    await a_moot.post(await a_moot.member("berta"), "@anna hello")
    await a_moot.run_jobs()
    assert service.asked == []


async def test_an_app_and_a_browser_are_told_side_by_side(a_moot: Moot, service: Web) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    browser = await at_our_pages(a_moot, anna)
    device = await turned_on(a_moot, service, browser, "mention")
    phone = Device(ec.generate_private_key(CURVE), b"fedcba9876543210")
    await _app_subscribes(a_moot, service, anna, phone)
    await a_moot.post(berta, "@anna hello")
    await a_moot.run_jobs()
    assert len(service.asked) == 2
    read = [_by_either(asked, device, phone) for asked in service.asked]
    assert sorted("access_token" in told for told in read) == [False, True]
    assert {told["title"] for told in read} == {"berta mentioned you"}


async def _app_subscribes(a_moot: Moot, service: Web, anna: Member, phone: Device) -> None:
    asked = phone.asking(f"{service.base}/box")
    keys = {"p256dh": asked["public_key"], "auth": asked["auth_secret"]}
    body = {
        "subscription": {"endpoint": asked["endpoint"], "keys": keys, "standard": True},
        "data": {"alerts": {"mention": True}},
    }
    await a_moot.ok("POST", "/api/v1/push/subscription", anna, json=body)


def _by_either(asked: Asked, *devices: Device) -> dict[str, Any]:
    for device in devices:
        try:
            return device.read(asked)
        except http_ece.ECEException:
            continue
    raise AssertionError("nobody can read it")


@pytest.mark.parametrize(
    "change", [{"endpoint": "nowhere"}, {"endpoint": ""}, {"public_key": "AAAA"}, {"auth_secret": "A"}]
)
async def test_what_is_no_place_to_send_to_is_refused(a_moot: Moot, service: Web, change: dict[str, str]) -> None:
    browser = await at_our_pages(a_moot, await a_moot.member("anna"))
    await browser.open(PUSH)
    device = Device(ec.generate_private_key(CURVE), b"0123456789abcdef")
    await browser.send(f"{PUSH}/subscription", **{**device.asking(f"{service.base}/box"), "from": "all", **change})
    assert browser.status == 400
    assert await a_moot.ground.db.reader.all(ROWS) == []


async def test_what_is_for_staff_is_offered_to_staff(a_moot: Moot) -> None:
    owner, anna = await a_moot.member("olga", role="owner"), await a_moot.member("anna")
    assert "admin.report" in (await (await at_our_pages(a_moot, owner)).open(PUSH)).text
    assert "admin.report" not in (await (await at_our_pages(a_moot, anna)).open(PUSH)).text


async def test_a_stranger_signs_in_first(a_moot: Moot) -> None:
    browser = await browser_of(a_moot.http).open(PUSH)
    assert "/auth/sign_in" in browser.url
