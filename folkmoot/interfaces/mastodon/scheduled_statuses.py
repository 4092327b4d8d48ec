"""/api/v1/scheduled_statuses: posts that wait for their time."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from folkmoot.features import media, scheduling
from folkmoot.features.media import Media
from folkmoot.features.scheduling import Scheduled
from folkmoot.gathering import Links
from folkmoot.infra.clock import iso
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon import present
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


class MoveParams(msgspec.Struct, frozen=True):
    scheduled_at: str = ""


def moment(text: str, name: str = "Scheduled at") -> int | None:
    """Return an ISO 8601 datetime as ms since 1970 (UTC where it names no zone), None for nothing.

    `name` is that of the field, for whoever wrote something else there.
    """
    if not text:
        return None
    try:
        given = datetime.fromisoformat(text)
        known = given if given.tzinfo is not None else given.replace(tzinfo=UTC)
        return round(known.astimezone(UTC).timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise InvalidError(f"Validation failed: {name} is not a date with a time") from error


async def entities(call: Call, items: list[Scheduled]) -> list[dict[str, Any]]:
    """Return the entity ScheduledStatus of each. One query."""
    files = await media.by_ids(await call.ground.read(), [file for item in items for file in item.draft.media_ids])
    links = call.ground.one(Hydrate).links
    return [_entity(item, files, links) for item in items]


def _entity(item: Scheduled, files: Mapping[int, Media], links: Links) -> dict[str, Any]:
    draft = item.draft
    return {
        "id": str(item.id),
        "scheduled_at": iso(item.scheduled_at),
        "params": {
            "text": draft.text,
            "poll": draft.poll,
            "media_ids": [str(file) for file in draft.media_ids] or None,
            "sensitive": draft.sensitive,
            "spoiler_text": draft.spoiler_text or None,
            "visibility": draft.visibility.word,
            "in_reply_to_id": draft.in_reply_to_id,
            "language": draft.language or None,
            "application_id": draft.app_id or 0,
            "scheduled_at": None,
            "idempotency": draft.idempotency_key or None,
            "with_rate_limit": False,
            "quoted_status_id": None if draft.quoted_id is None else str(draft.quoted_id),
            "quote_approval_policy": draft.quote_policy.word,
        },
        "media_attachments": [present.attachment(files[file], links) for file in draft.media_ids if file in files],
    }


async def one(call: Call, scheduled_id: int) -> Reply:
    """Reply with one of the member's own scheduled posts."""
    item = await scheduling.get(await call.ground.read(), call.member_id, scheduled_id)
    return json((await entities(call, [item]))[0])


@routes.get("/api/v1/scheduled_statuses", scope="read:statuses")
async def listed(call: Call, params: Page) -> Reply:
    bounds = params.bounds()
    found = await scheduling.of_account(await call.ground.read(), call.member_id, bounds)
    items = newest_first(found, bounds)
    return json(await entities(call, items), headers=link(call, [item.id for item in items], bounds))


@routes.get("/api/v1/scheduled_statuses/{id}", scope="read:statuses")
async def get(call: Call) -> Reply:
    return await one(call, call.id)


@routes.put("/api/v1/scheduled_statuses/{id}", scope="write:statuses")
async def move(call: Call, params: MoveParams) -> Reply:
    at = moment(params.scheduled_at)
    if at is not None:
        async with call.ground.work() as work:
            await scheduling.reschedule(work, call.member_id, call.id, at)
    return await one(call, call.id)


@routes.delete("/api/v1/scheduled_statuses/{id}", scope="write:statuses")
async def cancel(call: Call) -> Reply:
    async with call.ground.work() as work:
        await scheduling.cancel(work, call.member_id, call.id)
    return EMPTY
