"""/api/v1/drafts, an operation of our own: posts that are not published yet, for all clients of a member."""

from collections.abc import Mapping
from typing import Any

import msgspec

from folkmoot.features import drafts, media
from folkmoot.features.drafts import FILES_LIMIT, LIMIT, SIZE_LIMIT, Params, Poll, Saved, UnknownDraftError
from folkmoot.features.media import Media
from folkmoot.gathering import Links
from folkmoot.infra.clock import iso
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon import present
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.params import to_struct
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.scheduled_statuses import moment
from folkmoot.interfaces.mastodon.statuses import ids_of, one
from folkmoot.interfaces.mastodon.statuses_writing import StatusParams, prepared

routes = Routes()

ANNOUNCED = {"limit": LIMIT, "size_limit": SIZE_LIMIT, "max_media_attachments": FILES_LIMIT}
"""What clients are told of drafts beforehand."""


class DraftParams(msgspec.Struct, frozen=True):
    """What POST /api/v1/statuses takes, as far as it is written. `updated_at` is the version that the client saw."""

    status: str = ""
    spoiler_text: str = ""
    visibility: str = ""
    sensitive: bool | None = None
    language: str = ""
    in_reply_to_id: str = ""
    quoted_status_id: str = ""
    quote_approval_policy: str = ""
    media_ids: list[str] = []
    poll: Any = None
    updated_at: str = ""


class SeenParams(msgspec.Struct, frozen=True):
    updated_at: str = ""


def _params(given: DraftParams) -> Params:
    return Params(
        text=given.status,
        spoiler_text=given.spoiler_text,
        visibility=given.visibility,
        sensitive=given.sensitive,
        language=given.language,
        in_reply_to_id=given.in_reply_to_id,
        quoted_status_id=given.quoted_status_id,
        quote_approval_policy=given.quote_approval_policy,
        media_ids=[file for file in ids_of(given.media_ids) if file],
        poll=_poll(given.poll),
    )


def _poll(given: Any) -> Poll | None:
    if not given:
        return None
    if not isinstance(given, dict):
        raise InvalidError("Validation failed: Poll must be an object")
    poll: Poll = to_struct(given, Poll)
    return poll


def _seen_at(call: Call, params: DraftParams | SeenParams) -> int | None:
    """Return which version the client saw (If-Match or `updated_at`), None where it does not care."""
    tag = call.headers.get(b"if-match", b"").decode("latin-1").strip()
    return moment("" if tag == "*" else tag.removeprefix("W/").strip('"') or params.updated_at, "Updated at")


def _entity(item: Saved, files: Mapping[int, Media], links: Links) -> dict[str, Any]:
    params = item.params
    own = [file for i in params.media_ids if (file := files.get(i)) and file.account_id == item.account_id]
    return {
        "id": str(item.id),
        "created_at": iso(item.created_at),
        "updated_at": iso(item.updated_at),
        "params": {
            "text": params.text,
            "spoiler_text": params.spoiler_text or None,
            "visibility": params.visibility or None,
            "sensitive": params.sensitive,
            "language": params.language or None,
            "in_reply_to_id": params.in_reply_to_id or None,
            "quoted_status_id": params.quoted_status_id or None,
            "quote_approval_policy": params.quote_approval_policy or None,
            "media_ids": [str(file) for file in params.media_ids] or None,
            "poll": params.poll,
        },
        "media_attachments": [present.attachment(file, links) for file in own],
    }


async def _entities(call: Call, items: list[Saved]) -> list[dict[str, Any]]:
    """Return the entity Draft of each. One query."""
    files = await media.by_ids(await call.ground.read(), [file for item in items for file in item.params.media_ids])
    links = call.ground.one(Hydrate).links
    return [_entity(item, files, links) for item in items]


async def _one(call: Call, draft_id: int) -> Reply:
    item = await drafts.get(await call.ground.read(), call.member_id, draft_id)
    tag = b'"' + iso(item.updated_at).encode() + b'"'
    return json((await _entities(call, [item]))[0], headers=((b"etag", tag),))


@routes.get("/api/v1/drafts", scope="read:statuses")
async def listed(call: Call, params: Page) -> Reply:
    bounds = params.bounds()
    found = await drafts.of_account(await call.ground.read(), call.member_id, bounds)
    items = newest_first(found, bounds)
    return json(await _entities(call, items), headers=link(call, [item.version for item in items], bounds))


@routes.post("/api/v1/drafts", scope="write:statuses")
async def create(call: Call, params: DraftParams) -> Reply:
    async with call.ground.work() as work:
        made_id = await drafts.save(work, call.member_id, _params(params))
    return await _one(call, made_id)


@routes.get("/api/v1/drafts/{id}", scope="read:statuses")
async def get(call: Call) -> Reply:
    return await _one(call, call.id)


@routes.put("/api/v1/drafts/{id}", scope="write:statuses")
async def change(call: Call, params: DraftParams) -> Reply:
    seen_at = _seen_at(call, params)
    async with call.ground.work() as work:
        await drafts.change(work, call.member_id, call.id, _params(params), seen_at=seen_at)
    return await _one(call, call.id)


@routes.delete("/api/v1/drafts/{id}", scope="write:statuses")
async def discard(call: Call, params: SeenParams) -> Reply:
    seen_at = _seen_at(call, params)
    async with call.ground.work() as work:
        await drafts.discard(work, call.member_id, call.id, seen_at=seen_at)
    return EMPTY


@routes.post("/api/v1/drafts/{id}/publish", scope="write:statuses", limit="post")
async def publish(call: Call, params: SeenParams) -> Reply:
    db = await call.ground.read()
    try:
        item = await drafts.get(db, call.member_id, call.id, seen_at=_seen_at(call, params))
    except UnknownDraftError:
        earlier = await drafts.published(db, call.member_id, call.id)
        if earlier is None:
            raise
        return await one(call, earlier)
    draft, parent = await prepared(call, _status(item.params))
    async with call.ground.work() as work:
        own_domain = call.ground.one(Hydrate).links.domain
        post_id = await drafts.publish(work, item, draft, parent=parent, own_domain=own_domain)
    return await one(call, post_id)


def _status(params: Params) -> StatusParams:
    """Return the parameters of a draft as those of a post, which are read and judged as any others."""
    return StatusParams(
        status=params.text,
        spoiler_text=params.spoiler_text,
        visibility=params.visibility,
        sensitive=params.sensitive,
        language=params.language,
        in_reply_to_id=params.in_reply_to_id,
        quoted_status_id=params.quoted_status_id,
        quote_approval_policy=params.quote_approval_policy,
        media_ids=[str(file) for file in params.media_ids],
        poll=msgspec.to_builtins(params.poll),
    )
