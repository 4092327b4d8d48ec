"""A worker process: it carries out jobs and answers no requests."""

import asyncio
import logging
import signal

from folkmoot.infra.boot import Ground

log = logging.getLogger(__name__)


async def work(ground: Ground) -> None:
    """Carry out jobs over a started ground until SIGTERM or SIGINT; stopping the ground ends those under way."""
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told_to_stop.set)
    ground.runner.start()
    log.info("jobs are carried out here until SIGTERM")
    await told_to_stop.wait()
