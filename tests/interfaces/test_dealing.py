"""Several web processes listen at one address, each for itself."""

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from multiprocessing.reduction import ForkingPickler

import pytest

from folkmoot.interfaces.cli.dealing import dealt

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux deals connections out")
CLIENTS = 40


@pytest.fixture
def held() -> Iterator[socket.socket]:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    with dealt(taken) as listener:
        yield listener


def _in_another_process(held: socket.socket) -> socket.socket:
    """What a process that is handed the listener gets."""
    listener: socket.socket = ForkingPickler.loads(ForkingPickler.dumps(held))
    listener.setblocking(False)
    return listener


def _accepted(listener: socket.socket, stack: ExitStack) -> int:
    count = 0
    while True:
        try:
            connection, _ = listener.accept()
        except BlockingIOError:
            return count
        stack.enter_context(connection)
        count += 1


def test_connections_that_come_at_once_reach_every_process(held: socket.socket) -> None:
    with ExitStack() as stack:
        listeners = [stack.enter_context(_in_another_process(held)) for _ in range(2)]
        for _ in range(CLIENTS):
            stack.enter_context(socket.create_connection(held.getsockname(), 5))
        counts = [_accepted(listener, stack) for listener in listeners]
    assert sum(counts) == CLIENTS
    assert min(counts) > 0


def test_a_process_that_replaces_another_listens_where_that_one_did(held: socket.socket) -> None:
    with _in_another_process(held):
        pass
    with ExitStack() as stack:
        listener = stack.enter_context(_in_another_process(held))
        stack.enter_context(socket.create_connection(held.getsockname(), 5))
        assert _accepted(listener, stack) == 1


def test_while_no_process_listens_nobody_is_kept_waiting(held: socket.socket) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(held.getsockname(), 5)


def test_the_address_stays_taken(held: socket.socket) -> None:
    with pytest.raises(OSError, match="in use"):
        socket.create_server(held.getsockname())
