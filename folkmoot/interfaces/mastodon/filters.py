"""/api/v2/filters: what a member does not want to come upon, in groups of keywords and posts."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from folkmoot.features import filters
from folkmoot.features.filters import Change, Filter, KeywordChange, UnknownFilterError
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon import present_filter
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.params import to_struct
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


class FilterParams(msgspec.Struct, frozen=True):
    title: str | None = None
    context: list[str] | None = None
    filter_action: str | None = None
    expires_in: int | UnsetType | None = UNSET
    keywords_attributes: list[Any] = []


class KeywordParams(msgspec.Struct, frozen=True):
    id: str = ""
    keyword: str | None = None
    whole_word: bool | None = None
    destroy: bool = msgspec.field(default=False, name="_destroy")


class StatusParams(msgspec.Struct, frozen=True):
    status_id: str = ""


def _change(params: FilterParams) -> Change:
    return Change(
        title=params.title,
        contexts=params.context,
        action=params.filter_action or None,
        expires_in=params.expires_in,
        keywords=[_keyword_change(item) for item in params.keywords_attributes],
    )


def _keyword_change(item: Any) -> KeywordChange:
    if not isinstance(item, dict):
        raise InvalidError("Validation failed: Keywords attributes must each be an object")
    params: KeywordParams = to_struct(item, KeywordParams)
    keyword_id = None if not params.id else parse_id(params.id)
    if params.id and keyword_id is None:
        raise UnknownFilterError
    keyword = params.keyword if keyword_id is not None else params.keyword or ""
    return KeywordChange(keyword_id, keyword, params.whole_word, params.destroy)


async def _get(call: Call) -> Filter:
    return await filters.get(await call.ground.read(), call.member_id, call.id)


@routes.get("/api/v2/filters", scope="read:filters")
async def groups(call: Call) -> Reply:
    mine = await filters.of_account(await call.ground.read(), call.member_id)
    return json([present_filter.group(item) for item in mine])


@routes.post("/api/v2/filters", scope="write:filters")
async def create(call: Call, params: FilterParams) -> Reply:
    async with call.ground.work() as work:
        made = await filters.create(work, call.member_id, _change(params))
    return json(present_filter.group(made))


@routes.get("/api/v2/filters/{id}", scope="read:filters")
async def get(call: Call) -> Reply:
    return json(present_filter.group(await _get(call)))


@routes.put("/api/v2/filters/{id}", scope="write:filters")
async def change(call: Call, params: FilterParams) -> Reply:
    async with call.ground.work() as work:
        await filters.change(work, call.member_id, call.id, _change(params))
    return json(present_filter.group(await _get(call)))


@routes.delete("/api/v2/filters/{id}", scope="write:filters")
async def delete(call: Call) -> Reply:
    async with call.ground.work() as work:
        await filters.delete(work, call.member_id, call.id)
    return EMPTY


@routes.get("/api/v2/filters/{filter_id}/keywords", scope="read:filters")
async def keywords(call: Call) -> Reply:
    return json([present_filter.keyword(item) for item in (await _get(call)).keywords])


@routes.post("/api/v2/filters/{filter_id}/keywords", scope="write:filters")
async def add_keyword(call: Call, params: KeywordParams) -> Reply:
    whole_word = params.whole_word is None or params.whole_word
    async with call.ground.work() as work:
        added = await filters.add_keyword(
            work, call.member_id, call.id, params.keyword or "", whole_word=whole_word
        )  # fmt: skip
    return await _keyword(call, added)


async def _keyword(call: Call, keyword_id: int) -> Reply:
    _, found = await filters.by_keyword(await call.ground.read(), call.member_id, keyword_id)
    return json(present_filter.keyword(found))


@routes.get("/api/v2/filters/keywords/{id}", scope="read:filters")
async def keyword(call: Call) -> Reply:
    return await _keyword(call, call.id)


@routes.put("/api/v2/filters/keywords/{id}", scope="write:filters")
async def change_keyword(call: Call, params: KeywordParams) -> Reply:
    wanted = KeywordChange(call.id, params.keyword, params.whole_word)
    async with call.ground.work() as work:
        await filters.change_keyword(work, call.member_id, wanted)
    return await _keyword(call, call.id)


@routes.delete("/api/v2/filters/keywords/{id}", scope="write:filters")
async def delete_keyword(call: Call) -> Reply:
    async with call.ground.work() as work:
        await filters.delete_keyword(work, call.member_id, call.id)
    return EMPTY


@routes.get("/api/v2/filters/{filter_id}/statuses", scope="read:filters")
async def statuses(call: Call) -> Reply:
    return json([present_filter.mark(item) for item in (await _get(call)).statuses])


@routes.post("/api/v2/filters/{filter_id}/statuses", scope="write:filters")
async def add_status(call: Call, params: StatusParams) -> Reply:
    await _get(call)
    post = await call.ground.one(Hydrate).post(call.viewer_id, parse_id(params.status_id) or 0)
    async with call.ground.work() as work:
        added = await filters.add_status(work, call.member_id, call.id, post)
    return json(present_filter.mark(added))


@routes.get("/api/v2/filters/statuses/{id}", scope="read:filters")
async def status(call: Call) -> Reply:
    _, found = await filters.by_mark(await call.ground.read(), call.member_id, call.id)
    return json(present_filter.mark(found))


@routes.delete("/api/v2/filters/statuses/{id}", scope="write:filters")
async def remove_status(call: Call) -> Reply:
    async with call.ground.work() as work:
        await filters.remove_status(work, call.member_id, call.id)
    return EMPTY
