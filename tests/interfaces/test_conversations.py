"""/api/v1/conversations, as clients use it."""

from typing import Any

import pytest

from tests.conformance.entities import check
from tests.support.moot import Member, Moot
from tests.support.ties import block

Json = dict[str, Any]
PATH = "/api/v1/conversations"


async def whisper(moot: Moot, by: Member, text: str, **fields: Any) -> Json:
    status = await moot.post(by, text, visibility="direct", **fields)
    await moot.run_jobs()
    return status


async def of(moot: Moot, who: Member) -> list[Json]:
    found: list[Json] = await moot.ok("GET", PATH, who)
    assert [check(each, "Conversation") for each in found] == [[] for _ in found]
    return found


async def test_those_who_are_mentioned_have_it_and_nobody_else(a_moot: Moot) -> None:
    anna, berta, carl = [await a_moot.member(name) for name in ("anna", "berta", "carl")]
    first = await whisper(a_moot, anna, "@berta psst")
    await a_moot.post(anna, "@carl aloud")
    await a_moot.run_jobs()
    [hers], [mine] = await of(a_moot, berta), await of(a_moot, anna)
    assert await of(a_moot, carl) == []
    assert (hers["unread"], mine["unread"]) == (True, False)
    assert [each["username"] for each in hers["accounts"]] == ["anna"]
    assert [each["username"] for each in mine["accounts"]] == ["berta"]
    assert hers["last_status"]["id"] == mine["last_status"]["id"] == first["id"]
    second = await whisper(a_moot, berta, "@anna what?", in_reply_to_id=first["id"])
    [hers], [mine] = await of(a_moot, berta), await of(a_moot, anna)
    assert (hers["unread"], mine["unread"]) == (False, True)
    assert hers["last_status"]["id"] == mine["last_status"]["id"] == second["id"]


async def test_it_is_read_and_removed_by_its_owner_alone(a_moot: Moot) -> None:
    anna, berta, carl = [await a_moot.member(name) for name in ("anna", "berta", "carl")]
    first = await whisper(a_moot, anna, "@berta psst")
    [unread] = await of(a_moot, berta)
    path = f"{PATH}/{unread['id']}"
    assert (await a_moot.call("POST", f"{path}/read", carl)).status_code == 404
    assert (await a_moot.call("DELETE", path, carl)).status_code == 404
    read = await a_moot.ok("POST", f"{path}/read", berta)
    assert check(read, "Conversation") == []
    assert [read] == await of(a_moot, berta) == [{**unread, "unread": False}]
    assert await a_moot.ok("DELETE", path, berta) == {}
    assert await of(a_moot, berta) == []
    assert len(await of(a_moot, anna)) == 1
    await whisper(a_moot, anna, "@berta still there?", in_reply_to_id=first["id"])
    [again] = await of(a_moot, berta)
    assert again["unread"]


async def test_what_is_deleted_gives_way_to_what_was_before(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    first = await whisper(a_moot, anna, "@berta psst")
    second = await whisper(a_moot, anna, "@berta hello?", in_reply_to_id=first["id"])
    for gone, left in ((second, [first["id"]]), (first, [])):
        await a_moot.ok("DELETE", f"/api/v1/statuses/{gone['id']}", anna)
        assert gone["id"] not in [each["last_status"]["id"] for each in await of(a_moot, berta)]
        await a_moot.run_jobs()
        for who in (anna, berta):
            assert [each["last_status"]["id"] for each in await of(a_moot, who)] == left


async def test_the_blocked_are_not_heard(a_moot: Moot) -> None:
    anna, berta, carl = [await a_moot.member(name) for name in ("anna", "berta", "carl")]
    await block(a_moot, berta, anna)
    first = await whisper(a_moot, carl, "@berta @anna we three")
    await whisper(a_moot, anna, "@berta psst", in_reply_to_id=first["id"])
    await whisper(a_moot, anna, "@berta psst")
    assert [each["last_status"]["id"] for each in await of(a_moot, berta)] == [first["id"]]
    await block(a_moot, berta, carl)
    assert await of(a_moot, berta) == []


async def test_an_edit_lets_somebody_in(a_moot: Moot) -> None:
    anna, berta = await a_moot.member("anna"), await a_moot.member("berta")
    first = await whisper(a_moot, anna, "psst")
    assert await of(a_moot, berta) == []
    await a_moot.ok("PUT", f"/api/v1/statuses/{first['id']}", anna, json={"status": "@berta psst"})
    await a_moot.run_jobs()
    assert [each["last_status"]["id"] for each in await of(a_moot, berta)] == [first["id"]]


@pytest.mark.parametrize("limit", [1, 2])
async def test_they_are_listed_in_pages(a_moot: Moot, limit: int) -> None:
    anna = await a_moot.member()
    made = [(await whisper(a_moot, anna, str(number)))["id"] for number in range(4)][::-1]
    page = await a_moot.call("GET", f"{PATH}?limit={limit}", anna)
    seen = page.json()
    while "next" in page.links:
        page = await a_moot.call("GET", page.links["next"]["url"], anna)
        seen += page.json()
    assert [each["last_status"]["id"] for each in seen] == made
