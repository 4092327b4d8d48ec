"""Beginning an act again where the database made it give way, which undid all of it."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from folkmoot.infra.db.front import BusyError, DuplicateError

log = logging.getLogger(__name__)
T = TypeVar("T")

TRIES = 4
"""How often an act is begun when others keep it from committing."""


async def persistently(act: Callable[[], Awaitable[T]], name: str) -> T:
    """Carry out `act`, and again where another transaction was quicker, or two ids of one millisecond were the same.

    The last try's BusyError or DuplicateError is the caller's; `name` says in the log what was tried.
    """
    for _ in range(TRIES - 1):
        try:
            return await act()
        except (BusyError, DuplicateError):
            log.info("%s gave way to another transaction; trying again", name)
    return await act()
