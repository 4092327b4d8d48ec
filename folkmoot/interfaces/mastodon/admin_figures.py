"""/api/v1/admin/measures, /dimensions and /retention: numbers for those who look after the community."""

import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import msgspec

from folkmoot.features import census
from folkmoot.features.auth import Permission
from folkmoot.features.census import Measure, Share, Span
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import DAY, iso
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon.admin_desk import demand
from folkmoot.interfaces.mastodon.call import Call, Reply, json
from folkmoot.interfaces.mastodon.present_tag import tag_id
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

MAY = Permission.VIEW_DASHBOARD
MONTH = 30 * DAY
MOST = 100
KIBI = 1_024
_DATABASES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


class Subject(msgspec.Struct, frozen=True):
    """What a figure is about: a tag by its id, or a server by its name."""

    id: str | int = ""
    domain: str = ""


class MeasureParams(msgspec.Struct, frozen=True):
    keys: list[str] = []
    start_at: str = ""
    end_at: str = ""
    tag_accounts: Subject = Subject()
    tag_uses: Subject = Subject()
    tag_servers: Subject = Subject()
    instance_accounts: Subject = Subject()
    instance_media_attachments: Subject = Subject()
    instance_reports: Subject = Subject()
    instance_statuses: Subject = Subject()
    instance_follows: Subject = Subject()
    instance_followers: Subject = Subject()


class DimensionParams(msgspec.Struct, frozen=True):
    keys: list[str] = []
    start_at: str = ""
    end_at: str = ""
    limit: int = 10
    tag_servers: Subject = Subject()
    tag_languages: Subject = Subject()
    instance_accounts: Subject = Subject()
    instance_languages: Subject = Subject()


class RetentionParams(msgspec.Struct, frozen=True):
    start_at: str = ""
    end_at: str = ""
    frequency: str = ""


def _day(text: str) -> int:
    """Return the beginning of the day that a date or a time names (ms since 1970); its time of day says nothing."""
    try:
        at = int(datetime.strptime(text[:10], "%Y-%m-%d").replace(tzinfo=UTC).timestamp()) * 1000
    except ValueError as error:
        raise InvalidError("Validation failed: Start and end must be dates, as 2026-01-31") from error
    if not 0 <= at < 2**42:
        raise InvalidError("Validation failed: Start and end must lie between 1970 and 2109")
    return at


def _span(call: Call, start_at: str, end_at: str) -> Span:
    """Return the days from start to end, both counted; the last month where they are not said."""
    until = _day(end_at) + DAY if end_at else call.ground.clock() // DAY * DAY + DAY
    return Span(_day(start_at) if start_at else max(0, until - MONTH), until)


async def _subject(call: Call, key: str, params: MeasureParams | DimensionParams, span: Span) -> str:
    """Return the tag or server that a figure is about; '' for one that is about everything, or about none of ours."""
    about: Subject = getattr(params, key, Subject())
    if not key.startswith("tag_") or not about.id:
        return about.domain.strip().lower()
    wanted = str(about.id)
    if not wanted.isdigit():
        return wanted.lower()
    return next((tag for tag in await census.tags_used(call.ground, span.before.since) if tag_id(tag) == wanted), "")


@routes.post("/api/v1/admin/measures", scope="admin:read")
async def measures(call: Call, params: MeasureParams) -> Reply:
    demand(call, MAY)
    if not (params.start_at and params.end_at):
        raise InvalidError("Validation failed: Start and end must be said")
    span = _span(call, params.start_at, params.end_at)
    shown = []
    for key in dict.fromkeys(params.keys):
        if key in census.MEASURES:
            subject = await _subject(call, key, params, span)
            shown.append(_measure(await census.measure(call.ground, key, span, subject)))
    return json(shown)


def _measure(item: Measure) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "key": item.key,
        "unit": "bytes" if item.key in census.BYTES else None,
        "total": str(item.total),
        "data": [{"date": iso(day), "value": str(value)} for day, value in item.days],
    }
    if item.key in census.BYTES:
        entity["human_value"] = _bytes(item.total)
    if not item.key.startswith("instance_"):
        entity["previous_total"] = str(item.previous)
    return entity


@routes.post("/api/v1/admin/dimensions", scope="admin:read")
async def dimensions(call: Call, params: DimensionParams) -> Reply:
    demand(call, MAY)
    span = _span(call, params.start_at, params.end_at)
    shown = []
    for key in dict.fromkeys(params.keys):
        if key == "space_usage":
            shown.append({"key": key, "data": await _space(call.ground)})
        elif key == "software_versions":
            shown.append({"key": key, "data": await _versions(call.ground)})
        elif key in census.DIMENSIONS:
            subject = await _subject(call, key, params, span)
            limit = min(max(1, params.limit), MOST)
            found = await census.dimension(call.ground, key, span, limit, subject)
            shown.append({"key": key, "data": [_share(item, call.ground.config.site.domain) for item in found]})
    return json(shown)


def _share(item: Share, own_domain: str) -> dict[str, str]:
    """Return one line; a server without a name is this one."""
    key = item.key or own_domain
    return {"key": key, "human_key": item.name or key, "value": str(item.value)}


async def _space(ground: Ground) -> list[dict[str, str]]:
    database, media = await census.space(ground)
    named = ((ground.db.kind, _DATABASES[ground.db.kind], database), ("media", "Media storage", media))
    return [
        {"key": key, "human_key": name, "value": str(size), "unit": "bytes", "human_value": _bytes(size)}
        for key, name, size in named
    ]


async def _versions(ground: Ground) -> list[dict[str, str]]:
    kind = ground.db.kind
    named = (
        ("folkmoot", "Folkmoot", version("folkmoot")),
        ("python", "Python", platform.python_version()),
        (kind, _DATABASES[kind], await census.database_version(ground)),
    )
    return [{"key": key, "human_key": name, "value": said, "human_value": said} for key, name, said in named]


def _bytes(size: float) -> str:
    """Return a number of bytes for people."""
    for unit in ("Bytes", "KB", "MB", "GB"):
        if size < KIBI:
            return f"{size:.4g} {unit}"
        size /= KIBI
    return f"{size:.4g} TB"


@routes.post("/api/v1/admin/retention", scope="admin:read")
async def retention(call: Call, params: RetentionParams) -> Reply:
    demand(call, MAY)
    if not (params.start_at and params.end_at and params.frequency):
        return json([])
    frequency = "month" if params.frequency == "month" else "day"
    cohorts = await census.retention(call.ground, _span(call, params.start_at, params.end_at), frequency)
    return json(
        [
            {
                "period": iso(cohort.start),
                "frequency": frequency,
                "data": [
                    {"date": iso(start), "rate": rate, "value": str(value)} for start, value, rate in cohort.buckets
                ],
            }
            for cohort in cohorts
        ]
    )
