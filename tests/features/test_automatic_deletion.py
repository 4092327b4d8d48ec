"""Automatic deletion as a feature: exactly what the rule says goes, fairly, and only so much at once."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.features import automatic_deletion, posts
from folkmoot.features.automatic_deletion import Rule, jobs, store
from folkmoot.features.polls import PollDraft
from folkmoot.features.posts import Draft, Visibility, marks
from folkmoot.infra.clock import DAY, HOUR, SECOND
from folkmoot.infra.db import DuplicateError, Reader, Sql
from tests.features.test_erasure import _DISAGREE
from tests.support.moot import Member, Moot

_PLACES = re.compile(r"\$(\d+)")


class Old(NamedTuple):
    """A post as the test wants it: its age in days, and all that may keep it."""

    days: int
    direct: bool = False
    pinned: bool = False
    poll: bool = False
    media: bool = False
    fav: bool = False
    bookmark: bool = False
    favs: int = 0
    reblogs: int = 0


async def write(moot: Moot, by: Member, wanted: Old) -> int:
    """Publish a post that was written so many days ago."""
    async with moot.ground.work() as work:
        draft = Draft(
            "old words",
            visibility=Visibility.DIRECT if wanted.direct else Visibility.PUBLIC,
            created_at=work.now - wanted.days * DAY - HOUR,
            poll=PollDraft(["one", "two"], 300) if wanted.poll else None,
        )
        post_id = await posts.publish(work, by.id, draft, parent=None, own_domain="moot.test")
        for table, has in (("pin", wanted.pinned), ("favourite", wanted.fav), ("bookmark", wanted.bookmark)):
            if has:
                await marks.add(work.db, table, by.id, post_id, work.new_id())
        if wanted.media:
            await work.db.run(_MEDIA, work.new_id(), by.id, post_id, work.now)
        await work.db.run(_COUNTS, post_id, wanted.favs, wanted.reblogs)
    return post_id


_MEDIA = Sql("insert into media (id, account_id, post_id, state, created_at) values ($1, $2, $3, 'ready', $4)")
_COUNTS = Sql("update post set favourites_count = $2, reblogs_count = $3 where id = $1")
_LEFT = Sql("select id from post where account_id = $1 order by id")


async def follow(moot: Moot, rule: Rule) -> None:
    async with moot.ground.work() as work:
        await automatic_deletion.put(work, rule.account_id, lambda _: rule)


async def left(moot: Moot, of: Member) -> set[int]:
    return {row[0] for row in await moot.ground.db.reader.all(_LEFT, of.id)}


def stays(post: Old, rule: Rule) -> bool:
    """The rule in plain words, apart from how the code has it."""
    if post.days * DAY + HOUR <= rule.min_status_age * SECOND:
        return True
    keeps = [
        rule.keep_direct and post.direct,
        rule.keep_pinned and post.pinned,
        rule.keep_polls and post.poll,
        rule.keep_media and post.media,
        rule.keep_self_fav and post.fav,
        rule.keep_self_bookmark and post.bookmark,
        rule.min_favs is not None and post.favs >= rule.min_favs,
        rule.min_reblogs is not None and post.reblogs >= rule.min_reblogs,
    ]
    return any(keeps)


_few = st.sampled_from((0, 1, 2, 3))
OLD = st.builds(
    Old, st.sampled_from((0, 6, 7, 8, 29, 30, 31, 700)), *(st.sampled_from((False, False, True)) for _ in range(6)),
    _few, _few,
)  # fmt: skip
_least = st.sampled_from((None, None, 1, 2, 3))
RULES = st.builds(
    Rule, st.just(0), st.just(True), st.sampled_from((7, 30)).map(lambda days: days * 24 * 3600),
    *(st.booleans() for _ in range(6)), _least, _least,
)  # fmt: skip


@settings(max_examples=30)
@given(wanted=st.lists(OLD, max_size=9), rule=RULES)
async def test_what_goes_is_exactly_what_the_rule_says(a_moot: Moot, wanted: list[Old], rule: Rule) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    rule = msgspec.structs.replace(rule, account_id=anna.id)
    made = {await write(a_moot, anna, post): post for post in wanted}
    others = {await write(a_moot, berta, post) for post in wanted[:1]}
    staying = {post_id for post_id, post in made.items() if stays(post, rule)}
    db = await a_moot.ground.read()
    assert await automatic_deletion.preview(db, rule, a_moot.clock()) == len(made) - len(staying)
    await follow(a_moot, rule)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "WINDOW", 3)
        patch.setattr(jobs, "TOGETHER", 2)
        await jobs.delete_due(a_moot.ground)
    assert await left(a_moot, anna) == staying
    assert await left(a_moot, berta) == others


async def many(moot: Moot, by: Member, count: int, days: int = 40) -> list[int]:
    return [await write(moot, by, Old(days)) for _ in range(count)]


async def test_what_was_marked_in_the_last_moment_stays(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and deleting its author pins a post; it has to be seen."""
    anna = await a_moot.member()
    first, second = await many(a_moot, anna, 2)
    await follow(a_moot, Rule(anna.id, enabled=True))
    real = store.look

    async def looking(db: Any, *arguments: Any) -> Sequence[store.Looked]:
        found = await real(db, *arguments)
        await marks.add(db, "pin", anna.id, first, 7)
        return found

    monkeypatch.setattr(store, "look", looking)
    await jobs.delete_due(a_moot.ground)
    assert await left(a_moot, anna) == {first}
    assert second != first


