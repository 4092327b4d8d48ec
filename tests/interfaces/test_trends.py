"""Trends as apps see them: nothing without a review, and nothing that is gone, hidden or unwanted."""

import shutil
from pathlib import Path
from typing import Any

from folkmoot.features import trends
from folkmoot.features.trends import Candidate, Kind, Verdict
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.config import TrendsSettings
from folkmoot.infra.db import Sql
from folkmoot.wiring import CONSEQUENCES
from tests.conformance.entities import check
from tests.support.counting import counting
from tests.support.crowd import allow, compute, crowd, refuse
from tests.support.moot import Member, Moot, moot
from tests.support.standing import suspend
from tests.support.ties import block, mute


async def tags(moot: Moot, by: Member | None = None, **params: Any) -> list[str]:
    body = await moot.ok("GET", "/api/v1/trends/tags", by, params=params)
    assert [problem for item in body for problem in check(item, "Tag")] == []
    return [item["name"] for item in body]


async def statuses(moot: Moot, by: Member | None = None, *, languages: str = "", **params: Any) -> list[str]:
    headers = {"Accept-Language": languages} if languages else {}
    body = await moot.ok("GET", "/api/v1/trends/statuses", by, params=params, headers=headers)
    assert [problem for item in body for problem in check(item, "Status")] == []
    return [item["id"] for item in body]


async def liked(moot: Moot, author: Member, fans: list[Member], text: str = "Leeks!", **fields: Any) -> str:
    """Publish a post that others turn to; returns its id."""
    post = await moot.post(author, text, **fields)
    for place, fan in enumerate(fans):
        act = ("favourite", "reblog")[place % 2]
        await moot.ok("POST", f"/api/v1/statuses/{post['id']}/{act}", fan)
    found: str = post["id"]
    return found


async def test_a_tag_trends_once_it_was_allowed(a_moot: Moot) -> None:
    people = await crowd(a_moot, 6)
    for person in people:
        await a_moot.post(person, "#Leeks today")
    for person in people[:4]:
        await a_moot.post(person, "#kale today")
    await compute(a_moot)
    assert await tags(a_moot) == []
    await allow(a_moot, Kind.TAG, "leeks")
    assert await tags(a_moot) == await tags(a_moot, people[0]) == ["leeks"]
    for excluded, expected in (("", ["leeks", "kale"]), ("&exclude_unreviewed=true", ["leeks"])):
        found = [await a_moot.ok("GET", f"/api/v2/search?q={each}{excluded}") for each in ("leeks", "kale")]
        assert [item["name"] for page in found for item in page["hashtags"]] == expected
    old = await a_moot.ok("GET", "/api/v1/trends")
    assert [item["name"] for item in old] == ["leeks"]
    assert old[0]["history"][0] | {"day": ""} == {"day": "", "uses": "6", "accounts": "6"}
    assert await tags(a_moot, offset=1) == []
    a_moot.clock.advance(2 * DAY)
    await compute(a_moot)
    assert await tags(a_moot) == []
    for person in people:
        await a_moot.post(person, "#leeks again")
    await compute(a_moot)
    assert await tags(a_moot) == ["leeks"], "what was allowed once needs no second review"
    await refuse(a_moot, Kind.TAG, "leeks")
    assert await tags(a_moot) == []
    await compute(a_moot)
    assert await tags(a_moot) == []


async def test_tags_are_paged_the_hottest_first(a_moot: Moot) -> None:
    people = await crowd(a_moot, 7)
    for number, person in enumerate(people):
        await a_moot.post(person, "#leeks #beet" if number else "#leeks")
    await compute(a_moot)
    for key in ("leeks", "beet"):
        await allow(a_moot, Kind.TAG, key)
    assert await tags(a_moot) == ["leeks", "beet"]
    assert await tags(a_moot, limit=1) == ["leeks"]
    assert await tags(a_moot, limit=1, offset=1) == ["beet"]
    assert await tags(a_moot, limit="many", offset="-3") == ["leeks", "beet"]
    assert await tags(a_moot, offset=999_999_999) == []


