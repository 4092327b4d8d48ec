"""Full pages of what one visitor may see, whatever had to be left out."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from folkmoot.infra.db import Bounds

ROUNDS = 10
"""Queries of growing size that one page may cost where much is hidden: some 20,000 posts are looked through."""


class _Row(Protocol):
    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=_Row)


async def filled(
    read: Callable[[Bounds], Awaitable[list[R]]], shown: Callable[[list[R]], Awaitable[list[int]]], bounds: Bounds
) -> list[int]:
    """Return the ids of one page: `read` gives rows in the order of `bounds`, `shown` the ids of those to be seen."""
    below, above, limit, ascending = bounds
    found: list[int] = []
    size = limit
    for _ in range(ROUNDS):
        batch = await read((below, above, size, ascending))
        found += await shown(batch)
        if len(found) >= limit or len(batch) < size:
            break
        below, above = (below, batch[-1].id) if ascending else (batch[-1].id, above)
        size *= 2
    return found[:limit]
