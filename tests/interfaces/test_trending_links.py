"""Trends of links: pages that many speak of, by publishers that are judged, too."""

from typing import Any

from folkmoot.features import trends
from folkmoot.features.trends import Candidate, Kind, Verdict
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import Sql
from tests.conformance.entities import check
from tests.interfaces.test_admin_trends import ADMIN, listed
from tests.support.crowd import allow, compute, crowd, refuse, share
from tests.support.moot import Moot

URL = "https://www.news.example/leeks"


async def links(moot: Moot, **params: Any) -> list[str]:
    body = await moot.ok("GET", "/api/v1/trends/links", params=params)
    assert [problem for item in body for problem in check(item, "Trends::Link")] == []
    return [item["title"] for item in body]


async def _entitle(moot: Moot, preview_id: int, title: str) -> None:
    async with moot.ground.work() as work:
        await work.db.run(Sql("update preview set title = $2 where id = $1"), preview_id, title)


async def test_a_link_trends_once_it_was_allowed(a_moot: Moot) -> None:
    people = await crowd(a_moot, 6)
    leeks = await share(a_moot, people, URL, "Leeks")
    kale = await share(a_moot, people[:5], "https://news.example/kale", "Kale")
    await share(a_moot, people[:4], "https://news.example/beet", "Beet")
    await compute(a_moot)
    assert await links(a_moot) == []
    for number in (leeks, kale):
        await allow(a_moot, Kind.LINK, str(number))
    assert await links(a_moot) == ["Leeks", "Kale"]
    assert await links(a_moot, limit=1, offset=1) == ["Kale"]
    first = (await a_moot.ok("GET", "/api/v1/trends/links"))[0]
    assert [first["history"][0][key] for key in ("uses", "accounts")] == ["6", "6"]
    assert len(first["history"]) == 7
    await refuse(a_moot, Kind.LINK, str(leeks))
    assert await links(a_moot) == ["Kale"]


async def test_a_link_has_a_timeline_while_it_trends(a_moot: Moot) -> None:
    people = await crowd(a_moot, 5)
    leeks = await share(a_moot, people, URL, "Leeks")
    await compute(a_moot)

    async def timeline() -> int | list[str]:
        answer = await a_moot.call("GET", "/api/v1/timelines/link", params={"url": URL})
        return [status["account"]["id"] for status in answer.json()] if answer.is_success else answer.status_code

    assert await timeline() == 404, "it waits for a review"
    await allow(a_moot, Kind.LINK, str(leeks))
    assert await timeline() == [str(person.id) for person in reversed(people)]
    await refuse(a_moot, Kind.LINK, str(leeks))
    assert await timeline() == 404


async def test_a_page_that_says_something_else_waits_again(a_moot: Moot) -> None:
    people = await crowd(a_moot, 5)
    leeks = await share(a_moot, people, URL, "Leeks")
    await compute(a_moot)
    await allow(a_moot, Kind.LINK, str(leeks))
    assert await links(a_moot) == ["Leeks"]
    await _entitle(a_moot, leeks, "A hanging")
    assert await links(a_moot) == []
    await compute(a_moot)
    assert await links(a_moot) == []
    await allow(a_moot, Kind.LINK, str(leeks))
    assert await links(a_moot) == ["A hanging"]


async def test_publishers_stand_for_their_links(a_moot: Moot) -> None:
    people = await crowd(a_moot, 5)
    staff = await a_moot.member(role="moderator")
    await share(a_moot, people, URL, "Leeks")
    await compute(a_moot)
    [publisher] = await listed(a_moot, staff, "links/publishers")
    assert publisher == {
        "id": publisher["id"], "domain": "news.example", "trendable": False, "requires_review": True,
    }  # fmt: skip
    path = f"{ADMIN}/links/publishers/{publisher['id']}"
    await a_moot.ok("POST", f"{path}/approve", staff)
    await share(a_moot, people, "https://news.example/kale", "Kale")
    await share(a_moot, people, "https://news.example/threat", "A hanging")

    async def judge(_: Ground, candidate: Candidate) -> Verdict:
        return Verdict.REFUSE if "hanging" in candidate.text else Verdict.ALLOW

    await compute(a_moot, judge)
    assert await links(a_moot) == ["Kale"], "what waits already waits for its own review"
    await a_moot.ok("POST", f"{path}/reject", staff)
    assert await links(a_moot) == []
    assert (await listed(a_moot, staff, "links/publishers"))[0]["trendable"] is False


async def test_a_moderator_reviews_links(a_moot: Moot) -> None:
    people = await crowd(a_moot, 5)
    staff = await a_moot.member(role="moderator")
    leeks = await share(a_moot, people, URL, "Leeks")
    await compute(a_moot)
    [item] = await listed(a_moot, staff, "links")
    assert (item.pop("id"), item.pop("requires_review")) == (str(leeks), True)
    assert check(item, "Trends::Link") == []
    await a_moot.ok("POST", f"{ADMIN}/links/{leeks}/approve", staff)
    assert await links(a_moot) == ["Leeks"]
    await compute(a_moot)
    assert (await listed(a_moot, staff, "links"))[0]["requires_review"] is False
    await a_moot.ok("POST", f"{ADMIN}/links/{leeks}/reject", staff)
    assert await links(a_moot) == []
    await compute(a_moot)
    assert await trends.candidates(await a_moot.ground.read(), Kind.LINK, 9) == []
