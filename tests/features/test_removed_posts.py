"""Removing a post: what goes, what stays, who learns of it, and what came of reports and appeals."""

from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from folkmoot.features import accounts, auth, moderation, posts, site
from folkmoot.features.moderation import Removal, Sanction, rules
from folkmoot.features.posts import UnknownPostError
from folkmoot.features.site import RuleText
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.db import Sql
from folkmoot.infra.errors import ConflictError, ForbiddenError, InvalidError, MissingError
from tests.conformance.entities import check
from tests.support.moot import Member, Moot

ALL = (2**63 - 1, 0, 40, False)


@pytest.fixture
async def mona(a_moot: Moot) -> Member:
    return await a_moot.member("mona", role="moderator")


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    return await a_moot.member("anna")


async def a_rule(moot: Moot) -> int:
    async with moot.ground.work() as work:
        made = await site.add_rule(work, RuleText("Be kind", ""))
        await site.translate_rule(work, made.id, "de", RuleText("Sei freundlich"))
    return made.id


async def remove(moot: Moot, by: Member, post_id: str, removal: Removal) -> int:
    """Remove a post and return the id of the strike."""
    known = await site.rules(moot.ground)
    post = (await posts.by_ids(await moot.ground.read(), [int(post_id)]))[int(post_id)]
    async with moot.ground.work() as work:
        return (await moderation.remove_post(work, by.id, post, removal, known)).id


async def report(moot: Moot, by: Member, about: Member, *post_ids: str) -> int:
    fields: dict[str, Any] = {"account_id": str(about.id), "status_ids": list(post_ids)}
    return int((await moot.ok("POST", "/api/v1/reports", by, json=fields))["id"])


async def outcomes(moot: Moot, by: Member) -> list[str]:
    return [item.outcome for item in await moderation.own_reports(await moot.ground.read(), by.id, ALL)]


async def test_a_removed_post_is_gone_and_leaves_its_reason(a_moot: Moot, mona: Member, anna: Member) -> None:
    berta = await a_moot.member("berta")
    said = await a_moot.post(anna, "rude words", spoiler_text="beware")
    await a_moot.ok("POST", f"/api/v1/statuses/{said['id']}/reblog", berta)
    rule_id = await a_rule(a_moot)
    strike_id = await remove(a_moot, mona, said["id"], Removal(rule_ids=[rule_id], text="Mind your tongue"))
    assert (await a_moot.call("GET", f"/api/v1/statuses/{said['id']}", anna)).status_code == 404
    assert await a_moot.ok("GET", "/api/v1/timelines/public") == []
    stays = await moderation.removed_post(a_moot.ground, None, int(said["id"]))
    assert stays is not None
    assert (stays.account_id, stays.strike_id, stays.category) == (anna.id, strike_id, "violation")
    assert [(rule.id, rule.text, rule.translations) for rule in stays.rules] == [
        (rule_id, "Be kind", {"de": "Sei freundlich"})
    ]
    kept = await a_moot.ground.db.reader.all(Sql("select * from removed_post"))
    assert "rude" not in str(kept)
    async with a_moot.ground.work() as work:
        await site.change_rule(work, rule_id, RuleText("Be nice"))
    again = await moderation.removed_post(a_moot.ground, anna.id, int(said["id"]))
    assert again == stays


async def test_its_author_is_told_and_may_read_why(a_moot: Moot, mona: Member, anna: Member) -> None:
    said = await a_moot.post(anna, "rude words")
    rule_id = await a_rule(a_moot)
    strike_id = await remove(a_moot, mona, said["id"], Removal(rule_ids=[rule_id], text="Mind your tongue"))
    await a_moot.run_jobs()
    [told] = await a_moot.ok("GET", "/api/v1/notifications", anna)
    assert check(told, "Notification") == []
    warning = told["moderation_warning"]
    assert (warning["id"], warning["action"], warning["status_ids"]) == (
        str(strike_id),
        "delete_statuses",
        [said["id"]],
    )
    [file] = (a_moot.ground.folder / "outbox").glob("*.eml")
    letter = message_from_bytes(file.read_bytes(), policy=default).get_content()
    assert "Be kind" in letter
    assert "Mind your tongue" in letter
    assert "/strikes" in letter
    assert "mona" not in letter
    by_strike = await moderation.removed_by_strikes(await a_moot.ground.read(), [strike_id])
    assert [item.post_id for item in by_strike[strike_id]] == [int(said["id"])]


