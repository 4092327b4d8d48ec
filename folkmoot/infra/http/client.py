"""Asking other servers: one request at a time and host by host, each redirect judged like the first address."""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urljoin

import httpx2
from msgspec.structs import replace

from folkmoot.infra.boot import Ground
from folkmoot.infra.http.addresses import WEB_PORTS, may_reach, networks
from folkmoot.infra.http.errors import OutboundError, Trouble
from folkmoot.infra.http.types import Answer, Wanted

PER_HOST = 2
"""Requests to one host that are under way at once."""
AT_ONCE = 16
"""Requests to all hosts together."""
TRIED = 3
"""Addresses of one name that are tried until one lets us in."""

_MOVED = frozenset((301, 302, 303, 307, 308))
_KEEPS_METHOD = frozenset((307, 308))
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class _Place(NamedTuple):
    """Where a request goes: the URL with each checked address in it, and the name that was asked for."""

    urls: list[httpx2.URL]
    host: str
    authority: str


class Client:
    """One per process. Keeps no cookies, no connections and no proxies of the environment."""

    def __init__(self, ground: Ground) -> None:
        self._allowed = networks(ground.config.outbound.private_networks)
        self._agent = f"Folkmoot/{version('folkmoot')} (+{ground.config.site.url})"
        self._all = asyncio.Semaphore(AT_ONCE)
        self._hosts: dict[str, tuple[asyncio.Semaphore, int]] = {}

    async def ask(self, wanted: Wanted) -> Answer:
        """Do what `Outbound.ask` promises."""
        try:
            async with asyncio.timeout(wanted.bounds.total):
                return await self._follow(wanted)
        except TimeoutError as error:
            raise OutboundError(Trouble.TIMEOUT, "it took too long altogether") from error

    async def _follow(self, wanted: Wanted) -> Answer:
        for _ in range(wanted.bounds.redirects + 1):
            place = await self._resolve(wanted)
            async with self._turn(place.host):
                answer = await self._let_in(wanted, place)
            target = answer.headers.get("location", "")
            if answer.status not in _MOVED or not target:
                return answer
            if wanted.trusted:
                raise OutboundError(Trouble.TOO_MANY_REDIRECTS, "a configured address must answer itself")
            wanted = _moved(wanted, answer.status, target)
        raise OutboundError(Trouble.TOO_MANY_REDIRECTS)

    async def _resolve(self, wanted: Wanted) -> _Place:
        """Return where to connect; every address of the name must be one that we may speak to."""
        url = _url_of(wanted.url)
        port, host = url.port or (443 if url.scheme == "https" else 80), url.raw_host.decode("ascii")
        try:
            found = await asyncio.wait_for(
                asyncio.get_running_loop().getaddrinfo(host, port, proto=6), wanted.bounds.connect
            )
        except TimeoutError as error:
            raise OutboundError(Trouble.TIMEOUT, "the name did not resolve in time") from error
        except (OSError, UnicodeError) as error:
            raise OutboundError(Trouble.UNRESOLVED, type(error).__name__) from error
        addresses = [ip_address(entry[4][0]) for entry in found]
        if not wanted.trusted:
            for address in addresses:
                within = any(address in network for network in self._allowed)
                if not may_reach(address, self._allowed) or not (within or port in WEB_PORTS):
                    raise OutboundError(Trouble.FORBIDDEN_ADDRESS, f"{address} port {port}")
        if not addresses:
            raise OutboundError(Trouble.UNRESOLVED)
        urls = [url.copy_with(host=str(address)) for address in addresses[:TRIED]]
        return _Place(urls, host, url.netloc.decode("ascii"))

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait until this host is asked by few enough of us; a host nobody asks is forgotten."""
        turn, waiting = self._hosts.get(host, (asyncio.Semaphore(PER_HOST), 0))
        self._hosts[host] = (turn, waiting + 1)
        try:
            async with turn, self._all:  # in this order: who waits for a slow host takes no place of others
                yield
        finally:
            turn, waiting = self._hosts[host]
            if waiting > 1:
                self._hosts[host] = (turn, waiting - 1)
            else:
                del self._hosts[host]

    async def _let_in(self, wanted: Wanted, place: _Place) -> Answer:
        """Return the answer of the first address that lets us in."""
        for url in place.urls[:-1]:
            try:
                return await self._one(wanted, place, url)
            except OutboundError as error:
                if not isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout):
                    raise
        return await self._one(wanted, place, place.urls[-1])

    async def _one(self, wanted: Wanted, place: _Place, url: httpx2.URL) -> Answer:
        bounds = wanted.bounds
        headers = {
            "User-Agent": self._agent,
            "Accept-Encoding": "gzip",
            **wanted.headers,
            "Host": place.authority,
            "Connection": "close",
        }
        times = {"connect": bounds.connect, "read": bounds.read, "write": bounds.read, "pool": bounds.connect}
        request = httpx2.Request(
            wanted.method,
            url,
            headers=headers,
            content=wanted.content or None,
            extensions={"timeout": times, "sni_hostname": place.host},
        )
        try:
            async with httpx2.AsyncHTTPTransport(verify=_certificates(), trust_env=False) as transport:
                response = await transport.handle_async_request(request)
                try:
                    return await _read(response, wanted)
                finally:
                    await response.aclose()
        except httpx2.TimeoutException as error:
            raise OutboundError(Trouble.TIMEOUT, type(error).__name__) from error
        except httpx2.ProtocolError as error:
            raise OutboundError(Trouble.MALFORMED, type(error).__name__) from error
        except (httpx2.TransportError, OSError) as error:
            raise OutboundError(Trouble.UNREACHABLE, type(error).__name__) from error


@cache
def _certificates() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


def _url_of(text: str) -> httpx2.URL:
    """Return a URL that may be asked for: of the web, with a host, and without a name and password."""
    try:
        url = httpx2.URL(text)
        port = url.port
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise OutboundError(Trouble.BAD_URL, type(error).__name__) from error
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo or port == 0:
        raise OutboundError(Trouble.BAD_URL)
    return url.copy_with(fragment=None)


def _moved(wanted: Wanted, status: int, target: str) -> Wanted:
    """Return the request to make where an answer sends us; what was meant for one host is not told to another."""
    try:
        url = urljoin(wanted.url, target)
    except ValueError as error:
        raise OutboundError(Trouble.BAD_URL, "a redirect to nowhere") from error
    if _url_of(wanted.url).scheme == "https" and _url_of(url).scheme != "https":
        raise OutboundError(Trouble.BAD_URL, "a redirect from https to http")
    wanted = replace(wanted, url=url, headers={k: v for k, v in wanted.headers.items() if k.lower() != "authorization"})
    return wanted if status in _KEEPS_METHOD else replace(wanted, method="GET", content=b"")


async def _read(response: httpx2.Response, wanted: Wanted) -> Answer:
    bounds = wanted.bounds
    if sum(len(name) + len(value) for name, value in response.headers.raw) > bounds.head:
        raise OutboundError(Trouble.TOO_LARGE, "headers")
    headers = {name.lower(): value for name, value in response.headers.items()}
    answer = Answer(response.status_code, wanted.url, headers, b"")
    if response.status_code in _MOVED and "location" in headers:
        return answer
    if answer.ok and wanted.types and answer.media_type not in wanted.types:
        raise OutboundError(Trouble.WRONG_TYPE, answer.media_type[:100])
    return replace(answer, body=await _body(response, headers, bounds.body, cut=wanted.cut))


async def _body(response: httpx2.Response, headers: dict[str, str], most: int, *, cut: bool) -> bytes:
    """Return the decoded body; reading stops where it has more than `most` bytes, on the wire or decoded."""
    length = headers.get("content-length", "")
    if length.isdigit() and not cut and (len(length) > 18 or int(length) > most):
        raise OutboundError(Trouble.TOO_LARGE, "body")
    decoder = _decoder(headers.get("content-encoding", ""))
    body, on_wire = bytearray(), 0
    async for chunk in response.aiter_raw():
        on_wire += len(chunk)
        body += chunk if decoder is None else _inflated(decoder, chunk, most + 1 - len(body))
        if len(body) > most or on_wire > most:
            if cut:
                return bytes(body[:most])
            raise OutboundError(Trouble.TOO_LARGE, "body")
    return bytes(body)


def _decoder(encoding: str) -> "zlib._Decompress | None":
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        return None
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(_GZIP_OR_ZLIB)
    raise OutboundError(Trouble.MALFORMED, "an encoding that was not asked for")


def _inflated(decoder: "zlib._Decompress", chunk: bytes, most: int) -> bytes:
    """Return at most `most` decoded bytes: a small file cannot become an endless one in memory."""
    try:
        return decoder.decompress(chunk, most)
    except zlib.error as error:
        raise OutboundError(Trouble.MALFORMED, "compressed wrongly") from error
