"""Walking every list of statuses by its Link header meets everything exactly once."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from folkmoot.interfaces.mastodon.paging import Page
from tests.support.moot import BASE, Member, Moot
from tests.support.ties import follow

POSTS = 23
LISTS = ("/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/tag")
_RELATION = re.compile(r'<([^>]+)>; rel="(next|prev)"')

Page_ = tuple[list[str], dict[str, str]]


async def _page(moot: Moot, url: str, by: Member, **params: Any) -> Page_:
    answer = await moot.call("GET", url, by, params=params or None)
    assert answer.status_code == 200, answer.text
    found = {name: address for address, name in _RELATION.findall(answer.headers.get("link", ""))}
    for address in found.values():
        assert address.startswith(BASE + url.partition("?")[0].removeprefix(BASE))
    return [item["id"] for item in answer.json()], found


@pytest.fixture
async def crowd(a_moot: Moot) -> tuple[Moot, Member, list[str]]:
    reader, author = await a_moot.member(), await a_moot.member()
    await follow(a_moot, reader, author)
    made = [(await a_moot.post(author, f"number {n} #tag"))["id"] for n in range(POSTS)]
    return a_moot, reader, made[::-1]


Crowd = tuple[Moot, Member, list[str]]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", [1, 7, 40])
async def test_next_leads_to_the_end_and_prev_back(crowd: Crowd, path: str, limit: int) -> None:
    moot, reader, newest = crowd
    walked, links = await _page(moot, path, reader, limit=limit)
    while "next" in links:
        ids, found = await _page(moot, links["next"], reader)
        if not ids:
            break
        walked, links = walked + ids, found
    assert walked == newest
    back = []
    while ids := (await _page(moot, links["prev"], reader))[0]:
        ids, links = await _page(moot, links["prev"], reader)
        back.append(ids)
    below = newest.index(back[0][-1]) if back else 0
    assert [post_id for page in back[::-1] for post_id in page] == newest[: below + 1 if back else 0]


@pytest.mark.parametrize("path", LISTS)
async def test_cursors_mean_what_the_documentation_says(crowd: Crowd, path: str) -> None:
    moot, reader, newest = crowd
    cases: tuple[tuple[dict[str, Any], list[str]], ...] = (
        ({"limit": 5}, newest[:5]),
        ({"max_id": newest[4], "limit": 5}, newest[5:10]),
        ({"since_id": newest[10], "limit": 5}, newest[:5]),
        ({"min_id": newest[10], "limit": 5}, newest[5:10]),
        ({"min_id": newest[-1], "limit": 5}, newest[-6:-1]),
        ({"max_id": newest[2], "min_id": newest[10], "limit": 3}, newest[7:10]),
        ({"max_id": newest[2], "since_id": newest[10], "limit": 3}, newest[3:6]),
        ({"min_id": newest[0]}, []),
        ({"max_id": newest[-1]}, []),
        ({"limit": 1000}, newest),
        ({}, newest[:20]),
    )
    for params, wanted in cases:
        assert (await _page(moot, path, reader, **params))[0] == wanted, params


@pytest.mark.parametrize("path", LISTS)
async def test_odd_cursors_and_limits_bound_nothing(crowd: Crowd, path: str) -> None:
    moot, reader, newest = crowd
    for odd in ("", "x", "-5", "0", "1.5", "1e3", "٣", "99999999999999999999"):
        assert (await _page(moot, path, reader, limit=odd))[0] == newest[:20], odd
        assert (await _page(moot, path, reader, max_id=odd))[0] == newest[:20], odd


async def test_the_link_keeps_what_else_was_asked(crowd: Crowd) -> None:
    moot, reader, _ = crowd
    _, links = await _page(moot, LISTS[2], reader, **{"limit": 2, "any[]": ["a b", "ü&"], "local": "true"})
    asked = parse_qs(urlsplit(links["next"]).query)
    assert {name: asked[name] for name in ("limit", "any[]", "local")} == {
        "limit": ["2"], "any[]": ["a b", "ü&"], "local": ["true"],
    }  # fmt: skip
    assert set(asked) == {"limit", "any[]", "local", "max_id"}


async def test_an_empty_list_has_no_links(a_moot: Moot) -> None:
    anna = await a_moot.member()
    answer = await a_moot.call("GET", LISTS[0], anna)
    assert (answer.json(), "link" in answer.headers) == ([], False)


async def test_people_are_paged_by_hidden_ids(a_moot: Moot) -> None:
    anna = await a_moot.member()
    status = await a_moot.post(anna, "good")
    fans = [await a_moot.member() for _ in range(7)]
    for verb, path in (("favourite", "favourited_by"), ("reblog", "reblogged_by")):
        for fan in fans:
            await a_moot.ok("POST", f"/api/v1/statuses/{status['id']}/{verb}", fan)
        walked, links = await _page(a_moot, f"/api/v1/statuses/{status['id']}/{path}", anna, limit=3)
        while "next" in links:
            ids, links = await _page(a_moot, links["next"], anna)
            walked += ids
        assert walked == [str(fan.id) for fan in fans[::-1]]


def test_bounds_never_leave_their_range() -> None:
    for limit in ("0", "-1", "", "100000", "5", "99999"):
        _, _, size, _ = Page(limit=limit).bounds(20, 40)
        assert 1 <= size <= 40
