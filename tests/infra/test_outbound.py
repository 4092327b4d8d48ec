"""The way out: which addresses may be asked, and servers that mean harm."""

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from folkmoot.infra.boot import Consequences, Ground
from folkmoot.infra.config import Config, OutboundSettings, Place, Secrets, Site
from folkmoot.infra.http import Bounds, Outbound, OutboundError, Trouble, Wanted, client
from folkmoot.infra.http.addresses import is_public, may_reach, networks
from tests.support.web import Asked, Web, moved, page, web

LOOPBACK = ("127.0.0.0/8", "::1")
_V4 = st.ip_addresses(v=4)
_V6 = st.ip_addresses(v=6)
_SPECIAL = st.sampled_from(
    ("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.255.255", "192.168.0.1", "198.18.0.1",
     "224.0.0.1", "240.0.0.1", "255.255.255.255", "1.1.1.1", "8.8.8.8")
).map(IPv4Address)  # fmt: skip


def ground(tmp_path: Path, *private: str) -> Ground:
    config = replace(Config(), site=Site(url="http://moot.test"), outbound=OutboundSettings(private))
    return Ground(Place(tmp_path, config, Secrets(session_key="11" * 32, otp_key="22" * 32)), Consequences())


@pytest.fixture
def inside(tmp_path: Path) -> Outbound:
    """May speak to loopback."""
    return Outbound(ground(tmp_path, *LOOPBACK))


@pytest.fixture
def outside(tmp_path: Path) -> Outbound:
    return Outbound(ground(tmp_path))


@pytest.fixture
async def site() -> AsyncIterator[Web]:
    async with web() as running:
        yield running


def asks_nobody(way: Outbound) -> bool:
    """Say whether it remembers no host, as it does once all its requests are over."""
    return way._client is not None and way._client._hosts == {}


async def trouble(way: Outbound, url: str, **fields: Any) -> Trouble:
    with pytest.raises(OutboundError) as raised:
        await way.ask(Wanted(url, **fields))
    return raised.value.trouble


@given(address=_V4 | _V6 | _SPECIAL)
@example(address=IPv6Address("fe80::1%2"))
def test_what_the_standard_library_calls_special_is_refused(address: IPv4Address | IPv6Address) -> None:
    special = (
        address.is_private, address.is_loopback, address.is_link_local, address.is_multicast, address.is_reserved,
        address.is_unspecified, not address.is_global,
    )  # fmt: skip
    stands_for_another = any(address in network for network in networks(["64:ff9b::/96", "::ffff:0:0/96", "2002::/16"]))
    if any(special) and not stands_for_another:
        assert not is_public(address)


@given(plain=_V4 | _SPECIAL)
def test_an_address_is_judged_by_what_it_stands_for(plain: IPv4Address) -> None:
    number = int(plain)
    for dressed in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80 | 7):
        assert is_public(IPv6Address(dressed)) == is_public(plain)
    assert not is_public(IPv6Address(number))
    assert may_reach(IPv6Address(0xFFFF << 32 | number), networks([str(plain)]))


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450::1", "2002:0101:0101::1"])
def test_the_public_internet_may_be_asked(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "0x7f.1", "0", "localhost", "169.254.169.254",
     "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]",
     "[fd00::1]", "10.0.0.1", "192.168.1.1", "224.0.0.1", "127.0.0.1."],
)  # fmt: skip
async def test_nothing_private_is_reached_however_it_is_written(outside: Outbound, host: str) -> None:
    found = await trouble(outside, f"http://{host}/")
    assert found in {Trouble.FORBIDDEN_ADDRESS, Trouble.UNRESOLVED, Trouble.BAD_URL}


@pytest.mark.parametrize(
    "url",
    ["", "/", "ftp://example.com/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://", "http:///x", "javascript:1",
     "http://example.com@127.0.0.1/", "http://user:secret@example.com/", "http://a b/", "http://example.com:0/",
     "http://example.com:99999/", "http://[::1", "http://\x00/", "unix:///run/x.sock"],
)  # fmt: skip
async def test_what_is_no_address_of_the_web_is_refused(outside: Outbound, url: str) -> None:
    assert await trouble(outside, url) in {Trouble.BAD_URL, Trouble.UNRESOLVED}


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 8000])
async def test_only_the_ports_of_the_web_are_asked(outside: Outbound, port: int) -> None:
    assert await trouble(outside, f"http://1.1.1.1:{port}/") is Trouble.FORBIDDEN_ADDRESS


