"""Quotes through the client API: who may quote what, what a quote shows to whom, and how it ends."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.features.test_erasure_jobs import every, some_media
from tests.interfaces.test_scheduled_statuses import said_by, schedule
from tests.support.counting import counting
from tests.support.moot import Member, Moot
from tests.support.standing import suspend
from tests.support.ties import block, follow, mute, unblock, unmute

Json = dict[str, Any]

STATUSES = "/api/v1/statuses"
POLICIES = ("public", "followers", "nobody")
OTHERS = ("follower", "stranger", "blocked", "blocker")
MAY = {"public": {"follower", "stranger"}, "followers": {"follower"}, "nobody": set[str]()}


async def said(moot: Moot, by: Member, text: str = "quote me", **fields: Any) -> Json:
    status = await moot.post(by, text, **fields)
    assert check(status, "Status") == []
    return status


async def quoting(moot: Moot, by: Member, quoted: Json, text: str = "hear, hear", **fields: Any) -> Json:
    return await said(moot, by, text, quoted_status_id=quoted["id"], **fields)


async def get(moot: Moot, status: Json, by: Member | None = None) -> Json:
    found: Json = await moot.ok("GET", f"{STATUSES}/{status['id']}", by)
    assert check(found, "Status") == []
    return found


async def try_quote(moot: Moot, by: Member, quoted: Json, **fields: Any) -> int:
    body = {"status": "hear, hear", "quoted_status_id": quoted["id"], **fields}
    return (await moot.call("POST", STATUSES, by, json=body)).status_code


async def revoke(moot: Moot, by: Member | None, quoted: Json, quote: Json) -> Any:
    return await moot.call("POST", f"{STATUSES}/{quoted['id']}/quotes/{quote['id']}/revoke", by)


@pytest.fixture
async def anna(a_moot: Moot) -> Member:
    return await a_moot.member("anna")


@pytest.fixture
async def berta(a_moot: Moot) -> Member:
    return await a_moot.member("berta")


async def test_a_quote_shows_what_it_quotes(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    assert (original["quote"], original["quotes_count"]) == (None, 0)
    made = await quoting(a_moot, berta, original)
    for viewer in (anna, berta, None):
        found = await get(a_moot, made, viewer)
        shown = found["quote"]
        assert (shown["state"], shown["quoted_status"]["id"]) == ("accepted", original["id"])
        assert (shown["quoted_status"]["quotes_count"], shown["quoted_status"]["quote"]) == (1, None)
        assert ("favourited" in shown["quoted_status"]) == (viewer is not None)
        link = f'<p class="quote-inline">RE: <a href="{original["url"]}">{original["url"]}</a></p>'
        assert found["content"] == f"{link}<p>hear, hear</p>"
    assert await a_moot.ok("GET", f"{STATUSES}/{made['id']}/source", berta) == {
        "id": made["id"], "text": "hear, hear", "spoiler_text": "",
    }  # fmt: skip


async def test_what_links_to_what_it_quotes_is_given_no_second_link(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made = await quoting(a_moot, berta, original, f"look at {original['url']}")
    assert made["content"].count("quote-inline") == 0


async def test_a_quote_of_a_quote_gives_only_its_id(a_moot: Moot, anna: Member, berta: Member) -> None:
    first = await said(a_moot, anna)
    second = await quoting(a_moot, berta, first)
    third = await quoting(a_moot, anna, second)
    fourth = await quoting(a_moot, berta, third)
    assert fourth["quote"]["quoted_status"]["quote"] == {"state": "accepted", "quoted_status_id": second["id"]}
    boost = await a_moot.ok("POST", f"{STATUSES}/{third['id']}/reblog", berta)
    assert check(boost, "Status") == []
    assert boost["quote"] is None
    assert boost["reblog"]["quote"]["quoted_status"]["id"] == second["id"]
    assert boost["reblog"]["quote"]["quoted_status"]["quote"] == {"state": "accepted", "quoted_status_id": first["id"]}
    assert (await revoke(a_moot, anna, first, second)).status_code == 200
    again = await get(a_moot, third)
    assert again["quote"]["quoted_status"]["quote"] == {"state": "revoked", "quoted_status_id": None}


async def test_who_quotes_a_boost_quotes_what_was_boosted(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    boost = await a_moot.ok("POST", f"{STATUSES}/{original['id']}/reblog", berta)
    made = await quoting(a_moot, berta, boost)
    assert made["quote"]["quoted_status"]["id"] == original["id"]
    listed = await a_moot.ok("GET", f"{STATUSES}/{boost['id']}/quotes", berta)
    assert [status["id"] for status in listed] == [made["id"]]


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private", "direct"])
@pytest.mark.parametrize("policy", POLICIES)
async def test_what_is_said_of_quoting_is_what_happens(
    a_moot: Moot, anna: Member, policy: str, visibility: str
) -> None:
    people = {name: await a_moot.member(name) for name in OTHERS}
    for name in ("follower", "blocked"):
        await follow(a_moot, people[name], anna)
    original = await said(
        a_moot, anna, "quote me @stranger @follower", quote_approval_policy=policy, visibility=visibility
    )
    await block(a_moot, anna, people["blocked"])
    await block(a_moot, people["blocker"], anna)
    is_open = visibility in ("public", "unlisted")
    listed = {"public": ["public"], "followers": ["followers"], "nobody": []}[policy if is_open else "nobody"]
    for name, member in people.items():
        may = is_open and name in MAY[policy]
        seen = await a_moot.call("GET", f"{STATUSES}/{original['id']}", member)
        assert await try_quote(a_moot, member, original) == (200 if may else 403 if seen.status_code == 200 else 404), (
            name
        )
        if seen.status_code == 200:
            said_to_be = {"automatic": listed, "manual": [], "current_user": "automatic" if may else "denied"}
            assert seen.json()["quote_approval"] == said_to_be, name
    own = await get(a_moot, original, anna)
    assert own["quote_approval"]["current_user"] == ("denied" if visibility == "direct" else "automatic")
    assert await try_quote(a_moot, anna, original) == (403 if visibility == "direct" else 200)
    if is_open:
        assert (await get(a_moot, original))["quote_approval"]["current_user"] == "denied"
        stands = len(MAY[policy]) + 1
        assert (await get(a_moot, original))["quotes_count"] == stands
        assert len(await a_moot.ok("GET", f"{STATUSES}/{original['id']}/quotes", anna)) == stands


async def test_a_member_chooses_what_their_posts_start_from(a_moot: Moot, anna: Member) -> None:
    credentials = "/api/v1/accounts/update_credentials"
    assert (await said(a_moot, anna))["quote_approval"]["automatic"] == ["public"]
    for policy, automatic in (("nobody", []), ("followers", ["followers"])):
        body = await a_moot.ok("PATCH", credentials, anna, json={"source": {"quote_policy": policy}})
        assert check(body, "CredentialAccount") == []
        assert body["source"]["quote_policy"] == policy
        preferences = await a_moot.ok("GET", "/api/v1/preferences", anna)
        assert check(preferences, "Preferences") == []
        assert preferences["posting:default:quote_policy"] == policy
        assert (await said(a_moot, anna))["quote_approval"]["automatic"] == automatic
    refused = await a_moot.call("PATCH", credentials, anna, json={"source": {"quote_policy": "friends"}})
    assert refused.status_code == 422
    assert (await a_moot.ok("GET", "/api/v1/preferences", anna))["posting:default:quote_policy"] == "followers"
    assert (await said(a_moot, anna, quote_approval_policy="public"))["quote_approval"]["automatic"] == ["public"]


async def test_a_policy_is_changed_for_what_comes(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made = await quoting(a_moot, berta, original)
    path = f"{STATUSES}/{original['id']}"
    changed = await a_moot.ok("PUT", f"{path}/interaction_policy", anna, json={"quote_approval_policy": "nobody"})
    assert check(changed, "Status") == []
    assert (changed["quote_approval"]["automatic"], changed["edited_at"]) == ([], None)
    assert await try_quote(a_moot, berta, original) == 403
    assert (await get(a_moot, made, berta))["quote"]["state"] == "accepted"
    body = {"status": "quote me", "quote_approval_policy": "followers"}
    edited = await a_moot.ok("PUT", path, anna, json=body)
    assert (edited["quote_approval"]["automatic"], edited["edited_at"]) == (["followers"], None)
    edited = await a_moot.ok("PUT", path, anna, json={"status": "quote me more"})
    assert edited["quote_approval"]["automatic"] == ["followers"]
    assert (await a_moot.ok("PUT", f"{path}/interaction_policy", anna))["quote_approval"]["automatic"] == ["followers"]


async def test_a_policy_that_is_none_changes_nothing(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    path, body = f"{STATUSES}/{original['id']}", {"quote_approval_policy": "friends", "status": "other words"}
    for method, where, by, status in (
        ("POST", STATUSES, anna, 422),
        ("PUT", path, anna, 422),
        ("PUT", f"{path}/interaction_policy", anna, 422),
        ("PUT", f"{path}/interaction_policy", berta, 404),
        ("PUT", f"{STATUSES}/{a_moot.never()}/interaction_policy", anna, 404),
        ("PUT", f"{path}/interaction_policy", None, 401),
    ):
        assert (await a_moot.call(method, where, by, json=body)).status_code == status, (method, where)
    boost = await a_moot.ok("POST", f"{path}/reblog", anna)
    answer = await a_moot.call("PUT", f"{STATUSES}/{boost['id']}/interaction_policy", anna, json=body)
    assert answer.status_code == 404
    kept = await get(a_moot, original, anna)
    assert [kept[name] for name in ("content", "edited_at", "quote_approval")] == [
        original["content"], None, original["quote_approval"],
    ]  # fmt: skip
    private = await said(a_moot, anna, visibility="private")
    wanted = {"quote_approval_policy": "public"}
    kept = await a_moot.ok("PUT", f"{STATUSES}/{private['id']}/interaction_policy", anna, json=wanted)
    assert kept["quote_approval"]["automatic"] == []


@pytest.mark.parametrize("wanted", ["public", "unlisted", "private", "direct"])
async def test_a_quote_of_a_private_post_is_no_more_public(a_moot: Moot, anna: Member, wanted: str) -> None:
    original = await said(a_moot, anna, visibility="private")
    made = await quoting(a_moot, anna, original, visibility=wanted)
    assert made["visibility"] == ("direct" if wanted == "direct" else "private")
    assert made["quote_approval"]["automatic"] == []


async def test_what_a_quote_may_not_be(a_moot: Moot, anna: Member, berta: Member, tmp_path: Path) -> None:
    original = await said(a_moot, anna)
    media, _ = await some_media(a_moot, berta, tmp_path)
    assert await try_quote(a_moot, berta, original, visibility="direct") == 422
    assert await try_quote(a_moot, berta, original, media_ids=[str(media)]) == 422
    assert await try_quote(a_moot, berta, original, poll={"options": ["yes", "no"], "expires_in": 300}) == 422
    assert await try_quote(a_moot, berta, {"id": a_moot.never()}) == 404
    assert await try_quote(a_moot, berta, {"id": "never"}) == 404
    assert (await get(a_moot, original))["quotes_count"] == 0
    assert await said_by(a_moot, berta, berta) == []
    told = await quoting(a_moot, berta, original, "@anna, you said", visibility="direct")
    assert told["quote"]["quoted_status"]["id"] == original["id"]


async def test_an_edit_keeps_the_quote(a_moot: Moot, anna: Member, berta: Member, tmp_path: Path) -> None:
    original, other = await said(a_moot, anna), await said(a_moot, anna, "another")
    made = await quoting(a_moot, berta, original)
    path = f"{STATUSES}/{made['id']}"
    media, _ = await some_media(a_moot, berta, tmp_path)
    for change in ({"quoted_status_id": other["id"]}, {"media_ids": [str(media)]}):
        assert (await a_moot.call("PUT", path, berta, json={"status": "x", **change})).status_code == 422
    edited = await a_moot.ok("PUT", path, berta, json={"status": "well said", "quoted_status_id": original["id"]})
    assert edited["quote"]["quoted_status"]["id"] == original["id"]
    versions = await a_moot.ok("GET", f"{path}/history")
    assert [check(version, "StatusEdit") for version in versions] == [[], []]
    assert [version["quote"]["quoted_status"]["id"] for version in versions] == [original["id"]] * 2
    assert (await a_moot.ok("GET", f"{STATUSES}/{other['id']}/history"))[0]["quote"] is None


async def test_a_repeated_call_quotes_once(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    body = {"status": "once", "quoted_status_id": original["id"]}
    ids = [
        (await a_moot.ok("POST", STATUSES, berta, json=body, headers={"Idempotency-Key": "k"}))["id"] for _ in range(2)
    ]
    assert ids[0] == ids[1]
    assert (await get(a_moot, original))["quotes_count"] == 1


async def test_a_revoked_quote_is_gone_for_good(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made = await quoting(a_moot, berta, original)
    for by, status in ((berta, 403), (None, 401)):
        assert (await revoke(a_moot, by, original, made)).status_code == status
    assert (await get(a_moot, made))["quote"]["state"] == "accepted"
    answer = (await revoke(a_moot, anna, original, made)).json()
    assert check(answer, "Status") == []
    assert (answer["id"], answer["quote"]) == (made["id"], {"state": "revoked", "quoted_status": None})
    for viewer in (anna, berta, None):
        found = await get(a_moot, made, viewer)
        assert (found["quote"], found["content"]) == ({"state": "revoked", "quoted_status": None}, "<p>hear, hear</p>")
    assert (await get(a_moot, original))["quotes_count"] == 0
    assert await a_moot.ok("GET", f"{STATUSES}/{original['id']}/quotes", anna) == []
    edited = await a_moot.ok("PUT", f"{STATUSES}/{made['id']}", berta, json={"status": "once more"})
    assert edited["quote"]["state"] == "revoked"
    assert (await revoke(a_moot, anna, original, made)).status_code == 404
    await a_moot.ok("DELETE", f"{STATUSES}/{made['id']}", berta)
    assert (await get(a_moot, original))["quotes_count"] == 0


async def test_only_a_quote_of_this_post_is_revoked(a_moot: Moot, anna: Member, berta: Member) -> None:
    original, other = await said(a_moot, anna), await said(a_moot, anna, "another")
    made, plain = await quoting(a_moot, berta, original), await said(a_moot, berta, "nothing quoted")
    hidden = await quoting(a_moot, berta, original, visibility="private")
    for quoted, quote in ((other, made), (original, plain), (original, {"id": a_moot.never()}), (original, hidden)):
        assert (await revoke(a_moot, anna, quoted, quote)).status_code == 404
    assert (await revoke(a_moot, anna, {"id": a_moot.never()}, made)).status_code == 404
    assert (await get(a_moot, original))["quotes_count"] == 2


async def test_who_blocks_the_author_does_not_keep_the_quote(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made = await quoting(a_moot, berta, original)
    await block(a_moot, berta, anna)
    answer = await revoke(a_moot, anna, original, made)
    assert (answer.status_code, answer.json()["quote"]["state"]) == (200, "revoked")
    assert (await get(a_moot, made, berta))["quote"]["state"] == "revoked"


async def test_a_deleted_post_leaves_a_gap(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made = await quoting(a_moot, berta, original)
    above = await quoting(a_moot, anna, made)
    await a_moot.ok("DELETE", f"{STATUSES}/{original['id']}", anna)
    found = await get(a_moot, made)
    assert (found["quote"], found["content"]) == ({"state": "deleted", "quoted_status": None}, "<p>hear, hear</p>")
    shallow = (await get(a_moot, above))["quote"]["quoted_status"]["quote"]
    assert shallow == {"state": "deleted", "quoted_status_id": None}


async def test_a_deleted_quote_counts_no_longer(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made, other = await quoting(a_moot, berta, original), await quoting(a_moot, berta, original)
    gone = await a_moot.ok("DELETE", f"{STATUSES}/{made['id']}", berta)
    assert check(gone, "Status::Deleted") == []
    assert gone["quote"]["quoted_status"]["id"] == original["id"]
    assert (await get(a_moot, original))["quotes_count"] == 1
    await revoke(a_moot, anna, original, other)
    gone = await a_moot.ok("DELETE", f"{STATUSES}/{other['id']}", berta)
    assert (gone["quote"]["state"], gone["quote"]["quoted_status"]["id"]) == ("revoked", original["id"])


async def test_what_happens_at_once_counts_right(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made = [await quoting(a_moot, berta, original) for _ in range(4)]
    ends = [revoke(a_moot, anna, original, quote) for quote in made[:3]]
    ends += [a_moot.call("DELETE", f"{STATUSES}/{quote['id']}", berta) for quote in made[1:]]
    answers, codes = await asyncio.gather(
        asyncio.gather(*ends), asyncio.gather(*(try_quote(a_moot, berta, original) for _ in range(3)))
    )
    assert {answer.status_code for answer in answers} <= {200, 404}
    assert codes == [200] * 3
    stands = len(await a_moot.ok("GET", f"{STATUSES}/{original['id']}/quotes", anna))
    assert (await get(a_moot, original))["quotes_count"] == stands == 3
    attempts = asyncio.gather(*(try_quote(a_moot, berta, original) for _ in range(4)))
    codes, gone = await asyncio.gather(attempts, a_moot.call("DELETE", f"{STATUSES}/{original['id']}", anna))
    assert gone.status_code == 200
    assert set(codes) <= {200, 404}
    states = [status["quote"]["state"] for status in await said_by(a_moot, berta)]
    assert sorted(states) == ["deleted"] * (3 + codes.count(200)) + ["revoked"]


async def test_whom_one_does_not_want_to_see_is_named_so(a_moot: Moot, anna: Member, berta: Member) -> None:
    carla = await a_moot.member("carla")
    original = await said(a_moot, anna)
    made = await quoting(a_moot, berta, original)
    for tie, untie, state in ((mute, unmute, "muted_account"), (block, unblock, "blocked_account")):
        await tie(a_moot, carla, anna)
        found = await get(a_moot, made, carla)
        assert (found["quote"]["state"], found["quote"]["quoted_status"]["id"]) == (state, original["id"])
        assert original["url"] not in found["content"]
        await untie(a_moot, carla, anna)
    assert (await get(a_moot, made, carla))["quote"]["state"] == "accepted"
    await mute(a_moot, carla, anna, duration=60)
    a_moot.clock.advance(61_000)
    assert (await get(a_moot, made, carla))["quote"]["state"] == "accepted"


async def test_quotes_are_listed_page_by_page(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made = [await quoting(a_moot, berta, original, f"number {number}") for number in range(5)]
    for _ in range(3):
        await quoting(a_moot, berta, original, "for my followers", visibility="private")
    await said(a_moot, berta, "nothing quoted")
    path = f"{STATUSES}/{original['id']}/quotes"
    wanted = [status["id"] for status in reversed(made)]
    found: list[str] = []
    answer = await a_moot.call("GET", path, anna, params={"limit": 2})
    while answer.json():
        assert [check(status, "Status") for status in answer.json()] == [[]] * len(answer.json())
        found += [status["id"] for status in answer.json()]
        if "next" not in answer.links:
            break
        answer = await a_moot.call("GET", answer.links["next"]["url"], anna)
    assert found == wanted
    newer = await a_moot.ok("GET", path, anna, params={"since_id": made[2]["id"]})
    assert [status["id"] for status in newer] == wanted[:2]
    assert (await a_moot.call("GET", path)).status_code == 401
    hidden = await said(a_moot, anna, visibility="private")
    for post_id in (hidden["id"], a_moot.never()):
        assert (await a_moot.call("GET", f"{STATUSES}/{post_id}/quotes", berta)).status_code == 404


async def test_a_quoted_poll_is_there_to_be_answered(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna, poll={"options": ["yes", "no"], "expires_in": 300})
    made = await quoting(a_moot, berta, original)
    await a_moot.ok("POST", f"/api/v1/polls/{original['poll']['id']}/votes", berta, json={"choices": [1]})
    shown = (await get(a_moot, made, berta))["quote"]["quoted_status"]["poll"]
    assert (shown["voted"], shown["own_votes"], shown["votes_count"]) == (True, [1], 1)


async def test_filters_look_at_what_is_quoted(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna, "I like leeks")
    made = await quoting(a_moot, berta, original)
    fields = {"title": "no leeks", "context": ["home"], "keywords_attributes": [{"keyword": "leeks"}]}
    await a_moot.ok("POST", "/api/v2/filters", berta, json=fields)
    found = await get(a_moot, made, berta)
    assert found["filtered"] == []
    assert [each["keyword_matches"] for each in found["quote"]["quoted_status"]["filtered"]] == [["leeks"]]


async def test_a_page_costs_the_same_however_many_it_quotes(a_moot: Moot, anna: Member, berta: Member) -> None:
    asked = []
    for number in range(2):
        for _ in range(3 * number + 1):
            first = await said(a_moot, anna)
            await quoting(a_moot, anna, await quoting(a_moot, berta, first))
        await follow(a_moot, berta, anna)
        async with counting(a_moot.ground) as counter:
            page = await a_moot.ok("GET", "/api/v1/timelines/home", berta)
        asked.append(counter.asked)
    assert len(page) == 15
    assert asked[0] == asked[1]


async def test_a_scheduled_quote_is_judged_again(a_moot: Moot, anna: Member, berta: Member) -> None:
    kept, forbidden, gone = [await said(a_moot, anna, text) for text in ("kept", "forbidden", "gone")]
    for quoted in (kept, forbidden, gone):
        waiting = await schedule(a_moot, berta, f"on {quoted['content']}", quoted_status_id=quoted["id"])
        assert waiting["params"]["quoted_status_id"] == quoted["id"]
    path = f"{STATUSES}/{forbidden['id']}/interaction_policy"
    await a_moot.ok("PUT", path, anna, json={"quote_approval_policy": "nobody"})
    await a_moot.ok("DELETE", f"{STATUSES}/{gone['id']}", anna)
    assert (await get(a_moot, kept))["quotes_count"] == 0
    later = {"status": "x", "quoted_status_id": forbidden["id"], "scheduled_at": "2100-01-01T00:00:00Z"}
    assert (await a_moot.call("POST", STATUSES, berta, json=later)).status_code == 403
    await every(a_moot, HOUR + DAY)
    found = await said_by(a_moot, berta)
    quotes = [status["quote"] and status["quote"]["quoted_status"]["id"] for status in found]
    assert sorted(quotes, key=str) == sorted([kept["id"], None, None], key=str)
    assert (await get(a_moot, kept))["quotes_count"] == 1


async def test_who_is_suspended_is_not_quoted(a_moot: Moot, anna: Member, berta: Member) -> None:
    original = await said(a_moot, anna)
    made = await quoting(a_moot, berta, original)
    await suspend(a_moot, anna)
    async with a_moot.ground.work() as work:
        work.touch("post", int(original["id"]))
    assert (await get(a_moot, made))["quote"] == {"state": "unauthorized", "quoted_status": None}
    assert await try_quote(a_moot, berta, original) == 404


async def test_an_unknown_answer_of_another_server_is_told_as_it_is(a_moot: Moot, anna: Member, berta: Member) -> None:
    made = await quoting(a_moot, berta, await said(a_moot, anna))
    for number, state in ((0, "pending"), (2, "rejected")):
        async with a_moot.ground.work() as work:
            await work.db.run(Sql("update post set quote_state = $1"), number)
            work.touch("post", int(made["id"]))
        assert (await get(a_moot, made))["quote"] == {"state": state, "quoted_status": None}
