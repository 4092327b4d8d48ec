"""All who listen in this process, and the task that brings them the news while there are any."""

import asyncio
import logging
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from typing import TypeVar

from folkmoot.features import auth, policy
from folkmoot.infra.boot import Ground
from folkmoot.infra.changes import Key
from folkmoot.infra.errors import LimitedError
from folkmoot.streaming.channels import OWN, Channel
from folkmoot.streaming.courier import NEWS, Courier
from folkmoot.streaming.events import Event
from folkmoot.streaming.listener import POLICY, Listener, Voice
from folkmoot.streaming.readers import Readers

log = logging.getLogger(__name__)
K = TypeVar("K")

LOOK_SECONDS = 0.005
"""Between two looks whether anything was committed (SQLite): one comparison of eight bytes in shared memory."""
THUMP_SECONDS = 15.0
TRANSACTIONS_WAITING = 20_000
"""News that may wait to be delivered; older ones are left out, as for a process that lags."""
TOGETHER = 100
"""Transactions whose news are looked up at once."""
NOBODY: frozenset[Listener] = frozenset()


class CrowdedError(LimitedError):
    """A member or an address has as many streams open as it may."""


class Hub:
    """One per process."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.readers = Readers(ground)
        self.listeners: set[Listener] = set()
        self._by_channel: defaultdict[Channel, set[Listener]] = defaultdict(set)
        self._by_viewer: defaultdict[int, set[Listener]] = defaultdict(set)
        self._by_ticket: defaultdict[Key, set[Listener]] = defaultdict(set)
        self.voices: Counter[Voice] = Counter()
        self._by_address: Counter[str] = Counter()
        self._news: deque[list[Key]] = deque(maxlen=TRANSACTIONS_WAITING)
        self._woken = asyncio.Event()
        self._running = False
        self._courier = Courier(ground, self)
        ground.changes.each_commit(self._heard)
        for kind in ("everything", "policy"):
            ground.changes.on(kind, lambda _: self._heard([("token", 0)]))

    def enter(self, listener: Listener) -> None:
        """Let a client listen, unless its member or its address has too many already (CrowdedError)."""
        settings = self._ground.config.limits
        network = auth.network(listener.address)
        if settings.enabled and (
            len(self._by_viewer[listener.viewer_id]) >= settings.streams_per_account
            or self._by_address[network] >= settings.streams_per_address
        ):
            raise CrowdedError("Too many streams are open already")
        self.listeners.add(listener)
        self._by_viewer[listener.viewer_id].add(listener)
        self._by_ticket[listener.ticket.key].add(listener)
        self.voices[listener.voice] += 1
        self._by_address[network] += 1
        self.readers.add(listener.viewer_id)
        if not self._running:
            self._running = True
            self._ground.background(self._watch())

    def leave(self, listener: Listener) -> None:
        if listener not in self.listeners:
            return
        for channel in list(listener.channels):
            self.unsubscribe(listener, channel)
        self.listeners.discard(listener)
        self._by_address[auth.network(listener.address)] -= 1
        self._by_address += Counter()
        self.voices[listener.voice] -= 1
        self.voices += Counter()
        _drop(self._by_ticket, listener.ticket.key, listener)
        _drop(self._by_viewer, listener.viewer_id, listener)
        if listener.viewer_id not in self._by_viewer:
            self.readers.remove(listener.viewer_id)
            self._courier.forget(listener.viewer_id)

    def subscribe(self, listener: Listener, channel: Channel, label: str) -> None:
        listener.channels[channel] = label
        if channel.name not in OWN:
            self._by_channel[channel].add(listener)

    def unsubscribe(self, listener: Listener, channel: Channel) -> None:
        if listener.channels.pop(channel, None) is not None:
            _drop(self._by_channel, channel, listener)

    def at(self, channel: Channel) -> Iterable[Listener]:
        """Return who listens to a stream that is not everybody's own."""
        return self._by_channel.get(channel, NOBODY)

    def of(self, viewer_id: int) -> Iterable[Listener]:
        return self._by_viewer.get(viewer_id, NOBODY)

    def open(self, *names: str) -> list[Channel]:
        """Return the streams of these names that somebody listens to."""
        return [channel for channel in self._by_channel if channel.name in names]

    def tell(self, viewer_id: int, channel: Channel, event: Event) -> None:
        """Send an event of a member's own stream to all who listen to it."""
        for listener in list(self.of(viewer_id)):
            listener.hear(event, channel)

    async def check_tickets(self, keys: Iterable[Key]) -> None:
        """Cut off whoever listens with a ticket that is no longer good; an id of 0 stands for every ticket."""
        suspects: list[Listener] = []
        for key in keys:
            suspects += self._by_ticket.get(key, ()) if key[1] else self.listeners
        for listener in suspects:
            await self.check(listener)

    async def check(self, listener: Listener) -> None:
        """Close a client whose ticket is no longer good or whose network is shut out."""
        if await policy.severity_of(self._ground, listener.address) == "no_access":
            listener.close(POLICY, "This network has no access here")
        elif not await listener.ticket.renew(self._ground):
            listener.close(POLICY, listener.ticket.over)

    def _heard(self, keys: list[Key]) -> None:
        if self.listeners and any(kind in NEWS for kind, _ in keys):
            self._news.append(keys)
            self._woken.set()

    async def _watch(self) -> None:
        """Bring news until nobody listens any more. What goes wrong with one batch does not end the others."""
        clock = asyncio.get_running_loop().time
        thump_at = clock() + THUMP_SECONDS
        try:
            while self.listeners:
                try:
                    await self._bring()
                except Exception:
                    log.exception("news could not be brought to those who listen")
                if clock() >= thump_at:
                    thump_at = clock() + THUMP_SECONDS
                    for listener in list(self.listeners):
                        listener.thump()
                await self._pause()
        finally:
            self._running = False
            self._news.clear()

    async def _bring(self) -> None:
        await self._ground.changes.catch_up()
        while self._news:
            batch = [self._news.popleft() for _ in range(min(TOGETHER, len(self._news)))]
            await self.readers.refresh()
            await self._courier.bring(batch)
            await self._ground.changes.catch_up()

    async def _pause(self) -> None:
        if self._ground.db.kind == "sqlite":
            await asyncio.sleep(LOOK_SECONDS)
            return
        self._woken.clear()
        if not self._news:
            try:
                async with asyncio.timeout(1):
                    await self._woken.wait()
            except TimeoutError:
                return


def _drop(index: dict[K, set[Listener]], key: K, listener: Listener) -> None:
    """Take a client out of one entry; an entry with nobody in it goes."""
    found = index.get(key)
    if found is not None:
        found.discard(listener)
        if not found:
            del index[key]
