"""/api/v1/annual_reports: what the member did in a year."""

from typing import Any

import msgspec

from folkmoot.features import annual_reports
from folkmoot.features.annual_reports import SCHEMA, Report, State
from folkmoot.infra.errors import MissingError
from folkmoot.interfaces.mastodon.async_refreshes import refreshing
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

READ, WRITE = "read:accounts", "write:accounts"


def _year(call: Call) -> int:
    """Return the year in the path; MissingError where it is none."""
    text = call.parts[0]
    if not (text.isascii() and text.isdigit() and len(text) == 4 and text > "1969"):
        raise MissingError("Record not found")
    return int(text)


@routes.get("/api/v1/annual_reports", scope=READ)
async def every(call: Call) -> Reply:
    return await _wrapped(call, await annual_reports.of_account(await call.ground.read(), call.member_id))


@routes.get("/api/v1/annual_reports/{year}", scope=READ)
async def get(call: Call) -> Reply:
    return await _wrapped(call, [await annual_reports.get(await call.ground.read(), call.member_id, _year(call))])


@routes.get("/api/v1/annual_reports/{year}/state", scope=READ)
async def state(call: Call) -> Reply:
    year = _year(call)
    found = await annual_reports.state(await call.ground.read(), call.member_id, year, call.ground.clock())
    return json({"state": found.value}, 200, refreshing(call, year) if found is State.GENERATING else ())


@routes.post("/api/v1/annual_reports/{year}/generate", scope=WRITE)
async def generate(call: Call) -> Reply:
    year = _year(call)
    async with call.ground.work() as work:
        found = await annual_reports.ask(work, call.member_id, year)
    return json({}, 202, refreshing(call, year)) if found is State.GENERATING else EMPTY


@routes.post("/api/v1/annual_reports/{year}/read", scope=WRITE)
async def read(call: Call) -> Reply:
    async with call.ground.work() as work:
        await annual_reports.mark_read(work, call.member_id, _year(call))
    return EMPTY


async def _wrapped(call: Call, reports: list[Report]) -> Reply:
    """Reply with the entity WrappedAnnualReports; a post that is gone since is in it no more."""
    hydrate = call.ground.one(Hydrate)
    ids = [report.data.top_post_id for report in reports if report.data.top_post_id is not None]
    statuses = await hydrate.statuses_by_id(call.member_id, list(dict.fromkeys(ids)))
    faces = await hydrate.accounts([call.member_id] if reports else [], call.member_id)
    return json(
        {
            "annual_reports": [_report(report, statuses) for report in reports],
            "accounts": [msgspec.Raw(face) for face in faces],
            "statuses": [msgspec.Raw(status) for status in statuses.values()],
        }
    )


def _report(report: Report, statuses: dict[int, bytes]) -> dict[str, Any]:
    """Return the entity AnnualReport."""
    data, top = report.data, report.data.top_post_id
    return {
        "year": report.year,
        "data": {
            "archetype": data.archetype,
            "time_series": data.months,
            "top_hashtags": data.tags,
            "top_statuses": {
                "by_reblogs": str(top) if top in statuses else None,
                "by_replies": None,
                "by_favourites": None,
            },
        },
        "schema_version": SCHEMA,
        "share_url": None,
        "account_id": str(report.account_id),
    }
