"""Streams over real sockets of real servers: two processes over one database, and clients that nobody here wrote."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx2
import msgspec
import pytest
from mastodon import Mastodon, StreamListener
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from folkmoot.features import accounts, auth, relations
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.wiring import CONSEQUENCES
from tests.support import postgres
from tests.support.server import Server, run
from tests.support.streams import PATIENCE


class Community(NamedTuple):
    """Two servers over one database, and the tokens of two members, of whom berta follows anna."""

    posting: Server
    streaming: Server
    folder: Path
    anna: str
    berta: str


@asynccontextmanager
async def _ground(folder: Path) -> AsyncIterator[Ground]:
    """The data of the servers, as an operator's command would open it."""
    ground = Ground(config.load(folder), CONSEQUENCES)
    await ground.start()
    try:
        yield ground
    finally:
        await ground.stop()


async def _token(ground: Ground, account_id: int) -> str:
    async with ground.work() as work:
        return (await auth.issue_token(work, app_id=None, account_id=account_id, scopes="read write follow"))[1]


async def _members(folder: Path) -> tuple[str, str]:
    async with _ground(folder) as ground:
        ids = []
        async with ground.work() as work:
            for name in ("anna", "berta"):
                account = await accounts.open_account(work, name)
                await auth.open_user(
                    work, account.id, email=f"{name}@example.org", password_hash="x", confirmed=True, approved=True
                )
                ids.append(account)
            await relations.follow(work, ids[1].id, ids[0], relations.FollowOptions())
        return await _token(ground, ids[0].id), await _token(ground, ids[1].id)


@contextlib.contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield "sqlite:///folkmoot.db"
        return
    try:
        with postgres.running() as url:
            yield url
    except postgres.NoPostgresError as error:
        pytest.skip(f"no PostgreSQL here: {error}")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def community(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Community]:
    folder = tmp_path_factory.mktemp("streams") / "data"
    with _database(request.param) as url:
        servers = Server(folder, workers=1), Server(folder, workers=1)
        run(folder, "init", "--database", url, "--url", servers[1].url)
        tokens = asyncio.run(_members(folder))
        try:
            for server in servers:
                server.start()
            yield Community(*servers, folder, *tokens)
        finally:
            for server in servers:
                server.kill()


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _post(community: Community, text: str) -> dict[str, Any]:
    """Let anna post at the server that streams nothing."""
    with community.posting.call("POST", "/api/v1/statuses", community.anna, {"status": text}) as answer:
        status: dict[str, Any] = msgspec.json.decode(answer.read())
        return status


def _address(community: Community, query: str = "") -> str:
    return community.streaming.url.replace("http", "ws", 1) + f"/api/v1/streaming{query}"


async def _event(line: ClientConnection) -> tuple[list[str], str, Any]:
    async with asyncio.timeout(PATIENCE):
        message = msgspec.json.decode(await line.recv())
    return message["stream"], message["event"], msgspec.json.decode(message["payload"])


@pytest.mark.parametrize("way", ["header", "query", "protocol"])
async def test_what_one_process_publishes_another_streams(community: Community, way: str) -> None:
    query = f"&access_token={community.berta}" if way == "query" else ""
    headers = _bearer(community.berta) if way == "header" else {}
    protocols = [Subprotocol(community.berta)] if way == "protocol" else None
    address = _address(community, f"?stream=user{query}")
    async with connect(address, additional_headers=headers, subprotocols=protocols) as line:
        assert line.subprotocol == (community.berta if way == "protocol" else None)
        posted = await asyncio.to_thread(_post, community, f"by {way}")
        stream, name, status = await _event(line)
        assert (stream, name, status["id"]) == (["user"], "update", posted["id"])


async def test_a_bad_token_opens_nothing(community: Community) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(_address(community), additional_headers=_bearer("guessed"))
    assert refused.value.response.status_code == 401
    assert "error" in msgspec.json.decode(refused.value.response.body or b"")


