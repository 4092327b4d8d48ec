"""/api/v1/timelines: home, lists, public, tag and link."""

import msgspec

from folkmoot.features import previews, timelines, trends
from folkmoot.formats.text import tag_key
from folkmoot.infra.db import Bounds
from folkmoot.infra.errors import InvalidError, MissingError
from folkmoot.interfaces.mastodon.call import Call, Reply, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()

TAGS = 20
"""Tags that one timeline may be asked for beside its own; each costs a look at every post."""


class PublicParams(Page, frozen=True):
    local: bool = False
    remote: bool = False
    only_media: bool = False


class TagParams(PublicParams, frozen=True):
    any_of: list[str] = msgspec.field(name="any", default_factory=list)
    all_of: list[str] = msgspec.field(name="all", default_factory=list)
    none_of: list[str] = msgspec.field(name="none", default_factory=list)


class LinkParams(Page, frozen=True, kw_only=True):
    url: str


async def _page(call: Call, ids: list[int], bounds: Bounds) -> Reply:
    ids = newest_first(ids, bounds)
    statuses = await call.ground.one(Hydrate).statuses(call.viewer_id, ids)
    return listing(statuses, link(call, ids, bounds))


@routes.get("/api/v1/timelines/home", scope="read:statuses")
async def home(call: Call, params: Page) -> Reply:
    bounds = params.bounds()
    return await _page(call, await timelines.home(call.ground, call.member_id, bounds), bounds)


@routes.get("/api/v1/timelines/list/{list_id}", scope="read:lists")
async def of_list(call: Call, params: Page) -> Reply:
    bounds = params.bounds()
    return await _page(call, await timelines.of_list(call.ground, call.member_id, call.id, bounds), bounds)


@routes.get("/api/v1/timelines/public", who=Who.ANYBODY, scope="read:statuses")
async def public(call: Call, params: PublicParams) -> Reply:
    bounds = params.bounds()
    wanted = timelines.Public(_place(params), params.only_media)
    return await _page(call, await timelines.public(call.ground, call.viewer_id, wanted, bounds), bounds)


@routes.get("/api/v1/timelines/tag/{hashtag}", who=Who.ANYBODY, scope="read:statuses")
async def tag(call: Call, params: TagParams) -> Reply:
    if len(params.any_of) + len(params.all_of) + len(params.none_of) > TAGS:
        raise InvalidError(f"Validation failed: Cannot ask for more than {TAGS} tags")
    bounds = params.bounds()
    wanted = timelines.Tagged(
        any_of=[tag_key(name) for name in (call.parts[0], *params.any_of)],
        all_of=list({tag_key(name) for name in params.all_of}),
        none_of=[tag_key(name) for name in params.none_of],
        place=_place(params),
        only_media=params.only_media,
    )
    return await _page(call, await timelines.tagged(call.ground, call.viewer_id, wanted, bounds), bounds)


@routes.get("/api/v1/timelines/link", who=Who.ANYBODY, scope="read:statuses")
async def of_link(call: Call, params: LinkParams) -> Reply:
    bounds = params.bounds()
    db = await call.ground.read()
    preview_id = await previews.of_url(db, params.url)
    if preview_id is None or preview_id not in await trends.links_shown(db):
        raise MissingError("Record not found")
    return await _page(call, await previews.linked(call.ground, call.viewer_id, preview_id, bounds), bounds)


def _place(params: PublicParams) -> str:
    if params.local and not params.remote:
        return "local"
    return "remote" if params.remote and not params.local else "all"