async def test_what_does_not_count(a_moot: Moot) -> None:
    people = await crowd(a_moot, 9)
    limited, robot, hidden, *others = people
    async with a_moot.ground.work() as work:
        await work.db.run(Sql("update account set silenced_at = $2 where id = $1"), limited.id, work.now)
        await work.db.run(Sql("update account set bot = true where id = $1"), robot.id)
        await work.db.run(Sql("update account set discoverable = false where id = $1"), hidden.id)
    newcomers = [await a_moot.member() for _ in range(5)]
    root = await a_moot.post(others[0], "Good morning")
    for person in (limited, robot, hidden, *others[:4], *newcomers):
        await a_moot.post(person, "#leeks")
    for person in others[:5]:
        await a_moot.post(person, "#kale", sensitive=True)
        await a_moot.post(person, "#beet", visibility="unlisted")
        await a_moot.post(person, "#chard", in_reply_to_id=root["id"])
    await compute(a_moot)
    assert await trends.candidates(await a_moot.ground.read(), Kind.TAG, 20) == []
    await a_moot.post(others[4], "#leeks")
    await compute(a_moot)
    found = await trends.candidates(await a_moot.ground.read(), Kind.TAG, 20)
    assert [(item.key, item.voices) for item in found] == [("leeks", 5)]


async def test_accounts_of_one_hour_are_one_voice(a_moot: Moot) -> None:
    a_moot.clock.advance(HOUR - a_moot.clock() % HOUR)
    gang = [await a_moot.member() for _ in range(8)]
    people = await crowd(a_moot, 4)
    for person in (*gang, *people[:3]):
        await a_moot.post(person, "#leeks")
    await compute(a_moot)
    assert await trends.candidates(await a_moot.ground.read(), Kind.TAG, 20) == []


async def test_what_is_always_there_is_no_trend(a_moot: Moot) -> None:
    people = await crowd(a_moot, 5)
    for _ in range(7):
        for person in people:
            await a_moot.post(person, "#caturday")
        a_moot.clock.advance(DAY)
    for person in people:
        await a_moot.post(person, "#caturday #leeks")
    await compute(a_moot)
    found = await trends.candidates(await a_moot.ground.read(), Kind.TAG, 20)
    assert [item.key for item in found] == ["leeks"]


async def test_a_post_trends_once_it_was_allowed(a_moot: Moot) -> None:
    author, *fans = await crowd(a_moot, 7)
    hot = await liked(a_moot, author, fans)
    cold = await liked(a_moot, fans[0], [author, *fans[1:4]])
    own = await liked(a_moot, fans[1], [fans[1], author, *fans[2:5]])
    await compute(a_moot)
    assert await statuses(a_moot) == []
    await allow(a_moot, Kind.POST, hot)
    assert await statuses(a_moot) == await statuses(a_moot, fans[0]) == [hot]
    assert await statuses(a_moot, offset=1) == []
    assert {cold, own}.isdisjoint(
        item.key for item in await trends.candidates(await a_moot.ground.read(), Kind.POST, 9)
    )
    await a_moot.ok("DELETE", f"/api/v1/statuses/{hot}", author)
    assert await statuses(a_moot) == []


async def test_posts_that_never_trend(a_moot: Moot) -> None:
    author, *fans = await crowd(a_moot, 7)
    asked = await a_moot.post(fans[0], "Leeks?")
    for fields in ({"sensitive": True}, {"visibility": "unlisted"}, {"in_reply_to_id": asked["id"]}):
        await liked(a_moot, author, fans, **fields)
    await compute(a_moot)
    assert await trends.candidates(await a_moot.ground.read(), Kind.POST, 9) == []


async def test_nobody_sees_there_what_they_shun(a_moot: Moot) -> None:
    author, *fans = await crowd(a_moot, 8)
    hot = await liked(a_moot, author, fans[:6])
    await compute(a_moot)
    await allow(a_moot, Kind.POST, hot)
    await block(a_moot, fans[0], author)
    await mute(a_moot, fans[1], author)
    await block(a_moot, author, fans[2])
    assert [await statuses(a_moot, by) for by in (None, author, *fans[:4])] == [[hot], [hot], [], [], [], [hot]]
    for column in ("silenced_at", "sensitized_at"):
        for at in (1, None):
            async with a_moot.ground.work() as work:
                await work.db.run(Sql(f"update account set {column} = $2 where id = $1"), author.id, at)
            assert await statuses(a_moot) == ([] if at else [hot]), column
    await suspend(a_moot, author)
    assert await statuses(a_moot) == []


