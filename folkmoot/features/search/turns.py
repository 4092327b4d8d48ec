"""One search of a member at a time: who asks much waits for themselves and not everybody else for them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from folkmoot.infra.boot import Ground


class Turns:
    """One per process; only members who search right now are in it."""

    def __init__(self, _ground: Ground) -> None:
        self._searching: dict[int, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, member_id: int) -> AsyncIterator[None]:
        """Wait until the member's searches before this one are answered."""
        lock, waiting = self._searching.get(member_id, (asyncio.Lock(), 0))
        self._searching[member_id] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._searching[member_id]
            if waiting > 1:
                self._searching[member_id] = (lock, waiting - 1)
            else:
                del self._searching[member_id]
