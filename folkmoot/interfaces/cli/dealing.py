"""Dealing connections out evenly among web processes.

Processes that accept from one shared listener leave the work to whoever wakes first: it takes every connection that
waits, and sixteen clients that connect at once may all end at one process. With SO_REUSEPORT each process listens for
itself and the kernel deals the connections out by their hash.
"""

import socket
import sys
from typing import Any

BACKLOG = 2048


class DealtListener(socket.socket):
    """Holds an address without listening; in each process that it is handed to it becomes a listener of its own."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _listen, (self.family, self.getsockname())


def _open(kind: type[socket.socket], family: int, address: Any) -> socket.socket:
    opened = kind(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    opened.bind(address)
    return opened


def _listen(family: int, address: Any) -> socket.socket:
    listener = _open(socket.socket, family, address)
    listener.listen(BACKLOG)
    return listener


def dealt(listener: socket.socket) -> socket.socket:
    """Return what several processes should be handed in place of `listener`, which is closed where that differs.

    Only Linux deals connections out; elsewhere the processes go on sharing the listener.
    """
    if sys.platform != "linux":
        return listener
    family, address = listener.family, listener.getsockname()
    listener.close()
    held = _open(DealtListener, family, address)
    # Else anybody might listen there until the first process does.
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    return held
