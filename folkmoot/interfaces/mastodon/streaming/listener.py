"""One client that listens: what it listens to, and a bounded queue of what it has not read yet."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from folkmoot.features import auth
from folkmoot.features.auth import Caller
from folkmoot.interfaces.mastodon.streaming.channels import Channel, member_of
from folkmoot.interfaces.mastodon.streaming.events import THUMP, Event

EVENTS_WAITING = 1_000
CHARACTERS_WAITING = 1 << 20
"""What may wait for one client, beside what its connection holds: whoever reads more slowly than that is cut off."""

GOODBYE_SECONDS = 2.0
"""How long a client has to take note that it is sent away."""

POLICY = 1008
TRY_LATER = 1013
"""Codes that close a WebSocket (RFC 6455, section 7.4)."""


class Listener:
    """A socket or a stream of server-sent events; made and run by one task, which is woken to be closed."""

    def __init__(self, caller: Caller, secret: str, address: str, send: Callable[[str], Awaitable[None]]) -> None:
        self.caller = caller
        self.secret = secret
        self.token_key = auth.token_key(secret)
        self.viewer_id = member_of(caller)
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


def forget_cancellation() -> None:
    """Take note, in the task of a client, that `Listener.close` woke it and that it has something left to do."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()