async def test_it_stands_in_the_log_without_words(a_moot: Moot, mona: Member, anna: Member) -> None:
    said = await a_moot.post(anna, "rude words")
    strike_id = await remove(a_moot, mona, said["id"], Removal("spam", text="Mind your tongue"))
    [act] = [act for act in await auth.acts(await a_moot.ground.read(), 2**63 - 1, 10) if act.act == "remove"]
    assert (act.account_id, act.target, act.detail) == (
        mona.id,
        f"post:{said['id']}",
        f"account:{anna.id} strike:{strike_id}",
    )


async def test_reports_about_it_are_answered_and_their_authors_see_how(
    a_moot: Moot, mona: Member, anna: Member
) -> None:
    berta, carla = await a_moot.member("berta"), await a_moot.member("carla")
    said, other = await a_moot.post(anna, "rude words"), await a_moot.post(anna, "more")
    named = await report(a_moot, berta, anna, said["id"], other["id"])
    await report(a_moot, carla, anna, said["id"])
    await report(a_moot, carla, anna, other["id"])
    assert await moderation.untold_decisions(a_moot.ground, carla.id) == 0
    await remove(a_moot, mona, said["id"], Removal("other", report_id=named))
    assert await outcomes(a_moot, berta) == ["delete_statuses"]
    assert await outcomes(a_moot, carla) == ["", "delete_statuses"]
    assert await moderation.untold_decisions(a_moot.ground, carla.id) == 1
    async with a_moot.ground.work() as work:
        await moderation.tell_of_decisions(work, carla.id)
    assert await moderation.untold_decisions(a_moot.ground, carla.id) == 0
    assert await moderation.untold_decisions(a_moot.ground, berta.id) == 1


async def test_what_came_of_other_decisions_is_kept_too(a_moot: Moot, mona: Member, anna: Member) -> None:
    berta = await a_moot.member("berta")
    first = await report(a_moot, berta, anna)
    await a_moot.ok("POST", f"/api/v1/admin/reports/{first}/resolve", mona)
    assert await outcomes(a_moot, berta) == ["closed"]
    await a_moot.ok("POST", f"/api/v1/admin/reports/{first}/reopen", mona)
    assert await outcomes(a_moot, berta) == [""]
    assert await moderation.untold_decisions(a_moot.ground, berta.id) == 0
    await a_moot.ok("POST", f"/api/v1/admin/accounts/{anna.id}/action", mona, json={"type": "silence"})
    assert await outcomes(a_moot, berta) == ["silence"]
    assert await moderation.untold_decisions(a_moot.ground, berta.id) == 1


async def test_who_may_not_cannot(a_moot: Moot, mona: Member, anna: Member) -> None:
    berta, nora = await a_moot.member("berta"), await a_moot.member("nora", role="moderator")
    said, staffs = await a_moot.post(anna, "hello"), await a_moot.post(nora, "hello")
    boost = await a_moot.ok("POST", f"/api/v1/statuses/{said['id']}/reblog", berta)
    about_berta = await report(a_moot, anna, berta)
    for by, post, removal, error in (
        (berta, said, Removal("spam"), ForbiddenError),
        (mona, staffs, Removal("spam"), ForbiddenError),
        (mona, said, Removal("violation"), InvalidError),
        (mona, said, Removal("boring"), InvalidError),
        (mona, said, Removal(rule_ids=[7]), InvalidError),
        (mona, said, Removal("spam", text="x" * 5_001), InvalidError),
        (mona, boost, Removal("spam"), InvalidError),
        (mona, said, Removal("spam", report_id=about_berta), MissingError),
    ):
        with pytest.raises(error):
            await remove(a_moot, by, post["id"], removal)
    assert await moderation.removed_post(a_moot.ground, mona.id, int(said["id"])) is None
    assert len(await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}/statuses")) == 1


