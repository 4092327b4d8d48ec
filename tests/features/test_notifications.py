"""Who is told what, and that each thing is told once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.features import accounts, moderation, notifications, posts
from folkmoot.features.accounts import Account
from folkmoot.features.auth import Permission
from folkmoot.features.notifications import GROUPED_KINDS, KINDS, Policy, Wanted
from folkmoot.features.notifications import jobs as telling
from folkmoot.features.notifications import tell as tell_module
from folkmoot.features.notifications.rules import GROUP_HOURS, kinds_for, open_groups, verdict, wants
from folkmoot.features.notifications.types import VERDICTS, Sender
from folkmoot.features.posts import PostFavourited, PostPublished
from folkmoot.features.relations import Audience
from folkmoot.infra import jobs
from folkmoot.infra.boot import Consequences
from folkmoot.infra.clock import HOUR, MINUTE
from folkmoot.infra.db import Sql
from folkmoot.wiring import CONSEQUENCES, FOLLOW_UPS
from folkmoot.wiring import KINDS as JOBS
from tests.support.moot import Member, Moot
from tests.support.ties import block, follow, mute

NOW = 1_800_000_000_000
ALL = Wanted(list(KINDS))
EVERYTHING = (2**63 - 1, 0, 80, False)


async def told(moot: Moot, member: Member) -> list[str]:
    """Carry out what is due; returns the kinds of what the member was told, newest first."""
    await moot.run_jobs()
    return [item.kind for item in await notifications.page(moot.ground, member.id, ALL, EVERYTHING)]


async def stored(moot: Moot) -> int:
    """Return how many notifications there are in the table, shown or not."""
    return int(await moot.ground.db.reader.value(Sql("select count(*) from notification")))


def person(**changes: Any) -> Account:
    plain: dict[str, Any] = dict.fromkeys(Account.__struct_fields__, "")
    plain |= {"id": 1, "suspended_at": None, "silenced_at": None}
    return Account(**(plain | changes))


def reader(**changes: Any) -> Audience:
    empty: dict[str, Any] = {
        "account_id": 1, "following": {}, "blocking": frozenset(), "blocked_by": frozenset(), "muting": {},
        "muting_notifications": frozenset(),
    }  # fmt: skip
    return Audience(**(empty | changes))


@pytest.mark.parametrize(
    ("relations", "sender", "expected"),
    [
        ({}, {}, True),
        ({}, {"id": 1}, False),
        ({}, {"suspended_at": NOW}, False),
        ({"domains": frozenset({"far.example"})}, {"domain": "far.example"}, False),
        ({"domains": frozenset({"far.example"})}, {"domain": "near.example"}, True),
        (
            {"domains": frozenset({"far.example"}), "following": {2: (True, frozenset())}},
            {"domain": "far.example"},
            True,
        ),
        ({"blocking": frozenset({2})}, {}, False),
        ({"blocked_by": frozenset({2})}, {}, False),
        ({"muting": {2: None}}, {}, True),
        ({"muting": {2: None}, "muting_notifications": frozenset({2})}, {}, False),
        ({"muting": {2: NOW + 1}, "muting_notifications": frozenset({2})}, {}, False),
        ({"muting": {2: NOW}, "muting_notifications": frozenset({2})}, {}, True),
    ],
)
def test_who_is_heard(relations: dict[str, Any], sender: dict[str, Any], expected: bool) -> None:
    assert wants(reader(**relations), person(), person(**({"id": 2} | sender)), NOW) is expected


def test_members_of_other_servers_are_told_by_their_own() -> None:
    assert not wants(reader(), person(domain="elsewhere.example"), person(id=2), NOW)


@given(
    st.integers(0, 2**20 - 1),
    st.lists(st.sampled_from([*KINDS, "unknown"])),
    st.lists(st.sampled_from([*KINDS, "unknown"])),
)
def test_nobody_gets_kinds_that_their_role_does_not_permit(
    permissions: int, only: list[str], without: list[str]
) -> None:
    found = kinds_for(permissions, only, without)
    assert set(found) <= (set(only) & set(KINDS) if only else set(KINDS)) - set(without)
    everything = bool(permissions & Permission.ADMINISTRATOR)
    if not (everything or permissions & Permission.MANAGE_REPORTS):
        assert "admin.report" not in found
    if not (everything or permissions & Permission.MANAGE_USERS):
        assert "admin.sign_up" not in found


@given(st.builds(Policy, *[st.sampled_from(VERDICTS)] * 5), st.builds(Sender, *[st.booleans()] * 5))
def test_the_strictest_word_that_applies_counts(policy: Policy, sender: Sender) -> None:
    words = [getattr(policy, name) for name in Policy.__struct_fields__]
    found = verdict(policy, sender)
    assert found in {"accept", *words}
    if sender.following and sender.followed_by:
        assert found == "accept"
    if not sender.following and not sender.followed_by:
        assert VERDICTS.index(found) >= max(map(VERDICTS.index, words[:2]))
    everything = sender._replace(following=False, followed_by=False, new=True, limited=True, private=True)
    assert VERDICTS.index(verdict(policy, everything)) == max(map(VERDICTS.index, words))


@given(st.sampled_from(KINDS), st.integers(0, 2**62), st.integers(0, 2**42), st.integers(0, 48 * HOUR))
def test_a_group_stays_open_for_its_hours(kind: str, about: int, began: int, passed: int) -> None:
    names = open_groups(kind, about, began)
    assert len(names) == (GROUP_HOURS if kind in GROUPED_KINDS else 0)
    if names:
        open_still = names[0] in open_groups(kind, about, began + passed)
        assert open_still == (began // HOUR + GROUP_HOURS > (began + passed) // HOUR)
        assert set(names).isdisjoint(open_groups(kind, about + 1, began))


async def test_a_job_that_runs_twice_tells_once(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    posted = int((await a_moot.post(anna, "@berta"))["id"])
    await a_moot.ok("POST", f"/api/v1/statuses/{posted}/favourite", berta)
    assert await told(a_moot, berta) == ["mention"]
    await telling.tell_of_posts(a_moot.ground, [PostPublished(posted, anna.id, tells=True)] * 2)
    await telling.tell_of_favourites(a_moot.ground, [PostFavourited(posted, anna.id, berta.id)] * 2)
    assert await told(a_moot, berta) == ["mention"]
    assert await told(a_moot, anna) == ["favourite"]


async def test_facts_about_what_is_gone_tell_nothing(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    posted = int((await a_moot.post(anna, "@berta"))["id"])
    post = await posts.get_visible(a_moot.ground, anna.id, posted)
    async with a_moot.ground.work() as work:
        await posts.favourite(work, berta.id, post)
        await posts.reblog(work, berta.id, post)
    async with a_moot.ground.work() as work:
        await posts.edit(work, post, posts.Draft("@berta again"), own_domain="moot.test")
    async with a_moot.ground.work() as work:
        await posts.delete(work, post)
    assert await told(a_moot, anna) == await told(a_moot, berta) == []
    assert await jobs.listed(a_moot.ground.db, dead=False) == []


async def test_the_limited_reach_only_their_followers(a_moot: Moot) -> None:
    anna, berta, carl = [await a_moot.member(name) for name in ("anna", "berta", "carl")]
    await follow(a_moot, carl, anna)
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update account set silenced_at = $1 where id = $2"), work.now, anna.id)
        work.touch("account", anna.id)
    await a_moot.post(anna, "@berta @carl")
    assert await told(a_moot, berta) == []
    assert await told(a_moot, carl) == ["mention"]


async def test_nothing_is_written_for_those_who_do_not_want_it(a_moot: Moot) -> None:
    anna, berta, carl = [await a_moot.member(name) for name in ("anna", "berta", "carl")]
    await block(a_moot, berta, anna)
    await mute(a_moot, carl, anna)
    await a_moot.post(anna, "@anna @berta @carl @nobody")
    await a_moot.run_jobs()
    assert await stored(a_moot) == 0


async def test_what_came_before_a_mute_is_hidden_while_it_lasts(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await a_moot.post(anna, "@berta")
    assert await told(a_moot, berta) == ["mention"]
    await mute(a_moot, berta, anna, duration=60)
    assert await told(a_moot, berta) == []
    a_moot.clock.advance(MINUTE)
    assert await told(a_moot, berta) == ["mention"]


async def test_a_suspended_account_is_not_shown(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await follow(a_moot, anna, berta)
    assert await told(a_moot, berta) == ["follow"]
    assert len(await a_moot.ok("GET", "/api/v1/notifications", berta)) == 1
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update account set suspended_at = $1 where id = $2"), work.now, anna.id)
        work.touch("account", anna.id)
    assert await a_moot.ok("GET", "/api/v1/notifications", berta) == []


async def test_the_sweep_deletes_what_nobody_sees_any_more(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "STRETCH", 1)
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    posted = await a_moot.post(anna, "@berta")
    for act in ("favourite", "unfavourite", "favourite"):
        await a_moot.ok("POST", f"/api/v1/statuses/{posted['id']}/{act}", berta)
        await a_moot.run_jobs()
    assert await stored(a_moot) == 3
    await telling.sweep(a_moot.ground, None)
    assert await stored(a_moot) == 2
    assert await told(a_moot, anna) == ["favourite"]


async def test_many_followers_are_told_in_several_transactions(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tell_module, "TOGETHER", 2)
    anna = await a_moot.member("anna")
    followers = [await a_moot.member() for _ in range(5)]
    for follower in followers:
        await follow(a_moot, follower, anna, notify=True)
    await a_moot.post(anna, "news")
    for follower in followers:
        assert await told(a_moot, follower) == ["status"]


async def test_an_edit_reaches_every_page_of_boosters(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "BOOSTERS", 2)
    anna = await a_moot.member("anna")
    boosters = [await a_moot.member() for _ in range(3)]
    path = f"/api/v1/statuses/{(await a_moot.post(anna, 'first'))['id']}"
    for booster in boosters:
        await a_moot.ok("POST", f"{path}/reblog", booster)
    await a_moot.ok("PUT", path, anna, json={"status": "second"})
    for booster in boosters:
        assert await told(a_moot, booster) == ["update"]


async def test_reports_are_had_by_their_ids(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    complaint = moderation.Complaint(comment="rude")
    report = await moderation.prepare_report(a_moot.ground, anna.id, berta.id, complaint)
    async with a_moot.ground.work() as work:
        filed = await moderation.file_report(work, report)
    assert await moderation.reports_by_ids(await a_moot.ground.read(), [filed.id, 1]) == {filed.id: filed}
    with pytest.raises(accounts.UnknownAccountError):
        await moderation.prepare_report(a_moot.ground, anna.id, 1, complaint)


def test_every_follow_up_names_a_job_and_an_attribute_that_exist() -> None:
    assert Consequences(FOLLOW_UPS, JOBS) == CONSEQUENCES
    for fact, follow_ups in FOLLOW_UPS.items():
        for follow_up in follow_ups:
            assert follow_up.job in JOBS
            assert not follow_up.when or hasattr(fact, follow_up.when)
