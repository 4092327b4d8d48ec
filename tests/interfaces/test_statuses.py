"""/api/v1/statuses, as clients use it."""

import asyncio
from typing import Any

import pytest

from tests.conformance.entities import check
from tests.support.moot import Member, Moot
from tests.support.ties import follow

Json = dict[str, Any]


async def _get(moot: Moot, status: Json, by: Member | None = None) -> Json:
    found: Json = await moot.ok("GET", f"/api/v1/statuses/{status['id']}", by)
    assert check(found, "Status") == []
    return found


async def _do(moot: Moot, verb: str, status: Json, by: Member, **fields: Any) -> Json:
    found: Json = await moot.ok("POST", f"/api/v1/statuses/{status['id']}/{verb}", by, json=fields)
    assert check(found, "Status") == []
    return found


async def test_a_status_says_what_was_said(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    parent = await a_moot.post(berta, "first")
    status = await a_moot.post(
        anna, "Hi @berta, see https://example.org/a?b=1 #Größe", spoiler_text="long", visibility="unlisted",
        language="de", in_reply_to_id=parent["id"],
    )  # fmt: skip
    assert check(status, "Status") == []
    assert (status["visibility"], status["language"], status["sensitive"]) == ("unlisted", "de", True)
    assert (status["spoiler_text"], status["in_reply_to_id"]) == ("long", parent["id"])
    assert status["in_reply_to_account_id"] == str(berta.id)
    assert [mention["username"] for mention in status["mentions"]] == ["berta"]
    assert [tag["name"] for tag in status["tags"]] == ["grösse"]
    assert 'href="https://example.org/a?b=1"' in status["content"]
    assert (await _get(a_moot, parent))["replies_count"] == 1


BODIES: dict[str, Json] = {
    "json": {"json": {"status": "x", "sensitive": True, "visibility": "unlisted"}},
    "json in words": {"json": {"status": "x", "sensitive": "true", "visibility": "unlisted"}},
    "form": {"data": {"status": "x", "sensitive": "1", "visibility": "unlisted"}},
    "multipart": {
        "files": [(name, (None, value)) for name, value in (("status", "x"), ("sensitive", "on"), ("visibility", "unlisted"))]
    },
    "query": {"params": {"status": "x", "sensitive": "true", "visibility": "unlisted"}},
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
async def test_every_kind_of_body_says_the_same(a_moot: Moot, body: str) -> None:
    anna = await a_moot.member()
    status = await a_moot.ok("POST", "/api/v1/statuses", anna, **BODIES[body])
    assert check(status, "Status") == []
    assert (status["content"], status["sensitive"], status["visibility"]) == ("<p>x</p>", True, "unlisted")


REFUSED: tuple[tuple[Json, int], ...] = (
    ({"status": ""}, 422),
    ({"status": " \n "}, 422),
    ({"status": "x" * 501}, 422),
    ({"status": "x" * 490, "spoiler_text": "y" * 11}, 422),
    ({"status": "x", "visibility": "everyone"}, 422),
    ({"status": "x", "media_ids": ["1"]}, 422),
    ({"status": "x", "media_ids": ["1", "2", "3", "4", "5"]}, 422),
    ({"status": "x", "in_reply_to_id": "1"}, 404),
    ({"status": "x", "in_reply_to_id": "no id"}, 404),
    ({"status": " ".join(f"#tag{n}" for n in range(61))}, 422),
    ({"status": {"a": "b"}}, 422),
)


@pytest.mark.parametrize(("fields", "code"), REFUSED)
async def test_what_cannot_be_posted_is_refused_and_leaves_nothing(a_moot: Moot, fields: Json, code: int) -> None:
    anna = await a_moot.member()
    answer = await a_moot.call("POST", "/api/v1/statuses", anna, json=fields)
    assert answer.status_code == code, answer.text
    assert isinstance(answer.json()["error"], str)
    assert await a_moot.ok("GET", "/api/v1/timelines/home", anna) == []


async def test_links_and_handles_count_little(a_moot: Moot) -> None:
    anna = await a_moot.member()
    link = "https://example.org/" + "a" * 300
    status = await a_moot.post(anna, link + " " + "x" * (500 - 23 - 1))
    assert link in status["content"]
    over = await a_moot.call("POST", "/api/v1/statuses", anna, json={"status": link + " " + "x" * (500 - 23)})
    assert over.status_code == 422


async def test_the_same_key_is_the_same_post(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    request = {"json": {"status": "once"}, "headers": {"Idempotency-Key": "k"}}
    answers = await asyncio.gather(*(a_moot.ok("POST", "/api/v1/statuses", anna, **_copy(request)) for _ in range(20)))
    assert len({status["id"] for status in answers}) == 1
    again = await a_moot.ok(
        "POST", "/api/v1/statuses", anna, json={"status": "other"}, headers={"Idempotency-Key": "k"}
    )
    assert again["content"] == "<p>once</p>"
    hers = await a_moot.ok("POST", "/api/v1/statuses", berta, **_copy(request))
    assert hers["id"] != again["id"], "a key is its member's own"
    assert len(await a_moot.ok("GET", "/api/v1/timelines/home", anna)) == 1
    face = await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}")
    assert face["statuses_count"] == 1


def _copy(request: Json) -> Json:
    return {name: dict(value) for name, value in request.items()}


async def test_a_key_whose_post_is_gone_makes_a_new_one(a_moot: Moot) -> None:
    anna = await a_moot.member()
    headers = {"Idempotency-Key": "k"}
    first = await a_moot.ok("POST", "/api/v1/statuses", anna, json={"status": "first"}, headers=headers)
    await a_moot.ok("DELETE", f"/api/v1/statuses/{first['id']}", anna)
    second = await a_moot.ok("POST", "/api/v1/statuses", anna, json={"status": "second"}, headers=headers)
    assert second["content"] == "<p>second</p>"


async def test_a_refused_post_does_not_use_up_its_key(a_moot: Moot) -> None:
    anna = await a_moot.member()
    headers = {"Idempotency-Key": "k"}
    bad = await a_moot.call("POST", "/api/v1/statuses", anna, json={"status": "x", "media_ids": ["9"]}, headers=headers)
    assert bad.status_code == 422
    assert (await a_moot.ok("POST", "/api/v1/statuses", anna, json={"status": "x"}, headers=headers))["id"]


async def test_an_edit_is_seen_at_once_and_keeps_its_history(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    status = await a_moot.post(anna, "first #one @berta", language="en")
    assert status["edited_at"] is None
    path = f"/api/v1/statuses/{status['id']}"
    assert len(await a_moot.ok("GET", f"{path}/history", berta)) == 1
    edited = await a_moot.ok("PUT", path, anna, json={"status": "second #two", "spoiler_text": "careful"})
    assert check(edited, "Status") == []
    assert edited["edited_at"] is not None
    assert edited["language"] == "en"
    assert [tag["name"] for tag in edited["tags"]] == ["two"]
    assert (await _get(a_moot, status, berta))["content"] == edited["content"]
    history = await a_moot.ok("GET", f"{path}/history", berta)
    assert [problem for version in history for problem in check(version, "StatusEdit")] == []
    assert [version["spoiler_text"] for version in history] == ["", "careful"]
    assert "first" in history[0]["content"]
    assert history[0]["created_at"] == status["created_at"]
    source = await a_moot.ok("GET", f"{path}/source", anna)
    assert check(source, "StatusSource") == []
    assert (source["text"], source["spoiler_text"]) == ("second #two", "careful")
    assert await a_moot.ok("GET", "/api/v1/timelines/tag/one") == []
    assert [found["id"] for found in await a_moot.ok("GET", "/api/v1/timelines/tag/two")] == [status["id"]]


async def test_an_edit_that_changes_nothing_leaves_no_trace(a_moot: Moot) -> None:
    anna = await a_moot.member()
    status = await a_moot.post(anna, "same")
    path = f"/api/v1/statuses/{status['id']}"
    assert (await a_moot.ok("PUT", path, anna, json={"status": "same"}))["edited_at"] is None
    assert len(await a_moot.ok("GET", f"{path}/history", anna)) == 1


async def test_only_the_author_edits_deletes_and_sees_the_source(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await a_moot.post(anna, "mine")
    path = f"/api/v1/statuses/{status['id']}"
    for method, below in (("PUT", ""), ("DELETE", ""), ("GET", "/source")):
        body = {"json": {"status": "yours"}} if method == "PUT" else {}
        answer = await a_moot.call(method, path + below, berta, **body)
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
    assert (await _get(a_moot, status))["content"] == "<p>mine</p>"


async def test_a_bad_edit_changes_nothing(a_moot: Moot) -> None:
    anna = await a_moot.member()
    status = await a_moot.post(anna, "good")
    path = f"/api/v1/statuses/{status['id']}"
    for fields in ({"status": ""}, {"status": "x" * 501}, {"status": "x", "media_ids": ["7"]}):
        assert (await a_moot.call("PUT", path, anna, json=fields)).status_code == 422
    assert (await _get(a_moot, status))["content"] == "<p>good</p>"
    assert len(await a_moot.ok("GET", f"{path}/history", anna)) == 1


async def test_a_deleted_post_is_gone_everywhere_at_once(a_moot: Moot) -> None:
    anna, berta, clara = await a_moot.member("anna"), await a_moot.member("berta"), await a_moot.member("clara")
    await follow(a_moot, berta, anna)
    await follow(a_moot, clara, berta)
    root = await a_moot.post(anna, "root")
    status = await a_moot.post(anna, "to go #gone", in_reply_to_id=root["id"])
    answer = await a_moot.post(berta, "an answer", in_reply_to_id=status["id"])
    boost = await _do(a_moot, "reblog", status, berta)
    await _do(a_moot, "favourite", status, clara)
    await _do(a_moot, "pin", status, anna)
    lists = [("/api/v1/timelines/home", berta), ("/api/v1/timelines/home", clara), ("/api/v1/timelines/tag/gone", None)]
    for path, who in lists:
        await a_moot.ok("GET", path, who)
    deleted = await a_moot.ok("DELETE", f"/api/v1/statuses/{status['id']}", anna)
    assert check(deleted, "Status::Deleted") == []
    assert (deleted["id"], deleted["text"]) == (status["id"], "to go #gone")
    for path, who in lists:
        shown = {found["id"] for found in await a_moot.ok("GET", path, who)}
        assert not shown & {status["id"], boost["id"]}
    for gone in (status, boost):
        assert (await a_moot.call("GET", f"/api/v1/statuses/{gone['id']}", anna)).status_code == 404
    assert (await a_moot.ok("GET", f"/api/v1/statuses/{root['id']}/context"))["descendants"] == []
    assert (await _get(a_moot, root))["replies_count"] == 0
    assert (await _get(a_moot, answer))["in_reply_to_id"] is None
    counts = [(await a_moot.ok("GET", f"/api/v1/accounts/{who.id}"))["statuses_count"] for who in (anna, berta)]
    assert counts == [1, 1]
    assert (await a_moot.call("DELETE", f"/api/v1/statuses/{status['id']}", anna)).status_code == 404


MARKS = (("favourite", "favourited", "favourites_count"), ("reblog", "reblogged", "reblogs_count"),
         ("bookmark", "bookmarked", ""), ("mute", "muted", ""))  # fmt: skip


@pytest.mark.parametrize(("verb", "flag", "count"), MARKS)
async def test_doing_it_twice_is_doing_it_once(a_moot: Moot, verb: str, flag: str, count: str) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await a_moot.post(anna, "good")
    for _ in range(2):
        await _do(a_moot, verb, status, berta)
        seen = await _get(a_moot, status, berta)
        assert seen[flag] is True
        assert not count or seen[count] == 1
        assert (await _get(a_moot, status, anna))[flag] is False, "one's own marks are nobody else's"
    for _ in range(2):
        await _do(a_moot, f"un{verb}", status, berta)
        seen = await _get(a_moot, status, berta)
        assert seen[flag] is False
        assert not count or seen[count] == 0


async def test_twenty_favourites_at_once_are_one(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    status = await a_moot.post(anna, "good")
    await asyncio.gather(*(_do(a_moot, "favourite", status, berta) for _ in range(10)))
    await asyncio.gather(*(_do(a_moot, "reblog", status, berta) for _ in range(10)))
    seen = await _get(a_moot, status)
    assert (seen["favourites_count"], seen["reblogs_count"]) == (1, 1)


async def test_a_boost_wraps_the_post_and_stands_for_it(a_moot: Moot) -> None:
    anna, berta, clara = await a_moot.member(), await a_moot.member(), await a_moot.member()
    status = await a_moot.post(anna, "good")
    boost = await _do(a_moot, "reblog", status, berta, visibility="unlisted")
    assert (boost["reblog"]["id"], boost["reblog"]["reblogged"], boost["visibility"]) == (
        status["id"],
        True,
        "unlisted",
    )
    assert boost["account"]["id"] == str(berta.id)
    assert (await _do(a_moot, "reblog", boost, berta))["id"] == boost["id"]
    liked = await _do(a_moot, "favourite", boost, clara)
    assert (liked["id"], liked["favourites_count"]) == (status["id"], 1)
    assert (await _do(a_moot, "reblog", boost, clara))["reblog"]["id"] == status["id"]
    people = await a_moot.ok("GET", f"/api/v1/statuses/{status['id']}/reblogged_by")
    assert [problem for person in people for problem in check(person, "Account")] == []
    assert [person["id"] for person in people] == [str(clara.id), str(berta.id)]
    fans = await a_moot.ok("GET", f"/api/v1/statuses/{boost['id']}/favourited_by")
    assert [person["id"] for person in fans] == [str(clara.id)]
    assert (await _do(a_moot, "unreblog", status, berta))["id"] == status["id"]
    assert (await a_moot.call("GET", f"/api/v1/statuses/{boost['id']}")).status_code == 404


async def test_a_boost_cannot_be_direct(a_moot: Moot) -> None:
    anna = await a_moot.member()
    status = await a_moot.post(anna, "good")
    answer = await a_moot.call("POST", f"/api/v1/statuses/{status['id']}/reblog", anna, json={"visibility": "direct"})
    assert 400 <= answer.status_code < 500


async def test_pins_are_few_and_ones_own(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    hers = await a_moot.post(berta, "hers")
    direct = await a_moot.post(anna, "quiet", visibility="direct")
    mine = [await a_moot.post(anna, f"mine {number}") for number in range(6)]
    boost = await _do(a_moot, "reblog", hers, anna)
    for status in mine[:5]:
        assert (await _do(a_moot, "pin", status, anna))["pinned"] is True
    await _do(a_moot, "pin", mine[0], anna)
    for status in (hers, direct, boost, mine[5]):
        answer = await a_moot.call("POST", f"/api/v1/statuses/{status['id']}/pin", anna)
        assert answer.status_code == 422, answer.text
    assert (await _do(a_moot, "unpin", mine[0], anna))["pinned"] is False
    assert (await _do(a_moot, "pin", mine[5], anna))["pinned"] is True


async def test_context_is_in_reading_order(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    root = await a_moot.post(anna, "root")
    left = await a_moot.post(berta, "left", in_reply_to_id=root["id"])
    right = await a_moot.post(anna, "right", in_reply_to_id=root["id"])
    leaf = await a_moot.post(anna, "leaf", in_reply_to_id=left["id"])
    found = await a_moot.ok("GET", f"/api/v1/statuses/{root['id']}/context")
    assert check(found, "Context") == []
    assert [status["id"] for status in found["descendants"]] == [left["id"], leaf["id"], right["id"]]
    found = await a_moot.ok("GET", f"/api/v1/statuses/{leaf['id']}/context")
    assert [status["id"] for status in found["ancestors"]] == [root["id"], left["id"]]


async def test_many_at_once_in_the_order_asked(a_moot: Moot) -> None:
    anna = await a_moot.member()
    made = [(await a_moot.post(anna, f"post {number}"))["id"] for number in range(4)]
    wanted = [made[2], made[0], a_moot.never(), "what", made[2]]
    found = await a_moot.ok("GET", "/api/v1/statuses", params={"id[]": wanted})
    assert [status["id"] for status in found] == [made[2], made[0]]


async def test_ids_that_cannot_be_are_not_found(a_moot: Moot) -> None:
    anna = await a_moot.member()
    for odd in ("0", "-1", "1.5", "９", "99999999999999999999", "9" * 19, "x", "%00", "1%2F2", a_moot.never()):
        for method, below in (("GET", ""), ("GET", "/context"), ("POST", "/favourite"), ("DELETE", "")):
            answer = await a_moot.call(method, f"/api/v1/statuses/{odd}{below}", anna)
            assert answer.status_code == 404, (odd, method, below)
            assert answer.json() == {"error": "Record not found"}
