"""Stories of what takes a year, told last: it is December then."""

from datetime import UTC, datetime

from tests.conformance.town import Town, story

REPORTS = "/api/v1/annual_reports"


@story(
    f"GET {REPORTS}", f"GET {REPORTS}/:year", f"GET {REPORTS}/:year/state", f"POST {REPORTS}/:year/generate",
    f"POST {REPORTS}/:year/read", "GET /api/v1_alpha/async_refreshes/:id",
)  # fmt: skip
async def a_year_ends(town: Town) -> None:
    year = datetime.fromtimestamp(town.moot.clock() / 1000, UTC).year + 1
    for month in (1, 12):
        day = int(datetime(year, month, 20, tzinfo=UTC).timestamp() * 1000)
        town.moot.clock.advance(day - town.moot.clock())
    anna = await town.member()
    for number in range(10):
        said = await town.post(anna, f"#leeks {number}")
    await town.do("POST /api/v1/statuses/:id/reblog", await town.member(), id=said["id"])
    assert (await town.do(f"GET {REPORTS}/:year/state", anna, year=year))["state"] == "eligible"
    await town.do(f"POST {REPORTS}/:year/generate", anna, year=year)
    waiting = await town.moot.call("GET", f"{REPORTS}/{year}/state", anna)
    refresh = waiting.headers["mastodon-async-refresh"].split('"')[1]
    await town.do("GET /api/v1_alpha/async_refreshes/:id", anna, id=refresh)
    await town.moot.run_jobs()
    assert (await town.do(f"GET {REPORTS}/:year", anna, year=year))["annual_reports"]
    assert (await town.do(f"GET {REPORTS}", anna))["annual_reports"]
    await town.do(f"POST {REPORTS}/:year/read", anna, year=year)