async def test_what_is_gone_is_not_removed_again(a_moot: Moot, mona: Member, anna: Member) -> None:
    said = await a_moot.post(anna, "hello")
    db = await a_moot.ground.read()
    post = (await posts.by_ids(db, [int(said["id"])]))[int(said["id"])]
    await remove(a_moot, mona, said["id"], Removal("spam"))
    with pytest.raises(UnknownPostError):
        async with a_moot.ground.work() as work:
            await moderation.remove_post(work, mona.id, post, Removal("spam"), [])
    assert len(await moderation.strikes_of(db, anna.id, ALL)) == 1


async def test_of_a_private_post_only_its_author_learns(a_moot: Moot, mona: Member, anna: Member) -> None:
    said = await a_moot.post(anna, "among us", visibility="private")
    await remove(a_moot, mona, said["id"], Removal("other"))
    post_id = int(said["id"])
    assert await moderation.removed_post(a_moot.ground, anna.id, post_id) is not None
    assert await moderation.removed_post(a_moot.ground, mona.id, post_id) is None
    assert await moderation.removed_post(a_moot.ground, None, post_id) is None


async def test_what_answered_it_knows_that_it_was_removed(a_moot: Moot, mona: Member, anna: Member) -> None:
    berta = await a_moot.member("berta")
    root, secret = await a_moot.post(anna, "rude"), await a_moot.post(anna, "@berta hm", visibility="direct")
    wanted = await a_moot.post(berta, "why?", in_reply_to_id=root["id"])
    deeper = await a_moot.post(berta, "tell me", in_reply_to_id=wanted["id"])
    hidden = await a_moot.post(berta, "@anna no", in_reply_to_id=secret["id"], visibility="direct")
    for post in (root, secret):
        await remove(a_moot, mona, post["id"], Removal("other"))
    found = await posts.by_ids(await a_moot.ground.read(), [int(post["id"]) for post in (wanted, deeper, hidden)])

    async def above(post: dict[str, Any], viewer: Member | None) -> int | None:
        stays = await moderation.removed_parent(a_moot.ground, viewer.id if viewer else None, found[int(post["id"])])
        return stays.post_id if stays else None

    assert await above(wanted, None) == int(root["id"])
    assert await above(deeper, None) is None
    assert await above(hidden, berta) is None
    assert await above(hidden, anna) == int(secret["id"])


async def test_a_post_deleted_by_its_author_leaves_nothing(a_moot: Moot, anna: Member) -> None:
    said = await a_moot.post(anna, "hello")
    await a_moot.ok("DELETE", f"/api/v1/statuses/{said['id']}", anna)
    assert await moderation.removed_post(a_moot.ground, anna.id, int(said["id"])) is None


async def test_an_appeal_is_made_once_and_in_time(a_moot: Moot, mona: Member, anna: Member) -> None:
    berta = await a_moot.member("berta")
    strike_ids = [
        await remove(a_moot, mona, (await a_moot.post(anna, text))["id"], Removal("spam")) for text in ("a", "b")
    ]

    async def appeal(by: Member, strike_id: int, text: str = " It was a joke ") -> None:
        async with a_moot.ground.work() as work:
            await moderation.appeal(work, by.id, strike_id, text)

    with pytest.raises(MissingError):
        await appeal(berta, strike_ids[0])
    for text in ("  ", "x" * 2_001):
        with pytest.raises(InvalidError):
            await appeal(anna, strike_ids[0], text)
    await appeal(anna, strike_ids[0])
    with pytest.raises(ConflictError):
        await appeal(anna, strike_ids[0])
    [made] = (await moderation.appeals(await a_moot.ground.read(), strike_ids)).values()
    assert (made.strike_id, made.text, made.state) == (strike_ids[0], "It was a joke", "pending")
    await a_moot.run_jobs()
    told = [item["moderation_warning"] for item in await a_moot.ok("GET", "/api/v1/notifications", anna)]
    appeals = {int(item["id"]): item["appeal"] for item in told}
    assert appeals == {strike_ids[0]: {"text": "It was a joke", "state": "pending"}, strike_ids[1]: None}
    a_moot.clock.advance(200 * DAY)
    with pytest.raises(ConflictError):
        await appeal(anna, strike_ids[1])