async def test_a_pin_that_comes_while_it_is_deleted_is_refused(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is told that their post is pinned finds it there."""
    anna = await a_moot.member()
    [post_id] = await many(a_moot, anna, 1)
    await follow(a_moot, Rule(anna.id, enabled=True))
    post = await posts.get_visible(a_moot.ground, anna.id, post_id)
    pins: list[asyncio.Task[None]] = []

    async def pin() -> None:
        async with a_moot.ground.work() as work:
            await posts.pin(work, anna.id, post)

    real = posts.delete

    async def deleting(*arguments: Any, **options: Any) -> None:
        pins.append(asyncio.create_task(pin()))
        await asyncio.sleep(0)
        await real(*arguments, **options)

    monkeypatch.setattr(posts, "delete", deleting)
    await jobs.delete_due(a_moot.ground)
    with pytest.raises(DuplicateError):
        await pins[0]
    assert await left(a_moot, anna) == set()


async def test_one_run_takes_only_so_many_and_from_everybody_in_turn(
    a_moot: Moot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LOAD", 12)
    monkeypatch.setattr(jobs, "TOGETHER", 4)
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    for member, count in ((anna, 20), (berta, 3), (carla, 3)):
        await many(a_moot, member, count)
        await follow(a_moot, Rule(member.id, enabled=True))
    counts = []
    for _ in range(3):
        await jobs.delete_due(a_moot.ground)
        counts.append([len(await left(a_moot, member)) for member in (anna, berta, carla)])
    assert counts[0] == [14, 0, 0]
    assert counts[1] == [2, 0, 0]
    assert counts[2] == [0, 0, 0]


async def test_what_goes_wrong_with_one_keeps_no_other_waiting(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    for member in (anna, berta):
        await many(a_moot, member, 2)
        await follow(a_moot, Rule(member.id, enabled=True))
    real = posts.delete

    async def failing(work: Any, post: posts.Post, **options: Any) -> None:
        await real(work, post, **options)
        if post.account_id == anna.id:
            raise RuntimeError("the lights went out")

    with monkeypatch.context() as patch:
        patch.setattr(posts, "delete", failing)
        await jobs.delete_due(a_moot.ground)
    assert (len(await left(a_moot, anna)), len(await left(a_moot, berta))) == (2, 0)
    a_moot.clock.advance(jobs.PAUSE + HOUR)
    await jobs.delete_due(a_moot.ground)
    assert await left(a_moot, anna) == set()


async def test_what_grows_old_or_loses_its_mark_goes_later(a_moot: Moot) -> None:
    anna = await a_moot.member()
    young, marked = await write(a_moot, anna, Old(13)), await write(a_moot, anna, Old(40, bookmark=True))
    await follow(a_moot, Rule(anna.id, enabled=True))
    await jobs.delete_due(a_moot.ground)
    assert await left(a_moot, anna) == {young, marked}
    async with a_moot.ground.work() as work:
        await marks.remove(work.db, "bookmark", anna.id, marked)
    await jobs.delete_due(a_moot.ground)
    assert await left(a_moot, anna) == {young, marked}
    a_moot.clock.advance(jobs.PAUSE + HOUR)
    await jobs.delete_due(a_moot.ground)
    assert await left(a_moot, anna) == {young}
    a_moot.clock.advance(DAY)
    await jobs.delete_due(a_moot.ground)
    assert await left(a_moot, anna) == set()


@pytest.mark.parametrize("why", ["off", "forgotten", "suspended"])
async def test_where_no_rule_holds_nothing_goes(a_moot: Moot, why: str) -> None:
    anna = await a_moot.member()
    made = await many(a_moot, anna, 1)
    await follow(a_moot, Rule(anna.id, enabled=why != "off"))
    async with a_moot.ground.work() as work:
        if why == "forgotten":
            await automatic_deletion.forget(work, anna.id)
        elif why == "suspended":
            await work.db.run(Sql("update account set suspended_at = $2 where id = $1"), anna.id, work.now)
    await jobs.delete_due(a_moot.ground)
    assert await left(a_moot, anna) == set(made)


async def test_boosts_go_by_their_age_and_every_number_stays_true(a_moot: Moot) -> None:
    """A member's own post and their boost of it go together, and are counted once each."""
    anna, berta = await a_moot.member(), await a_moot.member()
    own, foreign, kept = [await write(a_moot, member, Old(30)) for member in (anna, berta, anna)]
    async with a_moot.ground.work() as work:
        found = await posts.by_ids(work.db, [own, foreign, kept])
        for by, post_id in ((anna, own), (anna, foreign), (anna, kept), (berta, own)):
            await posts.reblog(work, by.id, found[post_id], created_at=work.now - 20 * DAY)
        await posts.bookmark(work, anna.id, found[kept])
        await posts.favourite(work, anna.id, found[foreign])
    await follow(a_moot, Rule(anna.id, enabled=True))
    await jobs.delete_due(a_moot.ground)
    assert await left(a_moot, anna) == {kept}
    assert await left(a_moot, berta) == {foreign}
    assert await a_moot.ground.db.reader.all(_DISAGREE) == []


async def test_the_files_of_what_goes_go(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = await a_moot.member()
    await write(a_moot, anna, Old(30, media=True))
    await follow(a_moot, Rule(anna.id, enabled=True))
    await jobs.delete_due(a_moot.ground)
    assert await a_moot.ground.db.reader.value(Sql("select count(*) from media")) == 0


async def test_its_questions_are_answered_by_an_index(a_moot: Moot) -> None:
    """Looking at a window of posts never reads the table from one end to the other."""
    if a_moot.ground.db.kind != "sqlite":
        pytest.skip("PostgreSQL chooses by what the tables hold, which is nothing here")
    reader: Reader = a_moot.ground.db.reader
    for sql in (store._LOOKED_AT, store._NOT_KEPT, store._WAITING, store._COUNT):
        places = sorted({int(place) for place in _PLACES.findall(sql.postgres)})
        arguments = [[1] if f"any(${place})" in sql.postgres else 1 for place in places]
        plan = [str(row[3]) for row in await reader.all(Sql(f"explain query plan {sql.postgres}"), *arguments)]
        assert not [step for step in plan if re.match(r"SCAN (?!json_each|due|p$)", step)], plan
        assert not [step for step in plan if step.startswith("SEARCH k ") and not re.search(r"rowid=|post_id=", step)]
