"""Scheduling as a feature: what it promises beyond what one client can see."""

import asyncio
from typing import Any

import pytest

from folkmoot.features import posts, scheduling
from folkmoot.features.posts import Draft
from folkmoot.features.scheduling import DAILY_LIMIT, Scheduled, jobs, rules
from folkmoot.infra.clock import DAY, HOUR, MINUTE
from folkmoot.infra.db import Sql
from folkmoot.infra.errors import InvalidError
from tests.support.moot import Member, Moot

NEWEST = (2**63 - 1, 0, 400, False)


async def schedule(moot: Moot, by: Member, text: str, *, at: int | None = None) -> int:
    async with moot.ground.work() as work:
        return await scheduling.schedule(work, by.id, Draft(text), work.now + HOUR if at is None else at)


async def texts(moot: Moot) -> list[str]:
    return [row[0] for row in await moot.ground.db.reader.all(Sql("select text from post order by text"))]


async def waiting(moot: Moot, by: Member) -> list[Scheduled]:
    return await scheduling.of_account(await moot.ground.read(), by.id, NEWEST)


async def test_many_at_once_publish_each_once(a_moot: Moot) -> None:
    anna = await a_moot.member()
    for number in range(8):
        await schedule(a_moot, anna, str(number))
    a_moot.clock.advance(HOUR + MINUTE)
    await asyncio.gather(*(jobs.publish_due(a_moot.ground, None) for _ in range(4)))
    await jobs.publish_due(a_moot.ground, None)
    assert await texts(a_moot) == [str(number) for number in range(8)]
    assert await waiting(a_moot, anna) == []


async def test_a_crash_publishes_nothing_twice_and_loses_nothing(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power fails when the post is written and not yet committed: it is still scheduled, and published next."""
    anna = await a_moot.member()
    await schedule(a_moot, anna, "first")
    await schedule(a_moot, anna, "second")
    real, calls = posts.publish, 0

    async def failing(*arguments: Any, **options: Any) -> int:
        nonlocal calls
        calls += 1
        made = await real(*arguments, **options)
        if calls == 1:
            raise RuntimeError("the lights went out")
        return made

    monkeypatch.setattr(posts, "publish", failing)
    a_moot.clock.advance(HOUR + MINUTE)
    await jobs.publish_due(a_moot.ground, None)
    assert await texts(a_moot) == ["second"]
    assert [item.draft.text for item in await waiting(a_moot, anna)] == ["first"]
    await jobs.publish_due(a_moot.ground, None)
    assert await texts(a_moot) == ["first", "second"]


async def test_what_the_rules_refuse_by_then_is_dropped(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await a_moot.member()
    await schedule(a_moot, anna, "too long by then")
    await schedule(a_moot, anna, "fine")
    monkeypatch.setattr("folkmoot.features.posts.rules.TEXT_LIMIT", 5)
    a_moot.clock.advance(HOUR + MINUTE)
    await jobs.publish_due(a_moot.ground, None)
    assert await texts(a_moot) == ["fine"]
    assert await waiting(a_moot, anna) == []


async def test_more_than_one_batch_is_published_in_one_run(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TOGETHER", 2)
    anna = await a_moot.member()
    at = a_moot.clock() + HOUR
    for number in range(5):
        await schedule(a_moot, anna, str(number), at=at)
    a_moot.clock.advance(HOUR + MINUTE)
    await jobs.publish_due(a_moot.ground, None)
    assert len(await texts(a_moot)) == 5


async def test_what_was_moved_meanwhile_waits(a_moot: Moot) -> None:
    anna = await a_moot.member()
    made = await schedule(a_moot, anna, "later")
    [before] = await waiting(a_moot, anna)
    a_moot.clock.advance(HOUR + MINUTE)
    async with a_moot.ground.work() as work:
        await scheduling.reschedule(work, anna.id, made, work.now + HOUR)
    assert await scheduling.publish(a_moot.ground, before) is None
    assert [item.id for item in await waiting(a_moot, anna)] == [made]
    assert await texts(a_moot) == []


async def test_a_day_takes_only_so_many(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    midnight = a_moot.clock() // DAY * DAY + 3 * DAY
    for number in range(DAILY_LIMIT):
        await schedule(a_moot, anna, str(number), at=midnight + number * MINUTE)
    with pytest.raises(InvalidError, match="one day"):
        await schedule(a_moot, anna, "one more", at=midnight + DAY - 1)
    tomorrow = await schedule(a_moot, anna, "tomorrow", at=midnight + DAY)
    await schedule(a_moot, berta, "another's", at=midnight)
    with pytest.raises(InvalidError, match="one day"):
        async with a_moot.ground.work() as work:
            await scheduling.reschedule(work, anna.id, tomorrow, midnight)
    async with a_moot.ground.work() as work:
        await scheduling.reschedule(work, anna.id, tomorrow, midnight + DAY + 1)
    assert len(await waiting(a_moot, anna)) == DAILY_LIMIT + 1


async def test_a_member_may_schedule_only_so_many(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when many calls come at once."""
    monkeypatch.setattr(rules, "TOTAL_LIMIT", 3)
    anna = await a_moot.member()
    made = await asyncio.gather(*(schedule(a_moot, anna, str(n)) for n in range(6)), return_exceptions=True)
    assert sum(isinstance(each, InvalidError) for each in made) == 3
    assert len(await waiting(a_moot, anna)) == 3
