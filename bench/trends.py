"""The trends bench: how long trends of a million posts take, and who waits for them meanwhile."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.corpus import Corpus
from bench.server import make
from bench.table import Figure, Goal
from folkmoot.features import trends
from folkmoot.features.trends import Kind
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Sql
from folkmoot.wiring import CONSEQUENCES

POSTS = 1_000_000
QUICK = 50_000
RUNS = 3
SHOWN = 200
_WRITE = Sql("insert into setting (name, value) values ('bench', $1) on conflict (name) do update set value = $1")


async def _slowest(act: Callable[[], Awaitable[None]], pause: float, until: asyncio.Event) -> float:
    """Do something again and again until told; returns the longest that it took beyond its pause, in seconds."""
    longest = 0.0
    while not until.is_set():
        begun = time.perf_counter()
        await act()
        longest = max(longest, time.perf_counter() - begun)
        await asyncio.sleep(pause)
    return longest


async def _nap() -> None:
    await asyncio.sleep(0)


async def measure(folder: Path, database: str, *, quick: bool, tell: Callable[[str], None]) -> list[Figure]:
    """Fill an empty installation and return how long it takes to compute what trends there."""
    make(folder, database)
    ground = Ground(config.load(folder), CONSEQUENCES)
    await ground.start()
    try:
        count = QUICK if quick else POSTS
        began = time.perf_counter()
        await Corpus(ground, count).fill()
        filled = time.perf_counter() - began
        if ground.db.kind != "sqlite":  # PostgreSQL does so by itself in time; SQLite is not asked to by us
            async with ground.work() as work:
                await work.db.run(Sql("analyze"))
        tell("counting")
        return [
            Figure("trends, posts in the window", float(count), "posts"),
            Figure("trends, filling", filled, "s", note="with a quarter more posts of the week before, one process"),
            *await figures(ground),
        ]
    finally:
        await ground.stop()


async def figures(ground: Ground) -> list[Figure]:
    """Compute trends several times beside a nap and a write that are tried again and again."""

    async def write() -> None:
        async with ground.work() as work:
            await work.db.run(_WRITE, str(work.now))

    taken, worked, held, waited = [], [], [], []
    for _ in range(RUNS):
        done = asyncio.Event()
        beside = [asyncio.create_task(_slowest(act, pause, done)) for act, pause in ((_nap, 0.002), (write, 0.02))]
        began, cpu = time.perf_counter(), time.process_time()
        await trends.recompute(ground, trends.no_objection)
        taken.append(time.perf_counter() - began)
        worked.append(time.process_time() - cpu)
        done.set()
        nap, other = await asyncio.gather(*beside)
        held.append(nap * 1000)
        waited.append(other * 1000)
    runs = ", ".join(f"{each:.1f}" for each in taken)
    db = await ground.read()
    found = {kind: len(await trends.candidates(db, kind, SHOWN)) for kind in (Kind.TAG, Kind.POST, Kind.LINK)}
    kinds = ", ".join(f"{count} {kind}s" for kind, count in found.items())
    return [
        Figure("trends, computed", max(taken), "s", Goal(10, less_is_better=True), note=f"the slowest of {runs}"),
        Figure("trends, processor time", max(worked), "s", note="of our process alone, at most"),
        Figure("trends, event loop held", max(held), "ms", note="at most, meanwhile"),
        Figure("trends, another's write", max(waited), "ms", note="at most, tried fifty times a second meanwhile"),
        Figure("trends, candidates", float(sum(found.values())), "subjects", note=kinds),
    ]