async def test_an_edited_post_waits_again(a_moot: Moot) -> None:
    author, *fans = await crowd(a_moot, 6)
    hot = await liked(a_moot, author, fans)
    await compute(a_moot)
    await allow(a_moot, Kind.POST, hot)
    assert await statuses(a_moot) == [hot]
    await a_moot.ok("PUT", f"/api/v1/statuses/{hot}", author, json={"status": "Something else entirely"})
    assert await statuses(a_moot) == []
    await compute(a_moot)
    assert await statuses(a_moot) == []
    await allow(a_moot, Kind.POST, hot)
    assert await statuses(a_moot) == [hot]


async def test_posts_of_a_refused_tag_are_out(a_moot: Moot) -> None:
    author, *fans = await crowd(a_moot, 6)
    hot = await liked(a_moot, author, fans, "#leeks for all")
    for fan in fans:
        await a_moot.post(fan, "#leeks")
    await compute(a_moot)
    await allow(a_moot, Kind.POST, hot)
    assert await statuses(a_moot) == [hot]
    await refuse(a_moot, Kind.TAG, "leeks")
    assert await statuses(a_moot) == []
    await compute(a_moot)
    assert await trends.candidates(await a_moot.ground.read(), Kind.POST, 9) == []


async def test_one_post_of_each_author_and_the_reader_s_language_first(a_moot: Moot) -> None:
    author, other, *fans = await crowd(a_moot, 9)
    hot = await liked(a_moot, author, fans, language="en")
    second = await liked(a_moot, author, fans[:6], language="de")
    german = await liked(a_moot, other, fans[:5], "Lauch!", language="de")
    await compute(a_moot)
    for post in (hot, second, german):
        await allow(a_moot, Kind.POST, post)
    assert await statuses(a_moot) == await statuses(a_moot, languages="en-US,en;q=0.5") == [hot, german]
    assert await statuses(a_moot, languages="de-DE,de;q=0.9") == [german, hot]
    assert await statuses(a_moot, languages="de", limit=1, offset=1) == [hot]


async def test_the_policy_has_the_first_word(a_moot: Moot) -> None:
    author, *fans = await crowd(a_moot, 6)
    asked = {"options": ["A hanging", "A pardon"], "expires_in": 86_400}
    threat = await liked(a_moot, author, fans, "What next?", poll=asked)
    fine = await liked(a_moot, fans[0], [author, *fans[1:]])
    seen: list[str] = []

    async def judge(_: Ground, candidate: Candidate) -> Verdict:
        seen.append(candidate.text)
        return Verdict.REFUSE if "hanging" in candidate.text else Verdict.ALLOW

    await compute(a_moot, judge)
    assert sorted(seen) == ["Leeks!", "What next?\nA hanging\nA pardon"]
    found = await trends.candidates(await a_moot.ground.read(), Kind.POST, 9)
    assert [(item.key, item.state) for item in found] == [(fine, "pending")], "the default asks a moderator, too"
    await compute(a_moot, judge)
    assert len(seen) == 2, "each candidate is judged once"
    assert threat not in await statuses(a_moot)


async def test_a_page_costs_the_same_however_long(a_moot: Moot) -> None:
    people = await crowd(a_moot, 5)
    asked = []
    for words in ("#leeks", "#leeks #kale #beet #chard"):
        for person in people:
            await a_moot.post(person, words)
        await compute(a_moot)
        for item in await trends.candidates(await a_moot.ground.read(), Kind.TAG, 20):
            await allow(a_moot, Kind.TAG, item.key)
        async with counting(a_moot.ground) as counter:
            await tags(a_moot)
        asked.append(counter.asked)
    assert asked[0] == asked[1] <= 3


async def test_the_job_lets_the_policy_decide_where_the_site_wants_that(tmp_path: Path, sqlite_template: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "folkmoot.db")
    wanted = TrendsSettings(review="policy", least_voices=2, window_hours=1, account_age_days=0)
    async with moot(tmp_path, f"sqlite:///{tmp_path / 'folkmoot.db'}", trends=wanted) as running:
        people = await crowd(running, 2)
        for person in people:
            await running.post(person, "#leeks")
        assert await tags(running) == []
        await CONSEQUENCES.kinds["compute trends"].handler(running.ground, None)
        assert await tags(running) == ["leeks"]
        running.clock.advance(HOUR)
        await CONSEQUENCES.kinds["compute trends"].handler(running.ground, None)
        assert await tags(running) == []
