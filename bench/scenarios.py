"""What is measured, in which order, against which goal."""

import asyncio
import statistics
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench import floor, latency, load, server
from bench.community import AUTHOR, POSTING, WITNESS, Community
from bench.load import Burst
from bench.server import BenchError, Server
from bench.table import Figure, Goal
from folkmoot.infra import config, jobs
from folkmoot.infra.clock import system_clock
from folkmoot.infra.db import Database, Sql, open_database

_POSTS = Sql("select count(*) from post")
_SAMPLE_SECONDS = 0.25
_DRAIN_SECONDS = 30.0


class Settings(NamedTuple):
    """How long each part runs (seconds), how many starts and probes are made, and where things lie."""

    folder: Path
    workers: int
    seconds: float
    starts: int
    probes: int
    tell: Callable[[str], None]


class Reading(NamedTuple):
    """A GET that is driven: its path, the tokens it is asked with ('' for none), its goal."""

    name: str
    path: str
    tokens: list[str]
    goal: Goal


def readings(community: Community) -> list[Reading]:
    """Return every reading scenario; the names are those of `--profile`."""
    reader = [community.reader.token]
    everyone = [person.token for person in community.posting]
    home, public = "/api/v1/timelines/home", "/api/v1/timelines/public?local=true"
    return [
        Reading("home, one reader", home, reader, Goal(8_000, 14_000)),
        Reading(f"home, {POSTING} readers at random", home, everyone, Goal(6_000, 10_000)),
        Reading("local timeline, a member", public, reader, Goal(6_000)),
        Reading("local timeline, anybody", public, [""], Goal(6_000)),
        Reading("context", f"/api/v1/statuses/{community.thread_id}/context", reader, Goal(8_000)),
        Reading("notifications (20)", "/api/v1/notifications?limit=20", reader, Goal(5_000)),
    ]


def fetch(base: str, reading: Reading) -> bytes:
    """Return the body that `reading` gets; BenchError when it is not a good one."""
    token = reading.tokens[0]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(base + reading.path, headers=headers), timeout=10) as answer:
            body: bytes = answer.read()
    except OSError as error:
        raise BenchError(f"{reading.name}: GET {reading.path} failed: {error}") from error
    if len(body) < 10_000:
        raise BenchError(f"{reading.name}: GET {reading.path} answered only {len(body)} bytes: is the data seeded?")
    return body


def _noted(burst: Burst) -> str:
    trouble = "" if burst.clean else f"; {burst.refused} REFUSED, {burst.broken} BROKEN"
    return f"p99 {burst.p99 / 1000:.1f} ms, {burst.answer_bytes / 1000:.1f} kB an answer{trouble}"


async def read_figures(at: Server, community: Community, settings: Settings) -> list[Figure]:
    """Drive every reading scenario, then nginx with the very same bodies."""
    wanted = readings(community)
    bodies = {f"page{number}": fetch(at.base, reading) for number, reading in enumerate(wanted)}
    bursts = []
    for reading in wanted:
        settings.tell(reading.name)
        await load.read(at.base + reading.path, reading.tokens, settings.folder, seconds=1)
        bursts.append(
            await load.read(at.base + reading.path, reading.tokens, settings.folder, seconds=settings.seconds)
        )
    floors = await _floors(bodies, settings)
    return [
        Figure(reading.name, burst.rate, "requests/s", reading.goal, least, _noted(burst))
        for reading, burst, least in zip(wanted, bursts, floors, strict=True)
    ]


async def _floors(bodies: dict[str, bytes], settings: Settings) -> list[float | None]:
    if floor.find_nginx() is None:
        settings.tell(f"floor: {floor.version()}")
        return [None] * len(bodies)
    found: list[float | None] = []
    with floor.serving(bodies, settings.folder, settings.workers) as base:
        for name in bodies:
            settings.tell(f"floor: {name}")
            burst = await load.read(f"{base}/{name}", [""], settings.folder, seconds=max(2, settings.seconds / 2))
            found.append(burst.rate)
    return found


class Backlog(NamedTuple):
    """The job table while posts came in: the most jobs seen, and the longest that a due one had waited (seconds)."""

    jobs: int
    seconds: float


