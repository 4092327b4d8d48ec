"""A worker process: it carries out jobs and answers no requests."""

import asyncio
import signal

from folkmoot.infra.boot import Ground


async def work(ground: Ground) -> None:
    """Carry out jobs over a started ground until SIGTERM or SIGINT; whoever stops the ground waits for those under way."""
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told_to_stop.set)
    ground.runner.start()
    await told_to_stop.wait()
