"""What the community is told: shown for its time, put away, and answered with emoji."""

import pytest

from folkmoot.features import announcements, site
from folkmoot.features.announcements import REACTIONS_LIMIT, Words
from folkmoot.features.site import Emoji
from folkmoot.infra import upkeep
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY, HOUR
from folkmoot.infra.errors import InvalidError, MissingError
from tests.conformance.entities import check
from tests.support.moot import BASE, Member, Moot

PATH = "/api/v1/announcements"


async def _announced(a_moot: Moot, text: str = "Hello, everybody", **when: int | bool) -> int:
    async with a_moot.ground.work() as work:
        return await announcements.publish(work, Words(text, **when))  # type: ignore[arg-type]


async def _shown(a_moot: Moot, by: Member) -> list[dict[str, object]]:
    found: list[dict[str, object]] = await a_moot.ok("GET", PATH, by)
    assert [fault for item in found for fault in check(item, "Announcement")] == []
    return found


async def test_it_says_what_it_names(a_moot: Moot) -> None:
    anna = await a_moot.member("anna")
    post = await a_moot.post(anna, "the programme")
    hidden = await a_moot.post(anna, "not for all", visibility="private")
    text = f"Meet @anna under #oaks: {BASE}/@anna/{post['id']} {BASE}/@anna/{hidden['id']} {BASE}/@anna/x"
    await _announced(a_moot, text)
    (item,) = await _shown(a_moot, anna)
    assert [mention["id"] for mention in item["mentions"]] == [str(anna.id)]  # type: ignore[attr-defined]
    assert [tag["name"] for tag in item["tags"]] == ["oaks"]  # type: ignore[attr-defined]
    assert [status["id"] for status in item["statuses"]] == [post["id"]]  # type: ignore[attr-defined]
    assert "<p>Meet" in str(item["content"])


async def test_it_is_shown_for_its_time(a_moot: Moot) -> None:
    anna = await a_moot.member()
    now = a_moot.clock()
    await _announced(a_moot, "tomorrow", starts_at=now + DAY)
    await _announced(a_moot, "until noon", ends_at=now + HOUR)
    assert [item["content"] for item in await _shown(a_moot, anna)] == ["<p>until noon</p>"]
    a_moot.clock.advance(DAY + HOUR)
    assert [item["content"] for item in await _shown(a_moot, anna)] == ["<p>tomorrow</p>"]


async def test_who_puts_it_away_has_read_it(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    made = await _announced(a_moot)
    for _ in range(2):
        assert await a_moot.ok("POST", f"{PATH}/{made}/dismiss", anna) == {}
    assert [item["read"] for item in await _shown(a_moot, anna)] == [True]
    assert [item["read"] for item in await _shown(a_moot, berta)] == [False]


async def test_people_react_once_with_each_emoji(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    made = await _announced(a_moot)
    async with a_moot.ground.work() as work:
        await site.add_emoji(work, Emoji("oak", "oak.png", "oak.png", "", visible=True))
    for by, name in ((anna, "🤔"), (anna, "🤔"), (berta, "🤔"), (berta, "oak")):
        assert await a_moot.ok("PUT", f"{PATH}/{made}/reactions/{name}", by) == {}
    (item,) = await _shown(a_moot, berta)
    assert [(r["name"], r["count"], r["me"]) for r in item["reactions"]] == [("🤔", 2, True), ("oak", 1, True)]  # type: ignore[attr-defined]
    assert item["reactions"][1]["url"].endswith("oak.png")  # type: ignore[index]
    await a_moot.ok("DELETE", f"{PATH}/{made}/reactions/🤔", berta)
    await a_moot.ok("DELETE", f"{PATH}/{made}/reactions/🤔", berta)
    (item,) = await _shown(a_moot, berta)
    assert [(r["name"], r["count"], r["me"]) for r in item["reactions"]] == [("🤔", 1, False), ("oak", 1, True)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["a", "elm", "🤔🤔", "<b>", "%00", "1"])
async def test_what_is_no_emoji_is_refused(a_moot: Moot, name: str) -> None:
    anna = await a_moot.member()
    made = await _announced(a_moot)
    assert (await a_moot.call("PUT", f"{PATH}/{made}/reactions/{name}", anna)).status_code in {404, 422}
    assert (await _shown(a_moot, anna))[0]["reactions"] == []


async def test_there_are_only_so_many_different_reactions(a_moot: Moot) -> None:
    anna, berta = await a_moot.member(), await a_moot.member()
    made = await _announced(a_moot)
    for name in "🍇🍈🍉🍊🍋🍌🍍🥭"[:REACTIONS_LIMIT]:
        await a_moot.ok("PUT", f"{PATH}/{made}/reactions/{name}", anna)
    assert (await a_moot.call("PUT", f"{PATH}/{made}/reactions/🍎", anna)).status_code == 422
    assert (await a_moot.call("PUT", f"{PATH}/{made}/reactions/🍇", berta)).status_code == 200


@pytest.mark.parametrize(("method", "path"), [("POST", "dismiss"), ("PUT", "reactions/🤔"), ("DELETE", "reactions/🤔")])
async def test_what_there_is_not(a_moot: Moot, method: str, path: str) -> None:
    anna = await a_moot.member()
    assert (await a_moot.call(method, f"{PATH}/{a_moot.never()}/{path}", anna)).status_code == 404
    assert (await a_moot.call(method, f"{PATH}/{a_moot.never()}/{path}")).status_code == 401


async def test_it_is_rewritten_and_withdrawn(a_moot: Moot) -> None:
    anna = await a_moot.member()
    made = await _announced(a_moot)
    await a_moot.ok("PUT", f"{PATH}/{made}/reactions/🤔", anna)
    async with a_moot.ground.work() as work:
        await announcements.rewrite(work, made, Words("Hello again"))
    (item,) = await _shown(a_moot, anna)
    assert item["content"] == "<p>Hello again</p>"
    assert str(item["updated_at"]) > str(item["published_at"])
    async with a_moot.ground.work() as work:
        await announcements.withdraw(work, made)
    assert await _shown(a_moot, anna) == []
    with pytest.raises(MissingError):
        async with a_moot.ground.work() as work:
            await announcements.withdraw(work, made)
    with pytest.raises(MissingError):
        async with a_moot.ground.work() as work:
            await announcements.rewrite(work, made, Words("x"))


@pytest.mark.parametrize(
    "words", [Words(" "), Words("a" * 5_001), Words("a", starts_at=2, ends_at=1), Words("a", all_day=True)]
)
async def test_what_cannot_be_announced(a_moot: Moot, words: Words) -> None:
    with pytest.raises(InvalidError):
        async with a_moot.ground.work() as work:
            await announcements.publish(work, words)


async def test_the_process_says_how_it_is(a_moot: Moot) -> None:
    assert await a_moot.ok("GET", "/health") == {"status": "UP"}


async def test_a_process_without_its_database_is_down(a_moot: Moot, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(_: Ground) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(upkeep, "reach_database", refused)
    answer = await a_moot.call("GET", "/health")
    assert answer.status_code == 503
    assert answer.json() == {"status": "DOWN"}