async def test_a_name_that_resolves_to_something_private_is_not_asked(
    outside: Outbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One private address among public ones is enough; and the name is looked up once, so it cannot change."""
    looked_up: list[str] = []

    async def resolve(host: str, port: int, **_: object) -> list[Any]:
        looked_up.append(host)
        return [(2, 1, 6, "", (address, port)) for address in ("1.1.1.1", "127.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    assert await trouble(outside, "http://rebinding.example/") is Trouble.FORBIDDEN_ADDRESS
    assert looked_up == ["rebinding.example"]


async def test_the_checked_address_is_the_one_that_is_asked(
    inside: Outbound, site: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port))]

    site.pages["/"] = page("hello")
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    answer = await inside.ask(Wanted(f"http://site.example:{site.port}/"))
    assert (answer.body, asked) == (b"hello", ["site.example"])
    assert site.asked[0].headers["host"] == f"site.example:{site.port}"
    assert site.asked[0].headers["user-agent"].endswith("(+http://moot.test)")


async def test_redirects_are_followed_and_each_is_judged(inside: Outbound, site: Web) -> None:
    site.pages |= {"/a": moved("/b"), "/b": moved(f"{site.base}/c"), "/c": page("there"), "/loop": moved("/loop")}
    answer = await inside.ask(Wanted(f"{site.base}/a"))
    assert (answer.body, answer.url) == (b"there", f"{site.base}/c")
    assert await trouble(inside, f"{site.base}/loop") is Trouble.TOO_MANY_REDIRECTS
    assert site.times("/loop") == Bounds().redirects + 1


@pytest.mark.parametrize(
    ("target", "expected"),
    [("http://169.254.169.254/latest", Trouble.FORBIDDEN_ADDRESS), ("http://10.0.0.1/", Trouble.FORBIDDEN_ADDRESS),
     ("http://[fd00::1]/", Trouble.FORBIDDEN_ADDRESS), ("file:///etc/passwd", Trouble.BAD_URL),
     ("http://user@1.1.1.1/", Trouble.BAD_URL), ("http://[::1", Trouble.BAD_URL),
     ("//2852039166/", Trouble.FORBIDDEN_ADDRESS)],
)  # fmt: skip
async def test_no_redirect_leads_into_the_house(inside: Outbound, site: Web, target: str, expected: Trouble) -> None:
    site.pages["/"] = moved(target)
    assert await trouble(inside, f"{site.base}/") is expected


async def test_no_cookie_is_kept_and_no_password_carried_along(inside: Outbound, site: Web) -> None:
    site.pages |= {
        "/a": page("", status="302 Found", Location="/b", Set_Cookie="spy=1; Path=/"),
        "/b": page("x", Set_Cookie="spy=2"),
    }
    await inside.ask(Wanted(f"{site.base}/a", headers={"Authorization": "Bearer secret"}))
    await inside.ask(Wanted(f"{site.base}/b"))
    assert not any("cookie" in asked.headers for asked in site.asked)
    assert ["authorization" in asked.headers for asked in site.asked] == [True, False, False]


async def _drip(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.005)


async def _silence(_: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def _endless(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
        await writer.drain()


async def _headers(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 90) for n in range(600)) + b"\r\n")
    await writer.drain()


async def _endless_headers(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X: " + b"y" * 8_000 + b"\r\n")
        await writer.drain()


async def _noise(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(bytes(range(256)) * 10 + b"\r\n\r\n")
    await writer.drain()


async def _cut(_: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    await writer.drain()


HARMFUL = {
    "a drop at a time": (_drip, Bounds(total=0.1), Trouble.TIMEOUT),
    "silence": (_silence, Bounds(read=0.05), Trouble.TIMEOUT),
    "no end": (_endless, Bounds(), Trouble.TOO_LARGE),
    "a large body told": (page(b"x" * 2_000), Bounds(body=1_000), Trouble.TOO_LARGE),
    "huge headers": (_headers, Bounds(), Trouble.TOO_LARGE),
    "headers without end": (_endless_headers, Bounds(), Trouble.MALFORMED),
    "noise": (_noise, Bounds(), Trouble.MALFORMED),
    "cut off": (_cut, Bounds(), Trouble.MALFORMED),
    "a bomb": (page(gzip.compress(bytes(1 << 26)), Content_Encoding="gzip"), Bounds(), Trouble.TOO_LARGE),
    "a bomb in a bomb": (
        page(gzip.compress(gzip.compress(bytes(1 << 26))), Content_Encoding="gzip, gzip"), Bounds(), Trouble.MALFORMED,
    ),
    "no gzip at all": (page(b"plain", Content_Encoding="gzip"), Bounds(), Trouble.MALFORMED),
    "an unasked encoding": (page(b"plain", Content_Encoding="br"), Bounds(), Trouble.MALFORMED),
}  # fmt: skip


@pytest.mark.parametrize("case", HARMFUL)
async def test_a_harmful_server_costs_little(inside: Outbound, case: str) -> None:
    behaviour, bounds, expected = HARMFUL[case]
    async with web() as site:
        site.pages["/"] = behaviour
        assert await trouble(inside, f"{site.base}/", bounds=bounds) is expected
    assert asks_nobody(inside)


async def test_what_is_compressed_is_read(inside: Outbound, site: Web) -> None:
    site.pages |= {
        "/gzip": page(gzip.compress(b"hello" * 1_000), Content_Encoding="gzip"),
        "/deflate": page(zlib.compress(b"hello" * 1_000), Content_Encoding="deflate"),
    }
    for path in site.pages:
        assert (await inside.ask(Wanted(site.base + path))).body == b"hello" * 1_000


async def test_only_wanted_types_are_read(inside: Outbound, site: Web) -> None:
    site.pages["/"] = page(b"MZ", "application/x-msdownload")
    html = frozenset(("text/html",))
    assert await trouble(inside, f"{site.base}/", types=html) is Trouble.WRONG_TYPE
    site.pages["/"] = page("gone", "application/x-anything", "410 Gone")
    assert (await inside.ask(Wanted(f"{site.base}/", types=html))).status == 410


async def test_one_host_is_asked_by_two_at_a_time(inside: Outbound, site: Web) -> None:
    under_way, most = 0, 0
    gate = asyncio.Event()

    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await gate.wait()
        under_way -= 1
        await page("x")(asked, writer)

    site.pages["/"] = slow
    asking = [asyncio.create_task(inside.ask(Wanted(f"{site.base}/"))) for _ in range(6)]
    while under_way < 2:
        await asyncio.sleep(0)
    gate.set()
    assert [answer.body for answer in await asyncio.gather(*asking)] == [b"x"] * 6
    assert most == 2
    assert asks_nobody(inside)


async def test_an_address_that_the_operator_wrote_may_be_private_but_not_send_us_on(
    outside: Outbound, site: Web
) -> None:
    site.pages |= {"/": page("hello"), "/away": moved("http://169.254.169.254/")}
    assert (await outside.ask(Wanted(f"{site.base}/", trusted=True))).body == b"hello"
    assert await trouble(outside, f"{site.base}/away", trusted=True) is Trouble.TOO_MANY_REDIRECTS


async def test_nobody_there(inside: Outbound) -> None:
    async with web() as site:
        base = site.base
    assert await trouble(inside, f"{base}/") is Trouble.UNREACHABLE
    assert OutboundError(Trouble.UNREACHABLE).transient
    assert not OutboundError(Trouble.FORBIDDEN_ADDRESS).transient


def _certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the side of a server called `name`, and that of a client who trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(Encoding.PEM)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "site.pem").write_bytes(secret + pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "site.pem")
    return server, ssl.create_default_context(cadata=pem.decode())


async def test_over_tls_the_name_must_be_the_one_that_was_asked_for(
    inside: Outbound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, trusting = _certificate(tmp_path, "site.example")

    async def resolve(host: str, port: int, **_: object) -> list[Any]:
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    async with web(server) as site:
        site.pages["/"] = page("hello")
        assert await trouble(inside, f"https://site.example:{site.port}/") is Trouble.UNREACHABLE
        monkeypatch.setattr(client, "_certificates", lambda: trusting)
        assert (await inside.ask(Wanted(f"https://site.example:{site.port}/"))).body == b"hello"
        assert await trouble(inside, f"https://other.example:{site.port}/") is Trouble.UNREACHABLE
        site.pages["/"] = moved(f"http://127.0.0.1:{site.port}/")
        assert await trouble(inside, f"https://site.example:{site.port}/") is Trouble.BAD_URL


async def test_another_address_is_tried_where_one_does_not_let_us_in(
    inside: Outbound, site: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolve(host: str, port: int, **_: object) -> list[Any]:
        return [(2, 1, 6, "", (address, port)) for address in ("127.0.0.9", "127.0.0.1")]

    site.pages["/"] = page("hello")
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    assert (await inside.ask(Wanted(f"http://site.example:{site.port}/"))).body == b"hello"


async def test_of_a_long_page_the_beginning_will_do(inside: Outbound, site: Web) -> None:
    site.pages |= {
        "/plain": page(b"x" * 5_000),
        "/gzip": page(gzip.compress(bytes(1 << 22)), Content_Encoding="gzip"),
        "/endless": _endless,
    }
    for path in site.pages:
        answer = await inside.ask(Wanted(site.base + path, cut=True, bounds=Bounds(body=1_000)))
        assert len(answer.body) == 1_000
