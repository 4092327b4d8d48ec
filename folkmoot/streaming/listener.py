"""One client that listens: on what ticket, to what, in whose words, and a bounded queue of what it has not read."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from typing import Protocol

from folkmoot.features.conversations import Conversation
from folkmoot.infra.boot import Ground
from folkmoot.infra.changes import Key
from folkmoot.streaming.channels import Channel
from folkmoot.streaming.events import THUMP, Event

EVENTS_WAITING = 1_000
CHARACTERS_WAITING = 1 << 20
"""What may wait for one client, beside what its connection holds: whoever reads more slowly than that is cut off."""

GOODBYE_SECONDS = 2.0
"""How long a client has to take note that it is sent away."""

POLICY = 1008
TRY_LATER = 1013
"""Codes that close a WebSocket (RFC 6455, section 7.4)."""


class Ticket(Protocol):
    """By what somebody may listen: a token, a session."""

    @property
    def viewer_id(self) -> int:
        """Return the member whose it is."""

    @property
    def key(self) -> Key:
        """Return the change after which it is asked whether it is still good."""

    @property
    def hears_notifications(self) -> bool: ...

    @property
    def over(self) -> str:
        """Return what is said when it is no longer good."""

    async def renew(self, ground: Ground) -> bool:
        """Say whether it is still good, and learn what it lets its member do now."""


class Voice(Protocol):
    """How an interface tells news to those who listen through it; one object per process."""

    async def ready(self, ids: list[int]) -> None:
        """Prepare posts of which some will be told: many at once, where one by one would ask the database more."""

    async def post(self, change: str, post_id: int, wanted: "Wanted") -> Collection[int]:
        """Tell of a post that was "published" or "edited"; returns to which members it was shown."""

    async def notifications(self, viewer_id: int, told: list[int], listening: "list[Listener]") -> None: ...

    async def conversation(self, item: Conversation, listening: "list[Listener]") -> None: ...

    async def announcement(self, change: str, announcement_id: int, listening: "list[Listener]") -> None: ...


class Listener:
    """A socket or a stream of server-sent events; made and run by one task, which is woken to be closed."""

    def __init__(self, ticket: Ticket, voice: Voice, address: str, send: Callable[[str], Awaitable[None]]) -> None:
        self.ticket = ticket
        self.voice = voice
        self.viewer_id = ticket.viewer_id
        self.address = address
        self.channels: dict[Channel, str] = {}
        self.plain = False
        self.closing: tuple[int, str] | None = None
        self._send = send
        self._waiting: deque[str] = deque()
        self._size = 0
        self._writing: asyncio.Task[None] | None = None
        self._task = asyncio.current_task()

    def hear(self, event: Event, channel: Channel) -> None:
        """Take an event of one of its channels."""
        label = self.channels.get(channel)
        if label is not None:
            self.offer(event.sent if self.plain else event.framed(label))

    def thump(self) -> None:
        if self.plain:
            self.offer(THUMP)

    def offer(self, text: str) -> None:
        """Queue what is to be sent; nobody waits for this client, and too much waiting for it ends it."""
        if self.closing is not None:
            return
        self._waiting.append(text)
        self._size += len(text)
        if len(self._waiting) > EVENTS_WAITING or self._size > CHARACTERS_WAITING:
            self.close(TRY_LATER, "You read more slowly than there is news")
        elif self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._write())

    def close(self, code: int, reason: str) -> None:
        """End it at once: nothing that waits is sent any more."""
        if self.closing is not None:
            return
        self.closing = code, reason
        self._waiting.clear()
        self._size = 0
        if self._writing is not None:
            self._writing.cancel()
        if self._task is not None:
            self._task.cancel()

    async def _write(self) -> None:
        try:
            while self._waiting:
                text = self._waiting.popleft()
                self._size -= len(text)
                await self._send(text)
        except OSError:
            self._waiting.clear()  # it hung up: its own task hears of that, too
        finally:
            self._writing = None


Wanted = dict[int, list[tuple[Listener, Channel]]]
"""Who gets a post, by member: at which client, on which stream."""


def forget_cancellation() -> None:
    """Take note, in the task of a client, that `Listener.close` woke it and that it has something left to do."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()