async def _watch(database: Database, until: asyncio.Event) -> Backlog:
    most, longest = 0, 0
    while not until.is_set():
        found = await jobs.counts(database)
        most = max(most, found["total"] or 0)
        longest = max(longest, _waited(found["next_at"]))
        await asyncio.sleep(_SAMPLE_SECONDS)
    return Backlog(most, longest / 1000)


def _waited(next_at: int | None) -> int:
    return 0 if next_at is None else max(0, system_clock() - next_at)


async def _drained(database: Database) -> float:
    """Return the seconds until no job is due any more; BenchError when that never comes."""
    began = time.monotonic()
    while _waited((await jobs.counts(database))["next_at"]):
        if time.monotonic() - began > _DRAIN_SECONDS:
            raise BenchError("the jobs behind the posts are not done after half a minute")
        await asyncio.sleep(0.02)
    return time.monotonic() - began


async def post_figures(at: Server, community: Community, settings: Settings) -> list[Figure]:
    """Drive posting, and look at the job table and the stored posts during and after it."""
    database = open_database(config.load(settings.folder).database_url)
    await database.start()
    try:
        settings.tell("posts")
        before = await database.reader.value(_POSTS)
        over = asyncio.Event()
        watching = asyncio.create_task(_watch(database, over))
        try:
            burst = await load.post(at.base, community.posting, settings.folder, seconds=settings.seconds)
        finally:
            over.set()
        backlog = await watching
        drained = await _drained(database)
        stored = await database.reader.value(_POSTS) - before
    finally:
        await database.stop()
    good = burst.requests - burst.refused
    lost = f"; only {stored} of {good} STORED" if stored < good else ""
    return [
        Figure("posts", burst.rate, "posts/s", Goal(600, 1_000), note=_noted(burst) + lost),
        Figure("oldest due job meanwhile", backlog.seconds, "s", note=f"at most {backlog.jobs} jobs in the table"),
        Figure("no job due after the load", drained, "s"),
    ]


async def seen_figures(at: Server, community: Community, settings: Settings) -> list[Figure]:
    """Measure how long a follower waits for a post, with nothing else going on and under the posting load."""
    author, witness = community.people[AUTHOR], community.people[WITNESS]

    async def probe(name: str, goal: Goal) -> Figure:
        settings.tell(name)
        delay = await asyncio.to_thread(latency.until_seen, at.base, author, witness, posts=settings.probes, gap=0.02)
        return Figure(name, delay.median, "ms", goal, note=f"p99 {delay.p99:.1f} ms, {delay.posts} posts")

    idle = await probe("a follower sees a post, idle", Goal(10, less_is_better=True))
    seconds = max(3.0, settings.probes * 0.06)
    loading = asyncio.create_task(load.post(at.base, community.posting, settings.folder, seconds=seconds))
    await asyncio.sleep(0.5)
    loaded = await probe("a follower sees a post, under load", Goal(100, less_is_better=True))
    burst = await loading
    note = f"{loaded.note}, {burst.rate:,.0f} posts/s beside it"
    return [idle, Figure(loaded.name, loaded.value, loaded.unit, loaded.goal, note=note)]


def memory_figure(at: Server) -> Figure:
    """Weigh the heaviest worker."""
    weights = at.weights()
    heaviest = max(weights)
    note = f"PSS of the heaviest of {len(weights)}; RSS {heaviest.rss:.0f} MB"
    return Figure("memory of a worker", heaviest.pss, "MB", Goal(150, less_is_better=True), note=note)


def start_figure(settings: Settings) -> Figure:
    """Start the server over the seeded data, several times; the median counts."""
    times = []
    for _ in range(settings.starts):
        settings.tell("start")
        with server.running(settings.folder, settings.workers) as at:
            times.append(at.started_in)
    note = f"median of {settings.starts} starts"
    return Figure(
        "start until the first answer", statistics.median(times), "s", Goal(1.5, less_is_better=True), note=note
    )


async def sizes(at: Server, community: Community) -> tuple[int, float]:
    """Return how many statuses one home page has, and their mean size as JSON in bytes."""
    import msgspec

    body = fetch(at.base, readings(community)[0])
    statuses = msgspec.json.decode(body, type=list[msgspec.Raw])
    return len(statuses), statistics.mean(len(status) for status in statuses)
