"""The search bench: a million posts, asked through the front desk of search."""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench.many_posts import Filling
from bench.server import make
from bench.table import Figure, Goal
from folkmoot.features import search
from folkmoot.features.search import PostQuery
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Sql
from folkmoot.wiring import CONSEQUENCES

POSTS = 1_000_000
QUICK_POSTS = 50_000
ROUNDS = 2
LIMIT = 20

_SIZE = Sql(
    "select pg_total_relation_size('post_words')",
    sqlite="select sum(pgsize) from dbstat where name like 'post_index%' or name like '%post_words%'",
)


class Taken(NamedTuple):
    """One answer: how long it took, how much of that our process worked (ms), and how many posts it found."""

    time: float
    work: float
    found: int


class Asking(NamedTuple):
    """A kind of query and the queries of that kind."""

    name: str
    texts: list[str]


def queries(filling: Filling) -> list[Asking]:
    """Return the fixed mix: some two hundred queries of every kind."""
    chance = random.Random(9)
    en, de = (language.words for language in filling.languages)

    def words(first: int, last: int, count: int) -> list[str]:
        return [chance.choice(chance.choice((en, de))[min(first, len(en) // 2) : last]) for _ in range(count)]

    def phrase() -> str:
        said = chance.choice(filling.some).split()
        at = chance.randrange(len(said) - 3)
        return f'"{" ".join(said[at : at + chance.randint(2, 3)])}"'

    common, rare = words(0, 12, 25), words(8_000, 40_000, 25)
    middle = words(200, 3_000, 25)
    return [
        Asking("common word", common),
        Asking("middling word", middle),
        Asking("rare word", rare),
        Asking("two words", [f"{a} {b}" for a, b in zip(words(0, 60, 12), words(100, 2_000, 12), strict=True)]),
        Asking("two common words", [f"{a} {b}" for a, b in zip(words(0, 20, 12), words(0, 20, 12), strict=True)]),
        Asking("phrase", [phrase() for _ in range(25)]),
        Asking("from:", [f"from:author{chance.randrange(200)} {word}" for word in words(0, 500, 20)]),
        Asking("in:library", [f"in:library {word}" for word in (*words(0, 12, 8), *words(100, 20_000, 12))]),
        Asking(
            "date range",
            [
                f"{word} after:202{chance.randrange(1, 3)}-0{chance.randrange(1, 9)}-11 before:2023-0{month}-01"
                for month, word in zip([*range(1, 9), *range(1, 9)], words(0, 3_000, 16), strict=True)
            ],
        ),
        Asking("negation", [f"{a} -{b}" for a, b in zip(words(0, 300, 16), words(0, 300, 16), strict=True)]),
        Asking("has: and is:", [f"{word} {mark}" for word in words(0, 3_000, 6) for mark in ("has:link", "-is:reply")]),
        Asking("nothing found", [f"has:poll {word}" for word in words(0, 100, 8)]),
    ]


async def measure(folder: Path, database: str, *, quick: bool, tell: Callable[[str], None]) -> list[Figure]:
    """Fill an empty installation and return how long answers take there."""
    make(folder, database)
    ground = Ground(config.load(folder), CONSEQUENCES)
    await ground.start()
    try:
        filling = Filling(ground, QUICK_POSTS if quick else POSTS, tell)
        began = time.perf_counter()
        await filling.run()
        built = time.perf_counter() - began
        tell("asking")
        return await _figures(ground, filling, built)
    finally:
        await ground.stop()


async def _figures(ground: Ground, filling: Filling, built: float) -> list[Figure]:
    size = await _size(ground)
    kinds = queries(filling)
    taken = {kind.name: [await _time(ground, filling, text) for text in kind.texts * ROUNDS] for kind in kinds}
    every = sorted(one.time for times in taken.values() for one in times)
    worked = sorted(one.work for times in taken.values() for one in times)
    figures = [
        Figure("search, posts", float(filling.count), "posts"),
        Figure("search, filling", built, "s", note="posts and index, one process"),
        Figure("search, size of the index", size / 2**20, "MB"),
        Figure("search, all, median", _at(every, 0.5), "ms"),
        Figure("search, all, p95", _at(every, 0.95), "ms", Goal(50, 25, less_is_better=True)),
        Figure("search, all, slowest", every[-1], "ms"),
        Figure("search, all, p95 of processor time", _at(worked, 0.95), "ms", note="of our process alone"),
    ]
    for name, times in taken.items():
        mine = sorted(one.time for one in times)
        found = sum(one.found for one in times) / len(times)
        note = f"median {_at(mine, 0.5):.1f} ms; {found:.0f} found on average"
        figures.append(Figure(f"search, {name}, p95", _at(mine, 0.95), "ms", note=note))
    return figures


async def _time(ground: Ground, filling: Filling, text: str) -> Taken:
    began, worked = time.perf_counter(), time.process_time()
    found = await search.find_posts(ground, filling.searcher, PostQuery(text, LIMIT))
    return Taken((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000, len(found))


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def _size(ground: Ground) -> int:
    return int(await (await ground.read()).value(_SIZE))
