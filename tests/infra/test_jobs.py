"""The job table and the runner: nothing is lost, nothing blocks the rest, what is dead is kept."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.infra import jobs
from folkmoot.infra.clock import DAY, MINUTE, SECOND
from folkmoot.infra.db import Database, Reader, open_database
from folkmoot.infra.jobs import ATTEMPTS, LEASE, JobKind, Runner, backoff, runner, table
from tests.support.moot import Moot

NOW = 1_800_000_000_000


class Thing(msgspec.Struct, frozen=True):
    number: int


class Clock:
    """Time that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


class Shop:
    """A database with jobs, and what was done of them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock()
        self.done: list[int] = []
        self.batches: list[list[int]] = []
        self.bad: set[int] = set()
        self.kinds = {
            "one": JobKind(self.one, Thing),
            "many": JobKind(self.many, Thing, many=True),
            "again": JobKind(self.again, every=10 * MINUTE),
        }

    def runner(self, **kinds: JobKind) -> Runner:
        made = Runner(self.database, {**self.kinds, **kinds}, self.clock)
        made.bind(self)
        return made

    async def put(self, name: str, *numbers: int, **options: Any) -> None:
        async with self.database.transaction() as db:
            for number in numbers:
                await jobs.enqueue(db, name, Thing(number), self.clock(), **options)

    async def waiting(self) -> list[jobs.Job]:
        return await jobs.listed(self.database, dead=False)

    async def dead(self) -> list[jobs.Job]:
        return await jobs.listed(self.database, dead=True)

    async def one(self, _: object, thing: Thing) -> None:
        if thing.number in self.bad:
            raise ValueError(f"number {thing.number} is bad")
        self.done.append(thing.number)

    async def many(self, _: object, things: list[Thing]) -> None:
        self.batches.append(sorted(thing.number for thing in things))
        for thing in things:
            await self.one(_, thing)

    async def again(self, _: object, nothing: None) -> None:
        assert nothing is None
        await self.one(_, Thing(0))


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Shop]:
    database = open_database(database_url)
    await database.start()
    yield Shop(database)
    await database.stop()


async def test_a_job_is_done_once(shop: Shop) -> None:
    await shop.put("one", 1)
    carrier = shop.runner()
    assert await carrier.run_due() == 1
    assert await carrier.run_due() == 0
    assert shop.done == [1]
    assert await jobs.counts(shop.database) == {"total": 0, "dead": 0, "next_at": None}


async def test_a_job_waits_for_its_time(shop: Shop) -> None:
    await shop.put("one", 1, run_at=NOW + SECOND)
    assert await shop.runner().run_due() == 0
    assert (await jobs.counts(shop.database))["next_at"] == NOW + SECOND
    shop.clock.now += SECOND
    assert await shop.runner().run_due() == 1


async def test_the_same_key_is_one_job_until_it_is_done(shop: Shop) -> None:
    await shop.put("one", 1, 2, dedupe_key="same")
    await shop.put("one", 3, dedupe_key="other")
    await shop.runner().run_due()
    await shop.put("one", 4, dedupe_key="same")
    await shop.runner().run_due()
    assert sorted(shop.done) == [1, 3, 4]


async def test_a_failed_job_is_tried_again_later_and_blocks_nobody(shop: Shop) -> None:
    shop.bad.add(1)
    await shop.put("one", 1, 2, 3)
    await shop.runner().run_due()
    assert sorted(shop.done) == [2, 3]
    (job,) = await shop.waiting()
    assert (job.attempts, job.last_error) == (1, "ValueError: number 1 is bad")
    assert NOW + SECOND < job.run_at < NOW + 3 * SECOND
    assert await shop.runner().run_due() == 0
    shop.bad.clear()
    shop.clock.now = job.run_at
    await shop.runner().run_due()
    assert sorted(shop.done) == [1, 2, 3]


async def test_a_job_that_fails_each_time_is_kept_dead_until_it_is_revived(shop: Shop) -> None:
    shop.bad.add(1)
    await shop.put("one", 1)
    carrier = shop.runner()
    for _ in range(ATTEMPTS):
        assert await shop.dead() == []
        assert await carrier.run_due() == 1
        shop.clock.now += 2 * DAY
    assert await carrier.run_due() == 0
    (job,) = await shop.dead()
    assert (job.name, job.payload, job.attempts) == ("one", '{"number":1}', ATTEMPTS)
    shop.bad.clear()
    assert await jobs.revive(shop.database, shop.clock(), [job.id + 1]) == 0
    assert await jobs.revive(shop.database, shop.clock(), [job.id]) == 1
    await carrier.run_due()
    assert shop.done == [1]


async def test_all_dead_letters_may_be_revived_at_once(shop: Shop) -> None:
    shop.bad |= {1, 2}
    await shop.put("one", 1, 2, 3)
    for _ in range(ATTEMPTS):
        await shop.runner().run_due()
        shop.clock.now += 2 * DAY
    assert await jobs.counts(shop.database) == {"total": 2, "dead": 2, "next_at": None}
    assert await jobs.revive(shop.database, shop.clock()) == 2
    shop.bad.clear()
    await shop.runner().run_due()
    assert sorted(shop.done) == [1, 2, 3]


async def crash_with(shop: Shop) -> None:
    """Claim every due job, as a worker does that dies before it has carried one out."""
    async with shop.database.transaction() as db:
        assert await table.claim(db, (False, []), shop.clock(), shop.clock() + LEASE, 100)


async def test_what_a_dead_worker_held_is_taken_over_after_its_lease(shop: Shop) -> None:
    await shop.put("one", 1)
    await crash_with(shop)
    shop.clock.now += LEASE - 1
    assert await shop.runner().run_due() == 0
    shop.clock.now += 1
    assert await shop.runner().run_due() == 1
    assert shop.done == [1]


async def test_what_a_living_worker_holds_stays_its_own(shop: Shop) -> None:
    held, released = asyncio.Event(), asyncio.Event()

    async def long(_: object, thing: Thing) -> None:
        held.set()
        await released.wait()
        shop.done.append(thing.number)

    worker = shop.runner(long=JobKind(long, Thing))
    await shop.put("long", 1)
    worker.start()
    await held.wait()
    for _ in range(3):
        shop.clock.now += LEASE - 1
        async with asyncio.timeout(20):
            while shop.clock() + LEASE not in [job.run_at for job in await shop.waiting() if job.name == "long"]:
                await asyncio.sleep(0)
    released.set()
    await worker.stop()
    assert shop.done.count(1) == 1


async def test_a_job_that_kills_its_workers_is_given_up(shop: Shop) -> None:
    await shop.put("many", 1)
    for _ in range(ATTEMPTS):
        await crash_with(shop)
        shop.clock.now += LEASE
    await shop.put("many", 2)
    await shop.runner().run_due()
    assert shop.batches == [[2]]
    (job,) = await shop.dead()
    assert job.payload == '{"number":1}'


async def test_jobs_of_a_kind_are_done_together(shop: Shop) -> None:
    await shop.put("many", 1, 2, 3)
    await shop.put("one", 4)
    await shop.runner().run_due()
    assert shop.batches == [[1, 2, 3]]
    assert sorted(shop.done) == [1, 2, 3, 4]


async def test_one_bad_job_fails_alone(shop: Shop) -> None:
    shop.bad.add(2)
    await shop.put("many", 1, 2, 3)
    async with shop.database.transaction() as db:
        await jobs.enqueue(db, "many", {"number": "no number"}, NOW)
    await shop.runner().run_due()
    assert set(shop.done) == {1, 3}
    failed = {job.payload: job.last_error or "" for job in await shop.waiting()}
    assert failed.keys() == {'{"number":2}', '{"number":"no number"}'}
    assert failed['{"number":2}'].startswith("ValueError")
    assert failed['{"number":"no number"}'].startswith("ValidationError")


async def test_an_unknown_job_is_not_lost(shop: Shop) -> None:
    await shop.put("from a newer version", 1)
    await shop.runner().run_due()
    (job,) = await shop.waiting()
    assert job.last_error == "LookupError: no such job is known here"
    shop.clock.now = job.run_at
    newer = shop.runner(**{"from a newer version": JobKind(shop.one, Thing)})
    await newer.run_due()
    assert shop.done == [1]


async def test_two_workers_never_do_the_same_job(shop: Shop) -> None:
    await shop.put("one", *range(100))
    workers = [shop.runner(), shop.runner()]
    while any(await asyncio.gather(*(worker.run_due() for worker in workers))):
        pass
    assert sorted(shop.done) == list(range(100))


async def test_what_comes_again_is_in_the_table_once_and_never_dies(shop: Shop) -> None:
    carrier = shop.runner()
    await carrier.schedule()
    await shop.runner().schedule()
    assert len(await shop.waiting()) == 1
    await carrier.run_due()
    (job,) = await shop.waiting()
    assert job.run_at == NOW + 10 * MINUTE
    shop.bad.add(0)
    for _ in range(ATTEMPTS + 3):
        shop.clock.now += 10 * MINUTE
        assert await carrier.run_due() == 1
    assert await shop.dead() == []
    shop.bad.clear()
    shop.clock.now += 10 * MINUTE
    await carrier.run_due()
    (job,) = await shop.waiting()
    assert (job.run_at, job.attempts, job.last_error) == (shop.clock() + 10 * MINUTE, 0, None)
    assert shop.done == [0, 0]


@pytest.mark.parametrize("slow", [True, False])
async def test_a_job_that_takes_long_does_not_hold_up_the_rest(shop: Shop, slow: bool) -> None:
    begun, told, may_end = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def long(_: object, __: Thing) -> None:
        begun.set()
        await may_end.wait()

    async def quick(_: object, __: Thing) -> None:
        told.set()

    carrier = shop.runner(long=JobKind(long, Thing, slow=slow), quick=JobKind(quick, Thing))
    await shop.put("long", 1)
    carrier.start()
    await asyncio.wait_for(begun.wait(), 10)
    await shop.put("quick", 2)
    carrier.wake()
    await asyncio.wait_for(told.wait(), 10)
    may_end.set()
    await carrier.stop()
    assert [job.name for job in await shop.waiting()] == ["again"]


@pytest.mark.parametrize("slow", [True, False])
async def test_however_long_strangers_take_the_rest_goes_on(shop: Shop, slow: bool) -> None:
    begun, told, may_end = [], asyncio.Event(), asyncio.Event()

    async def abroad(_: object, thing: Thing) -> None:
        begun.append(thing)
        await may_end.wait()

    async def ours(_: object, __: Thing) -> None:
        told.set()

    carrier = shop.runner(abroad=JobKind(abroad, Thing, abroad=True), ours=JobKind(ours, Thing, slow=slow))
    for number in range(3 * runner.BATCH):
        await shop.put("abroad", number)
    await shop.put("ours", 3 * runner.BATCH)
    carrier.start()
    await asyncio.wait_for(told.wait(), 10)
    may_end.set()
    await carrier.stop()
    assert 0 < len(begun) <= 3 * runner.BATCH


async def test_what_is_not_finished_at_the_stop_is_put_back(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "GRACE_SECONDS", 0)
    begun = asyncio.Event()

    async def endless(_: object, __: Thing) -> None:
        begun.set()
        await asyncio.Event().wait()

    carrier = shop.runner(endless=JobKind(endless, Thing, slow=True))
    await shop.put("endless", 1)
    carrier.start()
    await asyncio.wait_for(begun.wait(), 10)
    await carrier.stop()
    job = next(job for job in await shop.waiting() if job.name == "endless")
    assert (job.run_at, job.attempts) == (NOW, 0)


async def test_a_job_that_hangs_is_ended_and_tried_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "QUICK_SECONDS", 0.01)

    async def endless(_: object, __: Thing) -> None:
        await asyncio.Event().wait()

    await shop.put("endless", 1)
    await shop.runner(endless=JobKind(endless, Thing)).run_due()
    (job,) = await shop.waiting()
    assert (job.last_error or "").startswith("TimeoutError")


async def test_an_end_that_cannot_be_written_down_is_a_job_that_runs_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("the disk is full")

    await shop.put("one", 1)
    with monkeypatch.context() as patch:
        patch.setattr(table, "settle", broken)
        await shop.runner().run_due()
    assert await shop.runner().run_due() == 0
    shop.clock.now += LEASE
    await shop.runner().run_due()
    assert shop.done == [1, 1]
    assert await shop.waiting() == []


async def test_a_table_that_cannot_be_read_is_tried_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "POLL_SECONDS", 0)
    read, faults, told = table.next_due, [OSError("no disk"), OSError("no disk")], asyncio.Event()

    async def faulty(db: Reader, lane: tuple[bool, list[str]]) -> int | None:
        if faults:
            raise faults.pop()
        return await read(db, lane)

    async def tell(_: object, __: Thing) -> None:
        told.set()

    monkeypatch.setattr(table, "next_due", faulty)
    carrier = shop.runner(tell=JobKind(tell, Thing))
    await shop.put("tell", 1)
    carrier.start()
    await asyncio.wait_for(told.wait(), 10)
    await carrier.stop()
    assert faults == []


async def _broken_off(moot: Moot) -> None:
    async with moot.ground.work() as work:
        await jobs.enqueue(work.db, "no such job", None, work.now)
        raise ZeroDivisionError


async def test_a_job_is_written_with_its_change_or_not_at_all(a_moot: Moot) -> None:
    anna, _ = await a_moot.member("anna"), await a_moot.member("berta")
    await a_moot.run_jobs()
    with pytest.raises(ZeroDivisionError):
        await _broken_off(a_moot)
    await a_moot.post(anna, "nobody is told of this")
    assert [job.name for job in await jobs.listed(a_moot.ground.db, dead=False)] == ["index posts"]
    await a_moot.post(anna, "@berta is told of this")
    names = sorted(job.name for job in await jobs.listed(a_moot.ground.db, dead=False))
    assert names == ["index posts", "index posts", "tell of posts"]


async def test_a_committed_job_wakes_the_runner(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "POLL_SECONDS", 3_600)
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await a_moot.run_jobs()
    told = asyncio.Event()
    a_moot.ground.changes.on("notifications", lambda account_id: told.set() if account_id == berta.id else None)
    a_moot.ground.runner.start()
    await a_moot.post(anna, "@berta")
    async with asyncio.timeout(10):
        while not told.is_set():
            await a_moot.ground.read()
            await asyncio.sleep(0)


@given(st.integers(min_value=1, max_value=1_000))
def test_each_wait_is_longer_and_none_is_endless(attempts: int) -> None:
    wait = backoff(attempts)
    assert min(DAY, SECOND * 2**attempts) * 0.8 - 1 <= wait <= DAY * 1.2
