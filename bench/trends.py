"""`python -m bench.trends`: how long trends of a million posts take, and who waits for them meanwhile."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from bench import server
from bench.corpus import Corpus
from bench.server import BenchError
from folkmoot.features import trends
from folkmoot.features.trends import Kind
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Sql
from folkmoot.wiring import CONSEQUENCES

POSTS = 1_000_000
QUICK = 50_000
RUNS = 2
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


async def _measure(ground: Ground) -> None:
    async def write() -> None:
        async with ground.work() as work:
            await work.db.run(_WRITE, str(work.now))

    for run in range(RUNS):
        done = asyncio.Event()
        beside = [asyncio.create_task(_slowest(act, pause, done)) for act, pause in ((_nap, 0.002), (write, 0.02))]
        begun, cpu = time.perf_counter(), time.process_time()
        await trends.recompute(ground, trends.no_objection)
        took, cpu = time.perf_counter() - begun, time.process_time() - cpu
        done.set()
        loop, wait = await asyncio.gather(*beside)
        print(f"  run {run + 1}: computed in {took:.2f} s ({cpu:.2f} s of this process's processor time);")
        print(f"         event loop held {loop * 1000:.0f} ms, another's write took {wait * 1000:.0f} ms at most")


async def _shown(ground: Ground) -> None:
    db = await ground.read()
    for kind in (Kind.TAG, Kind.POST, Kind.LINK):
        found = await trends.candidates(db, kind, 200)
        print(f"  {len(found)} candidates of kind {kind}, the hottest with {found[0].voices if found else 0} voices")


async def _run(folder: Path, posts: int) -> None:
    ground = Ground(config.load(folder), CONSEQUENCES)
    await ground.start()
    try:
        begun = time.perf_counter()
        await Corpus(ground, posts).fill()
        print(f"{ground.db.kind}: {posts:,} posts in the window, written in {time.perf_counter() - begun:.0f} s")
        if ground.db.kind != "sqlite":
            async with ground.work() as work:
                await work.db.run(Sql("analyze"))
        await _measure(ground)
        await _shown(ground)
    finally:
        await ground.stop()


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--database", "kind", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--quick", is_flag=True, help=f"{QUICK:,} posts instead of {POSTS:,}.")
def main(kind: str, *, quick: bool) -> None:
    """Fill a new database with posts, tags, links and marks, and compute what trends.

    Example: python -m bench.trends --quick --database postgresql
    """
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as made, server.database(kind) as url:
        server.make(Path(made), url)
        asyncio.run(_run(Path(made), QUICK if quick else POSTS))


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except (click.ClickException, BenchError) as error:
        print(f"bench: {error}", file=sys.stderr)
        sys.exit(1)
