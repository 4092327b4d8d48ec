"""Trends are computed again and again."""

from collections.abc import Awaitable, Callable

from folkmoot.features.trends.compute import recompute
from folkmoot.features.trends.types import Judge
from folkmoot.infra.boot import Ground


def recompute_by(judge: Judge) -> Callable[[Ground, None], Awaitable[None]]:
    """Return the job that computes trends and lets `judge` say which candidates may be shown."""

    async def compute(ground: Ground, _: None) -> None:
        await recompute(ground, judge)

    return compute
