"""What reaches Mastodon.py by itself: streams, several at once, and what is pushed."""

import asyncio
import queue
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple

import pytest
from mastodon import Mastodon, StreamListener

from folkmoot.features import announcements
from folkmoot.streaming import hub
from tests.support.moot import Moot
from tests.support.streams import PATIENCE
from tests.support.web import Web, page, web


class Listener(StreamListener):
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: queue.Queue[tuple[str, Any]] = queue.Queue()

    def on_any_event(self, name: str, data: Any = None, for_stream: str | None = None) -> None:  # noqa: ARG002
        self.heard.put((name, data))

    def on_abort(self, err: Exception) -> None:
        """The test ends the streams while they are read."""

    def wait(self, name: str, test: Callable[[Any], bool] = lambda _: True) -> Any:
        """The next event of a name that passes the test."""
        until = time.monotonic() + PATIENCE
        while True:
            said, data = self.heard.get(timeout=max(0.01, until - time.monotonic()))
            if said == name and test(data):
                return data


@pytest.fixture
async def service() -> AsyncIterator[Web]:
    async with web() as running:
        running.pages["/box"] = page("", status="201 Created")
        yield running


async def _heeded(served: Moot, streams: int) -> None:
    """Wait until so many streams are listened to."""
    all_of_them = served.ground.one(hub.Hub)
    async with asyncio.timeout(PATIENCE):
        while sum(len(listener.channels) for listener in all_of_them.listeners) < streams:
            await asyncio.sleep(0.01)


class Ears(NamedTuple):
    """Listeners by what they listen to, and the connections that end with the test."""

    by_name: dict[str, Listener]
    handles: list[Any]


def _listen(anna: Mastodon, crew: Any, way: str) -> Ears:
    """Open seven streams, each as events over a connection of its own or all of them over one WebSocket."""
    ears = {name: Listener() for name in ("user", "notifications", "public", "local", "hashtag", "list", "direct")}
    opening: Any = anna.stream_open_websocket
    socket = opening() if way == "socket" else None
    how: dict[str, Any] = {"run_async": True} if socket is None else {"websocket_handle": socket}
    handles = [
        anna.stream_user(ears["user"], **how),
        anna.stream_user_notifications(ears["notifications"], **how),
        anna.stream_public(ears["public"], **how),
        anna.stream_local(ears["local"], **how),
        anna.stream_hashtag("foghorn", ears["hashtag"], **how),
        anna.stream_list(crew, ears["list"], **how),
        anna.stream_direct(ears["direct"], **how),
    ]
    return Ears(ears, [socket] if socket else handles)


def _hear(anna: Mastodon, berta: Mastodon, ears: dict[str, Listener]) -> None:
    called = berta.status_post("@anna the #foghorn")
    for name in ("user", "public", "local", "hashtag", "list"):
        assert ears[name].wait("update").id == called.id
    for name in ("user", "notifications"):
        assert ears[name].wait("notification").status.id == called.id
    berta.status_update(called.id, "the #foghorn again")
    assert "again" in ears["user"].wait("status.update").content
    berta.status_delete(called.id)
    assert str(ears["public"].wait("delete")) == str(called.id)
    berta.status_post("@anna hush", visibility="direct")
    assert "hush" in ears["direct"].wait("conversation").last_status.content
    anna.create_filter_v2("Storms", ["home"], "warn")
    ears["user"].wait("filters_changed")


def _react(anna: Mastodon, berta: Mastodon, ears: dict[str, Listener]) -> None:
    told = ears["user"].wait("announcement")
    assert told.content == "<p>We sail at noon</p>"
    berta.announcement_reaction_create(told.id, "⛵")
    assert ears["user"].wait("announcement.reaction").name == "⛵"
    assert [one.name for one in anna.announcements()[0].reactions] == ["⛵"]
    berta.announcement_reaction_delete(told.id, "⛵")
    anna.announcement_dismiss(told.id)
    assert anna.announcements()[0].read


@pytest.mark.parametrize("way", ["events", "socket"])
async def test_several_streams_at_once(served: Moot, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "THUMP_SECONDS", 0.1)  # what closes a stream of events waits for the next of its bytes
    if way == "socket":
        pytest.importorskip("websocket", reason="Mastodon.py needs websocket-client for WebSockets")
    served.ground.runner.start()
    url = served.ground.config.site.url
    members = [await served.member("anna"), await served.member("berta")]
    anna, berta = (Mastodon(access_token=member.token, api_base_url=url) for member in members)
    crew = await asyncio.to_thread(anna.list_create, "Crew")
    await asyncio.to_thread(anna.account_follow, members[1].id)
    await asyncio.to_thread(anna.list_accounts_add, crew, [members[1].id])
    assert await asyncio.to_thread(anna.stream_healthy)
    ears, handles = await asyncio.to_thread(_listen, anna, crew, way)
    try:
        await _heeded(served, len(ears))
        await asyncio.to_thread(_hear, anna, berta, ears)
        async with served.ground.work() as work:
            await announcements.publish(work, announcements.Words("We sail at noon"))
        await asyncio.to_thread(_react, anna, berta, ears)
    finally:
        for handle in handles:
            await asyncio.to_thread(handle.close)


async def test_what_is_pushed_is_decrypted(served: Moot, service: Web) -> None:
    served.ground.runner.start()
    url = served.ground.config.site.url
    members = [await served.member("anna"), await served.member("berta")]
    anna, berta = (Mastodon(access_token=member.token, api_base_url=url) for member in members)
    private, public = anna.push_subscription_generate_keys()

    def subscribe() -> None:
        made = anna.push_subscription_set(f"{service.base}/box", public, follow_events=True, policy="all")
        assert (made.endpoint, made.alerts.follow) == (f"{service.base}/box", True)
        changed = anna.push_subscription_update(mention_events=True, follow_events=False)
        assert (changed.alerts.mention, changed.alerts.follow) == (True, False)
        assert anna.push_subscription().id == made.id
        berta.status_post("@anna ahoy")

    await asyncio.to_thread(subscribe)
    async with asyncio.timeout(PATIENCE):
        while not service.asked:
            await asyncio.sleep(0.01)
    sent = service.asked[0]
    keys = sent.headers["encryption"], sent.headers["crypto-key"]
    read = anna.push_subscription_decrypt_push(sent.body, private, *keys)
    assert (read.notification_type, read.preferred_locale) == ("mention", "en")
    assert "ahoy" in read.body
    await asyncio.to_thread(anna.push_subscription_delete)
