"""Posts as a feature: what its verbs promise beyond what one client at a time can see."""

import asyncio
from typing import Any

import pytest

from folkmoot.features import accounts, posts, relations
from folkmoot.features.posts import Draft, Visibility
from folkmoot.infra.errors import InvalidError, MissingError
from tests.support.moot import Member, Moot
from tests.support.ties import follow


async def _publish(moot: Moot, author: Member, draft: Draft, parent_id: int | None = None) -> int:
    parent = None if parent_id is None else await posts.get_visible(moot.ground, author.id, parent_id)
    async with moot.ground.work() as work:
        return await posts.publish(work, author.id, draft, parent=parent, own_domain="moot.test")


async def _counts(moot: Moot, account_id: int) -> tuple[int, int, int]:
    account = await accounts.get(await moot.ground.read(), account_id)
    return account.followers_count, account.following_count, account.statuses_count


@pytest.mark.parametrize("visibility", list(Visibility))
async def test_numbers_return_to_what_they_were(a_moot: Moot, visibility: Visibility) -> None:
    """Publish, answer, boost, favourite, delete: every public number is as before."""
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    root = await _publish(a_moot, anna, Draft("root"))
    before = [await _counts(a_moot, anna.id), await _counts(a_moot, berta.id)]
    answer = await _publish(a_moot, berta, Draft("@anna answer", visibility=visibility), root)
    ground = a_moot.ground
    post = await posts.get_visible(ground, anna.id, answer)
    async with ground.work() as work:
        await posts.favourite(work, anna.id, post)
        if visibility <= Visibility.UNLISTED:
            await posts.reblog(work, anna.id, post)
    shown = (await posts.by_ids(await ground.read(), [root]))[root]
    assert shown.replies_count == (visibility <= Visibility.UNLISTED)
    async with ground.work() as work:
        await posts.delete(work, post)
    assert [await _counts(a_moot, anna.id), await _counts(a_moot, berta.id)] == before
    assert (await posts.by_ids(await ground.read(), [root]))[root].replies_count == 0


async def test_numbers_survive_everybody_at_once(a_moot: Moot) -> None:
    """Twenty members follow, favourite, boost and answer at the same time; on PostgreSQL in as many transactions."""
    anna = await a_moot.member("anna")
    crowd = [await a_moot.member() for _ in range(20)]
    status = await a_moot.post(anna, "good")
    path = f"/api/v1/statuses/{status['id']}"

    async def act(who: Member) -> None:
        await a_moot.ok("POST", f"{path}/favourite", who)
        await a_moot.ok("POST", f"{path}/reblog", who)
        await a_moot.post(who, "me too", in_reply_to_id=status["id"])
        await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/follow", who)

    await asyncio.gather(*map(act, crowd))
    shown = await a_moot.ok("GET", path)
    assert [shown[f"{name}_count"] for name in ("favourites", "reblogs", "replies")] == [20, 20, 20]
    assert await _counts(a_moot, anna.id) == (20, 0, 1)


async def test_two_who_follow_each_other_at_once(a_moot: Moot) -> None:
    """Each counts both: two transactions that lock the same two rows in opposite order."""
    pairs = [(await a_moot.member(), await a_moot.member()) for _ in range(8)]

    async def toggle(who: Member, whom: Member) -> None:
        for verb in ("follow", "unfollow", "follow"):
            await a_moot.ok("POST", f"/api/v1/accounts/{whom.id}/{verb}", who)

    await asyncio.gather(*(toggle(*pair) for one, two in pairs for pair in ((one, two), (two, one))))
    for one, two in pairs:
        assert await _counts(a_moot, one.id) == await _counts(a_moot, two.id) == (1, 1, 0)


async def test_acting_on_what_is_deleted_meanwhile_is_refused(a_moot: Moot) -> None:
    """Everyone found the post, then it went: nobody gets a failure, and nothing refers to it."""
    anna = await a_moot.member("anna")
    crowd = [await a_moot.member() for _ in range(6)]
    for verb in ("favourite", "reblog", "bookmark"):
        status = await a_moot.post(anna, "short-lived")
        path = f"/api/v1/statuses/{status['id']}"
        calls: list[Any] = [a_moot.call("POST", f"{path}/{verb}", who) for who in crowd]
        calls.insert(2, a_moot.call("DELETE", path, anna))
        answers = await asyncio.gather(*calls)
        assert {answer.status_code for answer in answers} <= {200, 404, 409}
        assert answers[2].status_code == 200
        for who in (*crowd, anna):
            assert (await a_moot.call("GET", path, who)).status_code == 404


async def test_a_deleted_post_takes_its_boosts_out_of_every_count(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await a_moot.post(anna, "good")
    await a_moot.ok("POST", f"/api/v1/statuses/{status['id']}/reblog", berta)
    assert (await _counts(a_moot, berta.id))[2] == 1
    await a_moot.ok("DELETE", f"/api/v1/statuses/{status['id']}", anna)
    assert (await _counts(a_moot, berta.id))[2] == 0


async def test_limits_are_held_at_the_front_desk(a_moot: Moot) -> None:
    anna = await a_moot.member()
    for draft in (Draft(""), Draft("x" * 501), Draft("x", media_ids=[1, 2, 3, 4, 5]), Draft("x", media_ids=[7])):
        with pytest.raises(InvalidError):
            await _publish(a_moot, anna, draft)
    with pytest.raises(MissingError):
        await posts.get_visible(a_moot.ground, anna.id, 1)
    assert (await _counts(a_moot, anna.id))[2] == 0


@pytest.mark.parametrize("tag", ["ΐ" * 100, "😀", "\ufdfa" * 30, "a" * 100, "漢" * 100])
async def test_tags_of_any_script_are_stored_and_found(a_moot: Moot, tag: str) -> None:
    anna = await a_moot.member()
    status = await a_moot.post(anna, f"#{tag}")
    for each in status["tags"]:
        found = await a_moot.ok("GET", f"/api/v1/timelines/tag/{each['name']}")
        assert [one["id"] for one in found] == [status["id"]]


async def test_facts_are_told_with_what_they_concern(a_moot: Moot) -> None:
    """What is announced inside the transaction that does it."""
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await follow(a_moot, berta, anna, notify=True)
    async with a_moot.ground.work() as work:
        quiet = await posts.publish(work, berta.id, Draft("alone"), parent=None, own_domain="moot.test")
        heard = await posts.publish(work, anna.id, Draft("to my followers"), parent=None, own_domain="moot.test")
        facts = [fact for fact in work.announced if isinstance(fact, posts.PostPublished)]
    assert [(fact.post_id, fact.tells) for fact in facts] == [(quiet, False), (heard, True)]
    reader = await relations.audience(a_moot.ground, berta.id)
    assert set(reader.following) == {anna.id}
