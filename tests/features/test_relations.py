"""Relations below the interface: what is announced, counted and promised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.features import accounts, relations
from folkmoot.features.relations import FollowOptions
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import ForbiddenError, MissingError
from folkmoot.infra.ids import MAX_ID
from tests.support.moot import Member, Moot
from tests.support.ties import follow

ALL = (MAX_ID, 0, 80, False)


async def counts(moot: Moot, who: Member) -> tuple[int, int]:
    account = await accounts.get(await moot.ground.read(), who.id)
    return account.followers_count, account.following_count


def announced(work: Work) -> list[str]:
    return [type(fact).__name__ for fact in work.announced]


async def test_a_follow_is_announced_and_counted_once(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    for expected in (["Followed"], []):
        async with a_moot.ground.work() as work:
            target = await accounts.get(work.db, berta.id)
            await relations.follow(work, anna.id, target, FollowOptions())
            assert announced(work) == expected
    assert (await counts(a_moot, anna), await counts(a_moot, berta)) == ((0, 1), (1, 0))
    for _ in range(2):
        async with a_moot.ground.work() as work:
            await relations.unfollow(work, anna.id, berta.id)
    assert (await counts(a_moot, anna), await counts(a_moot, berta)) == ((0, 0), (0, 0))


async def test_a_request_keeps_its_wishes_until_it_is_accepted(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta", locked=True)
    wishes = FollowOptions(show_reblogs=False, notify=True, languages=["de"])
    async with a_moot.ground.work() as work:
        target = await accounts.get(work.db, berta.id)
        await relations.follow(work, anna.id, target, wishes)
        assert announced(work) == ["FollowRequested"]
    db = a_moot.ground.db.reader
    assert (await relations.requests_count(db, berta.id), await counts(a_moot, berta)) == (1, (0, 0))
    async with a_moot.ground.work() as work:
        await relations.accept_request(work, berta.id, anna.id)
    now = (await relations.between(db, anna.id, [berta.id], 0))[0]
    assert FollowOptions(now.show_reblogs, now.notifying, now.languages) == wishes
    assert (await relations.requests_count(db, berta.id), await counts(a_moot, berta)) == (0, (1, 0))
    with pytest.raises(MissingError):
        async with a_moot.ground.work() as work:
            await relations.accept_request(work, berta.id, anna.id)


async def test_a_block_is_seen_by_both_at_once(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await follow(a_moot, anna, berta)
    await follow(a_moot, berta, anna)
    assert berta.id in (await relations.audience(a_moot.ground, anna.id)).following
    async with a_moot.ground.work() as work:
        await relations.block(work, anna.id, berta.id)
    ours, theirs = await relations.audience(a_moot.ground, anna.id), await relations.audience(a_moot.ground, berta.id)
    assert (ours.following, set(ours.blocking)) == ({}, {berta.id})
    assert (theirs.following, set(theirs.blocked_by)) == ({}, {anna.id})
    assert ours.shuns(berta.id, 0)
    assert theirs.shuns(anna.id, 0)
    assert await counts(a_moot, anna) == await counts(a_moot, berta) == (0, 0)


async def test_oneself_is_left_alone(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    for verb in (relations.block, relations.mute):
        with pytest.raises(ForbiddenError):
            async with a_moot.ground.work() as work:
                await verb(work, anna.id, anna.id)
    with pytest.raises(ForbiddenError):
        await follow(a_moot, anna, anna)


async def test_a_mute_ends_by_itself(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    async with a_moot.ground.work() as work:
        await relations.mute(work, anna.id, berta.id, duration=60)
        at = work.now
    reader, db = await relations.audience(a_moot.ground, anna.id), a_moot.ground.db.reader
    for now, muted in ((at, True), (at + 59_999, True), (at + 60_000, False)):
        assert reader.shuns(berta.id, now) == muted
        assert bool(await relations.muted(db, anna.id, ALL, now)) == muted
        assert (await relations.between(db, anna.id, [berta.id], now))[0].muting == muted


async def test_pages_by_hidden_ids(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    for _ in range(4):
        await follow(a_moot, await a_moot.member(), anna)
    db = a_moot.ground.db.reader
    rows = await relations.followers(db, anna.id, ALL)
    assert [row.row_id for row in rows] == sorted((row.row_id for row in rows), reverse=True)
    assert await relations.followers(db, anna.id, (rows[1].row_id, 0, 80, False)) == rows[2:]
    assert await relations.followers(db, anna.id, (MAX_ID, rows[3].row_id, 2, True)) == [rows[2], rows[1]]


@given(expires_at=st.none() | st.integers(0, 100), now=st.integers(0, 100))
def test_who_is_shunned(expires_at: int | None, now: int) -> None:
    reader = relations.Audience(1, {}, frozenset({2}), frozenset({3}), {4: expires_at}, frozenset())
    assert reader.shuns(2, now)
    assert reader.shuns(3, now)
    assert reader.shuns(4, now) == (expires_at is None or now < expires_at)
    assert not reader.shuns(5, now)