async def test_a_revoked_token_ends_the_socket(community: Community) -> None:
    async with _ground(community.folder) as ground:
        token = await _token(ground, (await auth.authenticate(ground, community.berta)).require_active())
        async with connect(_address(community, "?stream=user"), additional_headers=_bearer(token)) as line:
            async with ground.work() as work:
                await auth.revoke_token(work, token)
            with pytest.raises(ConnectionClosed) as closed:
                await _event(line)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


class _HeardError(Exception):
    """The way out of Mastodon.py's loop."""


class _Listener(StreamListener):
    """What Mastodon.py calls for what it hears."""

    def __init__(self) -> None:
        self.alive = threading.Event()

    def handle_heartbeat(self) -> None:
        self.alive.set()

    def on_update(self, status: Any) -> None:
        raise _HeardError(str(status.id))


async def test_mastodon_py_streams_a_home(community: Community) -> None:
    api = Mastodon(access_token=community.berta, api_base_url=community.streaming.url)
    listener = _Listener()
    listening = asyncio.create_task(asyncio.to_thread(api.stream_user, listener))
    assert await asyncio.to_thread(listener.alive.wait, PATIENCE)
    posted = await asyncio.to_thread(_post, community, "for an app")
    with pytest.raises(_HeardError, match=posted["id"]):
        await listening


TAGS = 25
POSTS = 150
"""Each is sent to the slow one once for each tag: some ten megabytes, more than what sockets and queues hold."""


def _begin(community: Community, token: str) -> socket.socket:
    """Open a WebSocket by hand that listens to TAGS tags and does not read."""
    at = urlsplit(community.streaming.url)
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    line.settimeout(PATIENCE)
    line.connect((at.hostname, at.port))
    line.sendall(
        f"GET /api/v1/streaming?stream=public HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
    )
    assert line.recv(12) == b"HTTP/1.1 101"
    for number in range(TAGS):
        message = msgspec.json.encode({"type": "subscribe", "stream": "hashtag", "tag": f"t{number}"})
        line.sendall(bytes([0x81, 0x80 | len(message), 0, 0, 0, 0]) + message)
    return line


def _read_to_the_end(line: socket.socket) -> bool:
    """Read what the server left behind; True once it ended the connection."""
    with contextlib.suppress(ConnectionResetError):
        while line.recv(1 << 16):
            pass
    return True


async def test_a_slow_reader_is_cut_off_and_nobody_waits_for_it(community: Community) -> None:
    slow = await asyncio.to_thread(_begin, community, community.berta)
    headers = _bearer(community.berta)
    words = " ".join(f"#t{number}" for number in range(TAGS)) + " "
    with contextlib.closing(slow):
        async with connect(_address(community, "?stream=user"), additional_headers=headers) as line:
            for number in range(POSTS):
                posted = await asyncio.to_thread(_post, community, f"{number} {words}{'x' * 350}")
                assert (await _event(line))[2]["id"] == posted["id"]
        assert await asyncio.to_thread(_read_to_the_end, slow)


async def test_a_server_that_stops_lets_every_stream_go(community: Community) -> None:
    server = Server(community.folder, workers=1)
    server.start()
    address = server.url.replace("http", "ws", 1) + "/api/v1/streaming?stream=user"
    headers = _bearer(community.berta)
    try:
        async with server.client() as http, connect(address, additional_headers=headers) as line:
            async with http.stream("GET", "/api/v1/streaming/public", headers=headers) as answer:
                pieces = answer.aiter_text()
                assert await anext(pieces) == ":thump\n"
                await asyncio.to_thread(server.stop)
                with pytest.raises((httpx2.RemoteProtocolError, httpx2.ReadError, StopAsyncIteration)):
                    await anext(pieces)
            with pytest.raises(ConnectionClosed) as closed:
                await _event(line)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
    finally:
        server.kill()
