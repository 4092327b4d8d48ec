"""/api/v1/annual_reports as clients use them at the end of a year, and waiting for one to be made."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.features.annual_reports.rules import archetype, campaign, months
from folkmoot.features.annual_reports.types import Year
from folkmoot.infra.clock import DAY
from folkmoot.infra.db import Sql
from folkmoot.infra.ids import first_id_at, new_id
from tests.conformance.entities import check
from tests.support.moot import Member, Moot
from tests.support.ties import follow

PATH = "/api/v1/annual_reports"
MANY = Sql("""
insert into post (id, account_id, text, visibility, thread_id, created_at) values ($1, $2, 'words', 0, $1, $3)
""")


def _move(moot: Moot, year: int, month: int, day: int = 1) -> None:
    """Let it be that day, which must be yet to come."""
    moot.clock.advance(int(datetime(year, month, day, tzinfo=UTC).timestamp() * 1000) - moot.clock())


def _next_year(moot: Moot) -> int:
    year = datetime.fromtimestamp(moot.clock() / 1000, UTC).year + 1
    _move(moot, year, 1, 10)
    return year


async def _wrote(moot: Moot, by: Member, count: int) -> None:
    async with moot.ground.work() as work:
        for _ in range(count):
            at = moot.clock()
            await work.db.run(MANY, new_id(at), by.id, at)


async def _state(moot: Moot, year: int, by: Member) -> str:
    body = await moot.ok("GET", f"{PATH}/{year}/state", by)
    assert check(body, "Answer::AnnualReportState") == []
    return str(body["state"])


async def _made(moot: Moot, year: int, by: Member) -> dict[str, Any]:
    assert (await moot.call("POST", f"{PATH}/{year}/generate", by)).status_code == 202
    await moot.run_jobs()
    body = await moot.ok("GET", f"{PATH}/{year}", by)
    assert check(body, "WrappedAnnualReports") == []
    return dict(body)


async def test_a_report_tells_of_the_year(a_moot: Moot) -> None:
    year = _next_year(a_moot)
    anna, berta = await a_moot.member(), await a_moot.member()
    for _ in range(3):
        await a_moot.post(anna, "about #Leeks and #More" if _ else "about #leeks")
    secret = await a_moot.post(anna, "only for you #secret #secret", visibility="private")
    await a_moot.post(anna, f"for @{berta.name}", visibility="direct")
    _move(a_moot, year, 3)
    said = await a_moot.post(anna, "Boost me", visibility="unlisted")
    await _wrote(a_moot, anna, 7)
    await a_moot.ok("POST", f"/api/v1/statuses/{said['id']}/reblog", berta)
    await follow(a_moot, berta, anna)
    _move(a_moot, year, 12, 12)
    assert await _state(a_moot, year, anna) == "eligible"
    body = await _made(a_moot, year, anna)
    assert body["annual_reports"] == [{
        "year": year,
        "data": {
            "archetype": "lurker",
            "time_series": [
                {"month": 1, "statuses": 4, "followers": 0}, {"month": 3, "statuses": 8, "followers": 1},
            ],
            "top_hashtags": [{"name": "leeks", "count": 3}],
            "top_statuses": {"by_reblogs": said["id"], "by_replies": None, "by_favourites": None},
        },
        "schema_version": 2, "share_url": None, "account_id": str(anna.id),
    }]  # fmt: skip
    assert [account["id"] for account in body["accounts"]] == [str(anna.id)]
    assert [status["id"] for status in body["statuses"]] == [said["id"]]
    assert secret["id"] not in str(body)
    assert await _state(a_moot, year, anna) == "available"
    assert (await a_moot.call("POST", f"{PATH}/{year}/generate", anna)).status_code == 200
    await a_moot.ok("DELETE", f"/api/v1/statuses/{said['id']}", anna)
    after = await a_moot.ok("GET", PATH, anna)
    assert check(after, "WrappedAnnualReports") == []
    assert after["statuses"] == []
    assert after["annual_reports"][0]["data"]["top_statuses"]["by_reblogs"] is None
    nobodys: dict[str, list[Any]] = {"annual_reports": [], "accounts": [], "statuses": []}
    assert await a_moot.ok("GET", PATH, berta) == nobodys


async def test_it_is_offered_at_the_end_of_the_year_to_who_wrote_enough(a_moot: Moot) -> None:
    year = _next_year(a_moot)
    anna, berta = await a_moot.member(), await a_moot.member()
    await _wrote(a_moot, anna, 10)
    await _wrote(a_moot, berta, 9)
    assert await _state(a_moot, year, anna) == "ineligible"
    assert (await a_moot.ok("GET", "/api/v2/instance"))["wrapstodon"] is None
    assert (await a_moot.call("POST", f"{PATH}/{year}/generate", anna)).status_code == 200
    _move(a_moot, year, 12, 10)
    assert (await a_moot.ok("GET", "/api/v2/instance"))["wrapstodon"] == str(year)
    assert [await _state(a_moot, year, who) for who in (anna, berta)] == ["eligible", "ineligible"]
    assert await _state(a_moot, year - 1, anna) == "ineligible"
    assert (await a_moot.call("POST", f"{PATH}/{year}/generate", berta)).status_code == 200
    await _made(a_moot, year, anna)
    a_moot.clock.advance(22 * DAY)
    assert await _state(a_moot, year, anna) == "available"
    assert [report["year"] for report in (await a_moot.ok("GET", PATH, anna))["annual_reports"]] == [year]
    for method, path in (("GET", ""), ("POST", "/read")):
        assert (await a_moot.call(method, f"{PATH}/{year}{path}", berta)).status_code == 404
    assert await a_moot.ok("POST", f"{PATH}/{year}/read", anna) == {}
    assert await a_moot.ok("POST", f"{PATH}/{year}/read", anna) == {}


async def test_who_waits_may_ask_how_far_it_is(a_moot: Moot) -> None:
    year = _next_year(a_moot)
    anna, berta = await a_moot.member(), await a_moot.member()
    await _wrote(a_moot, anna, 10)
    _move(a_moot, year, 12, 20)
    asked = [await a_moot.call("POST", f"{PATH}/{year}/generate", anna) for _ in range(2)]
    asked.append(await a_moot.call("GET", f"{PATH}/{year}/state", anna))
    assert [reply.status_code for reply in asked] == [202, 202, 200]
    assert asked[2].json() == {"state": "generating"}
    assert (await a_moot.call("GET", f"{PATH}/{year}", anna)).status_code == 404
    found = [re.fullmatch(r'id="(\w+)", retry=\d+', reply.headers["mastodon-async-refresh"]) for reply in asked]
    paths = [f"/api/v1_alpha/async_refreshes/{match[1]}" for match in found if match]
    assert len(paths) == 3
    for expected in ("running", "finished"):
        for path in paths:
            body = await a_moot.ok("GET", path, anna)
            assert check(body, "Answer::AsyncRefresh") == []
            assert body["async_refresh"]["status"] == expected
        await a_moot.run_jobs()
    assert (await a_moot.call("GET", paths[0], berta)).status_code == 404
    assert (await a_moot.call("GET", f"{paths[0][:-1]}x", anna)).status_code == 404
    assert (await a_moot.call("GET", "/api/v1_alpha/async_refreshes/1", anna)).status_code == 404
    assert (await a_moot.call("GET", paths[0])).status_code == 401
    one_report = await a_moot.ok("GET", PATH, anna)
    assert len(one_report["annual_reports"]) == 1
    assert "mastodon-async-refresh" not in (await a_moot.call("GET", f"{PATH}/{year}/state", anna)).headers


async def test_a_year_is_a_year(a_moot: Moot) -> None:
    anna = await a_moot.member()
    for year in ("0000", "1900", "26", "20266", "abcd", "²026"):
        for method, path in (("GET", ""), ("GET", "/state"), ("POST", "/generate"), ("POST", "/read")):
            assert (await a_moot.call(method, f"{PATH}/{year}{path}", anna)).status_code == 404


async def test_it_takes_the_scopes_of_accounts(a_moot: Moot) -> None:
    anna = await a_moot.member(scopes="read:statuses write:statuses")
    for method, path in (("GET", ""), ("GET", "/2030"), ("GET", "/2030/state"), ("POST", "/2030/generate")):
        assert (await a_moot.call(method, f"{PATH}{path}", anna)).status_code == 403
        assert (await a_moot.call(method, f"{PATH}{path}")).status_code == 401


async def test_identity_proofs_are_of_the_past(a_moot: Moot) -> None:
    anna = await a_moot.member()
    assert await a_moot.ok("GET", f"/api/v1/accounts/{anna.id}/identity_proofs", anna) == []
    assert (await a_moot.call("GET", f"/api/v1/accounts/{a_moot.never()}/identity_proofs", anna)).status_code == 404
    assert (await a_moot.call("GET", f"/api/v1/accounts/{anna.id}/identity_proofs")).status_code == 401


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (Year(51, 51, 0, 0), "lurker"),
        (Year(100, 51, 0, 10), "booster"),
        (Year(100, 10, 51, 10), "replier"),
        (Year(100, 40, 40, 10), "pollster"),
        (Year(100, 50, 50, 9), "oracle"),
    ],
)
def test_what_somebody_is_called(year: Year, name: str) -> None:
    assert archetype(year) == name


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds are naive
def test_a_campaign_lies_at_the_end_of_its_year(moment: datetime) -> None:
    now = int(moment.timestamp() * 1000)
    offered = moment.month == 12 and moment.day >= 10
    assert campaign(now) == (moment.year if offered else None)
    begins = months(moment.year)
    assert begins[moment.month - 1] <= now < begins[moment.month]
    assert first_id_at(begins[0]) <= new_id(now) < first_id_at(begins[12])