async def test_an_appeal_is_answered_by_somebody_else(a_moot: Moot, mona: Member, anna: Member) -> None:
    nora = await a_moot.member("nora", role="moderator")
    said = await a_moot.post(anna, "hello")
    strike_id = await remove(a_moot, mona, said["id"], Removal("spam"))
    async with a_moot.ground.work() as work:
        limited = await moderation.sanction(work, mona.id, anna.id, Sanction("silence", mail=False))
        for each in (strike_id, limited.id):
            await moderation.appeal(work, anna.id, each, "Please look again")

    async def judge(by: Member, strike: int, *, granted: bool) -> None:
        async with a_moot.ground.work() as work:
            await moderation.judge_appeal(work, by.id, strike, granted=granted)

    assert await moderation.count_waiting_appeals(a_moot.ground) == 2
    for by in (mona, anna):
        with pytest.raises(ForbiddenError):
            await judge(by, limited.id, granted=True)
    await judge(nora, limited.id, granted=True)
    assert (await accounts.get(await a_moot.ground.read(), anna.id)).silenced_at is None
    await judge(nora, strike_id, granted=False)
    assert await moderation.removed_post(a_moot.ground, None, int(said["id"])) is not None
    with pytest.raises(ConflictError):
        await judge(nora, strike_id, granted=True)
    with pytest.raises(MissingError):
        await judge(nora, int(a_moot.never()), granted=True)
    assert await moderation.count_waiting_appeals(a_moot.ground) == 0
    found = await moderation.appeals(await a_moot.ground.read(), [strike_id, limited.id])
    assert {each: found[each].state for each in found} == {strike_id: "rejected", limited.id: "approved"}


async def test_of_what_was_wrongly_removed_nothing_is_said(a_moot: Moot, mona: Member, anna: Member) -> None:
    nora = await a_moot.member("nora", role="moderator")
    said = await a_moot.post(anna, "hello")
    await a_moot.post(anna, "more", in_reply_to_id=said["id"])
    strike_id = await remove(a_moot, mona, said["id"], Removal("spam"))
    async with a_moot.ground.work() as work:
        await moderation.appeal(work, anna.id, strike_id, "It is not")
    async with a_moot.ground.work() as work:
        await moderation.judge_appeal(work, nora.id, strike_id, granted=True)
    assert await moderation.removed_post(a_moot.ground, anna.id, int(said["id"])) is None


async def test_a_post_is_not_removed_behind_the_back_of_its_rank(a_moot: Moot, mona: Member) -> None:
    said = await a_moot.post(mona, "mine")
    with pytest.raises(ForbiddenError):
        await remove(a_moot, mona, said["id"], Removal("spam"))
    account = await accounts.get(await a_moot.ground.read(), mona.id)
    assert account.statuses_count == 1


@pytest.mark.parametrize(
    ("waits", "median"),
    [
        ([], None),
        ([(HOUR, True)] * 4, None),
        ([(n * HOUR, True) for n in (5, 1, 2, 4, 3)], 3 * HOUR),
        ([(n * HOUR, True) for n in (1, 2, 3, 4, 5)] + [(9 * HOUR, False)] * 4, 5 * HOUR),
        ([(HOUR, True)] * 5 + [(9 * HOUR, False)] * 20, None),
        ([(HOUR, True)] * 5 + [(1, False)] * 500, HOUR),
    ],
)
def test_how_fast_reports_are_answered(waits: list[tuple[int, bool]], median: int | None) -> None:
    found = rules.pace(waits)
    assert found.median == median
    assert found.decided + found.waiting == len(waits)


async def test_the_figure_is_counted_from_reports(a_moot: Moot, mona: Member, anna: Member) -> None:
    for number in range(5):
        by = await a_moot.member(f"member{number}")
        filed = await report(a_moot, by, anna)
        a_moot.clock.advance(HOUR)
        await a_moot.ok("POST", f"/api/v1/admin/reports/{filed}/resolve", mona)
    found = await moderation.pace_of_reports(a_moot.ground)
    assert found.median is not None
    assert HOUR <= found.median < 1.1 * HOUR
    assert (found.decided, found.waiting) == (5, 0)
    a_moot.clock.advance(91 * DAY)
    assert (await moderation.pace_of_reports(a_moot.ground)).median is None
