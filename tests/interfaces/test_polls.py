"""/api/v1/polls and the polls of statuses, as clients use them."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from folkmoot.features import portability
from folkmoot.infra.clock import DAY, HOUR, MINUTE, SECOND, iso
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.features.test_erasure_jobs import every, some_media
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.ties import block, follow

Json = dict[str, Any]

STATUSES = "/api/v1/statuses"
POLL: Json = {"options": ["tea", "coffee", "water"], "expires_in": 3_600}


async def ask(moot: Moot, by: Member, text: str = "What shall we drink?", **changes: Any) -> Json:
    """Publish a post with a poll; `changes` are of the poll."""
    status = await moot.post(by, text, poll={**POLL, **changes})
    assert check(status, "Status") == []
    return status


async def vote(moot: Moot, by: Member, status: Json, *choices: int) -> Json:
    found: Json = await moot.ok("POST", f"/api/v1/polls/{status['poll']['id']}/votes", by, json={"choices": choices})
    assert check(found, "Poll") == []
    return found


async def refused(moot: Moot, by: Member | None, status: Json, **request: Any) -> int:
    return (await moot.call("POST", f"/api/v1/polls/{status['poll']['id']}/votes", by, **request)).status_code


async def seen(moot: Moot, status: Json, by: Member | None = None) -> Json:
    """The poll inside its status, which must be what is shown of it alone."""
    inside = (await moot.ok("GET", f"{STATUSES}/{status['id']}", by))["poll"]
    alone: Json = await moot.ok("GET", f"/api/v1/polls/{inside['id']}", by)
    assert check(alone, "Poll") == []
    assert alone == inside
    return alone


def tallies(poll: Json) -> list[int | None]:
    return [option["votes_count"] for option in poll["options"]]


async def told(moot: Moot, by: Member) -> list[Json]:
    found: list[Json] = await moot.ok("GET", "/api/v1/notifications", by, params={"types[]": "poll"})
    assert [check(item, "Notification") for item in found] == [[]] * len(found)
    return found


async def test_a_member_answers_and_everybody_sees_the_numbers(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await ask(a_moot, anna)
    poll = status["poll"]
    assert [option["title"] for option in poll["options"]] == POLL["options"]
    assert (poll["multiple"], poll["expired"], poll["voters_count"]) == (False, False, None)
    assert (poll["voted"], poll["own_votes"]) == (True, []), "apps show their author the numbers and no buttons"
    assert (await seen(a_moot, status, berta))["voted"] is False
    answered = await vote(a_moot, berta, status, 1)
    assert (answered["voted"], answered["own_votes"]) == (True, [1])
    assert (tallies(answered), answered["votes_count"]) == ([0, 1, 0], 1)
    assert await seen(a_moot, status, berta) == answered
    anybodys = await seen(a_moot, status)
    assert tallies(anybodys) == [0, 1, 0]
    assert not {"voted", "own_votes"} & set(anybodys)


@pytest.mark.parametrize("way", ["form", "numbered form", "json", "json of texts"])
async def test_every_client_writes_it_another_way(a_moot: Moot, way: str) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    ways: Json = {
        "form": {
            "data": {
                "status": "x", "poll[options][]": ["a", "b"], "poll[expires_in]": "300", "poll[multiple]": "1",
                "poll[hide_totals]": "false", "media_ids[]": "",
            }
        },
        "numbered form": {
            "data": {
                "status": "x", "poll[options][0]": "a", "poll[options][1]": "b", "poll[expires_in]": "300",
                "poll[multiple]": "true",
            }
        },
        "json": {"json": {"status": "x", "poll": {"options": ["a", "b"], "expires_in": 300, "multiple": True}}},
        "json of texts": {
            "json": {"status": "x", "poll": {"options": [" a ", "", "b"], "expires_in": "300", "multiple": "true"}}
        },
    }  # fmt: skip
    status = await a_moot.ok("POST", STATUSES, anna, **ways[way])
    assert [option["title"] for option in status["poll"]["options"]] == ["a", "b"]
    assert (status["poll"]["multiple"], tallies(status["poll"])) == (True, [0, 0])
    body = {"data": {"choices[]": ["0", "1", "0"]}} if "form" in way else {"json": {"choices": ["0", 1]}}
    answered = await a_moot.ok("POST", f"/api/v1/polls/{status['poll']['id']}/votes", berta, **body)
    assert (answered["votes_count"], answered["voters_count"], answered["own_votes"]) == (2, 1, [0, 1])


@pytest.mark.parametrize(
    "changes",
    [
        {"options": ["only one"]},
        {"options": ["one", " "]},
        {"options": []},
        {"options": ["1", "2", "3", "4", "5"]},
        {"options": ["same", " same "]},
        {"options": ["a", "b" * 51]},
        {"options": ["a", "b" + "\u0301" * 600]},
        {"options": "a"},
        {"options": [["a"], ["b"]]},
        {"expires_in": 299},
        {"expires_in": 2_629_747},
        {"expires_in": -1},
        {"expires_in": 10**30},
        {"expires_in": "soon"},
        {"expires_in": None},
        {"multiple": ["x"]},
    ],
)
async def test_a_poll_that_cannot_be_is_refused(a_moot: Moot, changes: Json) -> None:
    anna = await a_moot.member()
    kept = await ask(a_moot, anna)
    for at in ("", iso(a_moot.clock() + HOUR)):
        body = {"status": "x", "poll": {**POLL, **changes}, "scheduled_at": at}
        assert (await a_moot.call("POST", STATUSES, anna, json=body)).status_code == 422
    body = {"status": "x", "poll": {**POLL, **changes}}
    assert (await a_moot.call("PUT", f"{STATUSES}/{kept['id']}", anna, json=body)).status_code == 422
    assert await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}/statuses", anna) == [kept]
    assert await a_moot.ok("GET", "/api/v1/scheduled_statuses", anna) == []


@pytest.mark.parametrize("poll", ["yes", 7, ["a", "b"], True])
async def test_what_is_no_poll_is_refused(a_moot: Moot, poll: Any) -> None:
    anna = await a_moot.member()
    assert (await a_moot.call("POST", STATUSES, anna, json={"status": "x", "poll": poll})).status_code == 422
    assert (await a_moot.call("POST", STATUSES, anna, json={"status": "", "poll": POLL})).status_code == 422


async def test_an_empty_poll_is_none(a_moot: Moot) -> None:
    anna = await a_moot.member()
    assert (await a_moot.post(anna, "x", poll={}))["poll"] is None
    data = {"status": "x", "poll[options][]": "", "poll[expires_in]": ""}
    assert (await a_moot.ok("POST", STATUSES, anna, data=data))["poll"] is None


async def test_a_poll_stands_beside_no_files(a_moot: Moot, tmp_path: Path) -> None:
    anna = await a_moot.member()
    media_id, _ = await some_media(a_moot, anna, tmp_path)
    for at in ("", iso(a_moot.clock() + HOUR)):
        body = {"status": "x", "poll": POLL, "media_ids": [str(media_id)], "scheduled_at": at}
        assert (await a_moot.call("POST", STATUSES, anna, json=body)).status_code == 422


@pytest.mark.parametrize("choices", [[], [3], [-1], [0, 1], ["x"], [0.5], [10**30], [None], [[0]], list(range(101))])
async def test_an_answer_that_is_none_is_refused(a_moot: Moot, choices: list[Any]) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await ask(a_moot, anna)
    assert await refused(a_moot, berta, status, json={"choices": choices}) == 422
    assert (await seen(a_moot, status, berta))["votes_count"] == 0
    assert (await seen(a_moot, status, berta))["voted"] is False


async def test_who_may_not_answer(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    reader = await a_moot.member(scopes="read")
    status = await ask(a_moot, anna)
    await vote(a_moot, berta, status, 0)
    first = {"json": {"choices": [0]}}
    assert await refused(a_moot, anna, status, **first) == 422, "their own"
    assert await refused(a_moot, berta, status, json={"choices": [1]}) == 422, "a second time"
    assert await refused(a_moot, None, status, **first) == 401
    assert await refused(a_moot, reader, status, **first) == 403
    await block(a_moot, anna, carla)
    assert await refused(a_moot, carla, status, **first) == 404
    plain = await a_moot.post(anna, "no poll here")
    for wrong in (plain["id"], a_moot.never(), "x"):
        path = f"/api/v1/polls/{wrong}"
        assert (await a_moot.call("GET", path, berta)).status_code == 404
        assert (await a_moot.call("POST", f"{path}/votes", berta, **first)).status_code == 404
    assert tallies(await seen(a_moot, status)) == [1, 0, 0]


async def test_the_poll_of_a_private_post_is_for_followers(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    await follow(a_moot, berta, anna)
    status = await a_moot.post(anna, "between us", visibility="private", poll=POLL)
    await vote(a_moot, berta, status, 2)
    path = f"/api/v1/polls/{status['poll']['id']}"
    assert (await a_moot.call("GET", path)).status_code == 404
    assert (await a_moot.call("GET", path, carla)).status_code == 404
    assert await refused(a_moot, carla, status, json={"choices": [0]}) == 404
    assert tallies(await seen(a_moot, status, anna)) == [0, 0, 1]


async def test_many_votes_at_once_of_one_member_are_one(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    status = await ask(a_moot, anna, multiple=True)
    tries = [refused(a_moot, by, status, json={"choices": [n % 3]}) for n in range(6) for by in (berta, carla)]
    answers = await asyncio.gather(*tries)
    assert sorted(answers) == [200] * 2 + [422] * 10
    poll = await seen(a_moot, status, berta)
    assert (sum(count or 0 for count in tallies(poll)), poll["votes_count"], poll["voters_count"]) == (2, 2, 2)


async def test_hidden_numbers_are_shown_at_the_end(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await ask(a_moot, anna, hide_totals=True)
    answered = await vote(a_moot, berta, status, 1)
    for by in (anna, berta, None):
        assert tallies(await seen(a_moot, status, by)) == [None, None, None]
    assert answered["own_votes"] == [1]
    a_moot.clock.advance(HOUR + SECOND)
    for by in (anna, berta, None):
        poll = await seen(a_moot, status, by)
        assert (tallies(poll), poll["expired"]) == ([0, 1, 0], True)
    assert await refused(a_moot, await a_moot.member(), status, json={"choices": [0]}) == 422


async def test_the_end_is_told_once_to_who_asked_and_who_answered(a_moot: Moot) -> None:
    anna, berta, carla, dora = [await a_moot.member() for _ in range(4)]
    status = await ask(a_moot, anna)
    await vote(a_moot, berta, status, 0)
    await vote(a_moot, dora, status, 0)
    await a_moot.ok("POST", f"/api/v1/accounts/{anna.id}/mute", dora)
    await every(a_moot, HOUR - MINUTE)
    assert await told(a_moot, berta) == []
    await every(a_moot, 2 * MINUTE)
    await every(a_moot, MINUTE)
    for by in (anna, berta):
        [item] = await told(a_moot, by)
        assert (item["account"]["id"], item["status"]["id"]) == (str(anna.id), status["id"])
        assert (item["status"]["poll"]["expired"], tallies(item["status"]["poll"])) == (True, [2, 0, 0])
    assert await told(a_moot, carla) == []
    assert await told(a_moot, dora) == [], "who mutes them hears nothing of theirs"


async def test_remembered_notifications_know_the_time(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    await ask(a_moot, anna, "Tea, @berta?", hide_totals=True)
    await a_moot.run_jobs()
    for expired in (False, False, True):
        [item] = await a_moot.ok("GET", "/api/v1/notifications", berta)
        assert (item["type"], item["status"]["poll"]["expired"]) == ("mention", expired)
        a_moot.clock.advance(31 * MINUTE)


async def test_a_poll_taken_away_takes_what_was_told_along(a_moot: Moot) -> None:
    anna = await a_moot.member()
    status = await ask(a_moot, anna)
    await every(a_moot, HOUR + MINUTE)
    assert len(await told(a_moot, anna)) == 1
    await a_moot.ok("PUT", f"{STATUSES}/{status['id']}", anna, json={"status": "never mind"})
    assert await told(a_moot, anna) == []


async def test_other_options_void_the_answers(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await ask(a_moot, anna)
    await vote(a_moot, berta, status, 1)
    path = f"{STATUSES}/{status['id']}"
    same = await a_moot.ok("PUT", path, anna, json={"status": "Reworded", "poll": {**POLL, "hide_totals": False}})
    assert check(same, "Status") == []
    assert tallies(same["poll"]) == [0, 1, 0]
    assert (await seen(a_moot, status, berta))["own_votes"] == [1]
    other = {"options": ["tea", "juice"], "expires_in": 600}
    changed = await a_moot.ok("PUT", path, anna, json={"status": "Reworded", "poll": other})
    assert (tallies(changed["poll"]), changed["poll"]["id"]) == ([0, 0], status["poll"]["id"])
    assert (await seen(a_moot, status, berta))["voted"] is False
    await vote(a_moot, berta, status, 0)
    multiple = await a_moot.ok("PUT", path, anna, json={"status": "Reworded", "poll": {**other, "multiple": True}})
    assert (tallies(multiple["poll"]), multiple["poll"]["voters_count"]) == ([0, 0], 0)
    gone = await a_moot.ok("PUT", path, anna, json={"status": "Reworded"})
    assert gone["poll"] is None
    assert (await a_moot.call("GET", f"/api/v1/polls/{status['poll']['id']}", anna)).status_code == 404
    again = await a_moot.ok("PUT", path, anna, json={"status": "Reworded", "poll": POLL})
    assert tallies(again["poll"]) == [0, 0, 0]
    history = await a_moot.ok("GET", f"{path}/history")
    assert [check(version, "StatusEdit") for version in history] == [[]] * 6
    options = [[option["title"] for option in version.get("poll", {}).get("options", [])] for version in history]
    assert options == [POLL["options"]] * 2 + [other["options"]] * 2 + [[], POLL["options"]]


async def test_a_post_never_edited_shows_its_poll_in_its_history(a_moot: Moot) -> None:
    anna = await a_moot.member()
    status = await ask(a_moot, anna)
    [version] = await a_moot.ok("GET", f"{STATUSES}/{status['id']}/history")
    assert version["poll"] == {"options": [{"title": option} for option in POLL["options"]]}


async def test_more_time_opens_an_ended_poll_again(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    status = await ask(a_moot, anna)
    await vote(a_moot, berta, status, 0)
    await every(a_moot, HOUR + MINUTE)
    path = f"{STATUSES}/{status['id']}"
    longer = await a_moot.ok("PUT", path, anna, json={"status": "What shall we drink?", "poll": POLL})
    assert (longer["poll"]["expired"], tallies(longer["poll"])) == (False, [1, 0, 0])
    assert await told(a_moot, berta) == [], "it has not ended after all"
    await vote(a_moot, carla, status, 0)
    await every(a_moot, HOUR + MINUTE)
    for by in (anna, berta, carla):
        assert len(await told(a_moot, by)) == 1


async def test_a_scheduled_post_carries_its_poll(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    asked = {**POLL, "multiple": True}
    waiting = await a_moot.post(anna, "later", poll=asked, scheduled_at=iso(a_moot.clock() + HOUR))
    assert check(waiting, "ScheduledStatus") == []
    assert waiting["params"]["poll"] == {**asked, "hide_totals": False}
    await every(a_moot, HOUR + MINUTE)
    [status] = await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}/statuses", anna)
    assert (status["poll"]["expired"], status["poll"]["multiple"]) == (False, True)
    assert (await vote(a_moot, berta, status, 0, 2))["own_votes"] == [0, 2]


async def test_a_deleted_post_gives_its_poll_back_to_be_asked_anew(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await ask(a_moot, anna)
    await vote(a_moot, berta, status, 0)
    deleted = await a_moot.ok("DELETE", f"{STATUSES}/{status['id']}", anna)
    assert deleted["text"] == "What shall we drink?"
    assert [option["title"] for option in deleted["poll"]["options"]] == POLL["options"]
    assert (await a_moot.call("GET", f"/api/v1/polls/{status['poll']['id']}", berta)).status_code == 404
    for table in ("poll", "ballot"):
        assert await a_moot.ground.db.reader.value(Sql(f"select count(*) from {table}")) == 0


async def test_who_leaves_takes_their_answers_along(a_moot: Moot) -> None:
    anna, berta, carla = [await a_moot.member() for _ in range(3)]
    statuses = [await ask(a_moot, anna, multiple=True) for _ in range(3)]
    for status in statuses:
        await vote(a_moot, berta, status, 0, 1)
        await vote(a_moot, carla, status, 1)
    assert tallies(await seen(a_moot, statuses[0])) == [1, 2, 0]
    async with a_moot.ground.work() as work:
        await portability.close_account(work, berta.id)
    await a_moot.run_jobs()
    for status in statuses:
        poll = await seen(a_moot, status)
        assert (tallies(poll), poll["votes_count"], poll["voters_count"]) == ([0, 1, 0], 1, 1)


async def test_a_boost_shows_the_poll_with_the_readers_answers(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await ask(a_moot, anna)
    await vote(a_moot, berta, status, 2)
    boost = await a_moot.ok("POST", f"{STATUSES}/{status['id']}/reblog", berta)
    assert check(boost, "Status") == []
    assert boost["poll"] == boost["reblog"]["poll"] == await seen(a_moot, status, berta)


async def test_filters_read_the_options(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await ask(a_moot, anna)
    fields = {"title": "no coffee", "context": ["home"], "keywords_attributes": [{"keyword": "coffee"}]}
    await a_moot.ok("POST", "/api/v2/filters", berta, json=fields)
    [result] = (await a_moot.ok("GET", f"{STATUSES}/{status['id']}", berta))["filtered"]
    assert result["keyword_matches"] == ["coffee"]


async def test_a_page_asks_for_all_its_polls_at_once(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    asked = []
    for number in range(4):
        await a_moot.post(anna, f"plain {number}")
    for more in (0, 1, 4):
        for _ in range(more):
            await vote(a_moot, berta, await ask(a_moot, anna), 0)
        async with counting(a_moot.ground) as counter:
            page = await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}/statuses", berta)
        assert sum(status["poll"] is not None for status in page) == {0: 0, 1: 1, 4: 5}[more]
        asked.append(counter.asked)
    assert asked == [asked[0], asked[0] + 1, asked[0] + 1], "the answers of the viewer, where there is a poll"


async def test_a_poll_that_lasts_longest_lasts_a_month(a_moot: Moot) -> None:
    anna = await a_moot.member()
    limits = (await a_moot.ok("GET", "/api/v2/instance"))["configuration"]["polls"]
    options = [f"{number}" * limits["max_characters_per_option"] for number in range(limits["max_options"])]
    status = await ask(a_moot, anna, options=options, expires_in=limits["max_expiration"])
    a_moot.clock.advance(30 * DAY)
    assert (await seen(a_moot, status))["expired"] is False
    a_moot.clock.advance(DAY)
    assert (await seen(a_moot, status))["expired"] is True
