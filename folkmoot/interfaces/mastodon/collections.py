"""/api/v1/collections: accounts that members recommend; /api/v1/{account_id}/collections and /in_collections."""

from collections.abc import Awaitable
from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from folkmoot.features import collections
from folkmoot.features.collections import Collection, CollectionChange, CollectionRefusedError
from folkmoot.formats.text import named_tag
from folkmoot.infra.errors import ForbiddenError, InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon import present_collection
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Headers, Reply, json
from folkmoot.interfaces.mastodon.errors import faults
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import OffsetPage, link_by_offset
from folkmoot.interfaces.mastodon.routing import Routes, Who
from folkmoot.interfaces.mastodon.standing import account_meant

routes = Routes()

READ, WRITE = "read:collections", "write:collections"
T = TypeVar("T")


class CollectionParams(msgspec.Struct, frozen=True):
    name: str | None = None
    description: str | UnsetType | None = UNSET
    language: str | UnsetType | None = UNSET
    tag_name: str | UnsetType | None = UNSET
    sensitive: bool | None = None
    discoverable: bool | None = None
    account_ids: list[str] = []

    def change(self) -> CollectionChange:
        """Return what is wanted; CollectionRefusedError for what cannot be a tag."""
        tag = _given(self.tag_name)
        if tag and not (tag := named_tag(tag.strip())):
            raise CollectionRefusedError("tag_name", "ERR_INVALID", "is not a hashtag")
        return CollectionChange(
            name=None if self.name is None else self.name.strip(),
            description=_given(self.description),
            language=_given(self.language),
            tag=tag,
            sensitive=self.sensitive,
            discoverable=self.discoverable,
        )


class ItemParams(msgspec.Struct, frozen=True):
    account_id: str = ""


def _given(text: str | UnsetType | None) -> str | None:
    """Return a text that was sent, null as the empty one; None where none was."""
    return None if isinstance(text, UnsetType) else (text or "").strip()


@routes.post("/api/v1/collections", scope=WRITE, limit="post")
async def create(call: Call, params: CollectionParams) -> Reply:
    return await _wrapped(call, _create(call, params))


async def _create(call: Call, params: CollectionParams) -> Collection:
    ids = [parse_id(text) or 0 for text in params.account_ids]
    wanted = params.change()
    async with call.ground.work() as work:
        return await collections.create(work, call.member_id, wanted, ids)


@routes.get("/api/v1/collections/{id}", who=Who.ANYBODY, scope=READ)
async def get(call: Call) -> Reply:
    shown = await collections.get(call.ground, call.viewer_id, call.id)
    hydrate = call.ground.one(Hydrate)
    ids = dict.fromkeys([shown.collection.account_id, *(item.account_id for item in shown.items)])
    faces = [msgspec.Raw(face) for face in await hydrate.accounts(list(ids), call.viewer_id)]
    return json({"accounts": faces, "collection": present_collection.collection(shown, hydrate.links)})


@routes.patch("/api/v1/collections/{id}", scope=WRITE, limit="post")
async def change(call: Call, params: CollectionParams) -> Reply:
    await collections.get(call.ground, call.member_id, call.id)
    return await _wrapped(call, _change(call, params))


async def _change(call: Call, params: CollectionParams) -> Collection:
    wanted = params.change()
    async with call.ground.work() as work:
        return await collections.change(work, call.member_id, call.id, wanted)


@routes.delete("/api/v1/collections/{id}", scope=WRITE)
async def delete(call: Call) -> Reply:
    await collections.get(call.ground, call.member_id, call.id)
    async with call.ground.work() as work:
        await collections.delete(work, call.member_id, call.id)
    return EMPTY


@routes.post("/api/v1/collections/{collection_id}/items", scope=WRITE, limit="post")
async def add(call: Call, params: ItemParams) -> Reply:
    await collections.get(call.ground, call.member_id, call.id)
    if not params.account_id:
        raise InvalidError("`account_id` parameter is missing")
    async with call.ground.work() as work:
        item = await collections.add(work, call.member_id, call.id, parse_id(params.account_id) or 0)
    return json({"collection_item": present_collection.item(item)})


@routes.delete("/api/v1/collections/{collection_id}/items/{id}", scope=WRITE)
async def remove(call: Call) -> Reply:
    await collections.get(call.ground, call.member_id, call.id)
    async with call.ground.work() as work:
        await collections.remove(work, call.member_id, call.id, call.id_at(1))
    return EMPTY


@routes.post("/api/v1/collections/{collection_id}/items/{id}/revoke", scope=WRITE)
async def revoke(call: Call) -> Reply:
    async with call.ground.work() as work:
        await collections.revoke(work, call.member_id, call.id, call.id_at(1))
    return EMPTY


@routes.get("/api/v1/{account_id}/collections", who=Who.ANYBODY, scope=READ)
async def of_account(call: Call, params: OffsetPage) -> Reply:
    account = await account_meant(call)
    limit = params.bounds(40, 80)[2]
    own = account.id == call.viewer_id
    db = await call.ground.read()
    found = await collections.of_owner(db, account.id, limit + 1, params.skipped, hidden=own)
    return await _page(call, found, limit, params.skipped)


@routes.get("/api/v1/{account_id}/in_collections", scope=READ)
async def featuring(call: Call, params: OffsetPage) -> Reply:
    """Show the member where they are recommended; where others are is nobody else's business."""
    if call.id != call.member_id:
        raise ForbiddenError("This action is not allowed")
    limit = params.bounds(40, 80)[2]
    db = await call.ground.read()
    found = await collections.featuring(db, call.member_id, limit + 1, params.skipped)
    return await _page(call, found, limit, params.skipped)


async def _page(call: Call, found: list[Collection], limit: int, skipped: int) -> Reply:
    """Reply with the entity Collections; `found` holds one more where there is a next page."""
    headers: Headers = link_by_offset(call, skipped, limit, more=len(found) > limit)
    shown = await collections.shown(call.ground, call.viewer_id, found[:limit])
    links = call.ground.one(Hydrate).links
    return json({"collections": [present_collection.collection(each, links) for each in shown]}, 200, headers)


async def _wrapped(call: Call, act: Awaitable[Collection]) -> Reply:
    """Reply with the entity WrappedCollection, or with what will not do in the shape documented for it."""
    try:
        written = await act
    except CollectionRefusedError as error:
        return json({"error": {"error": error.sentence, "details": faults(error)}}, 422)
    shown = await collections.get(call.ground, call.member_id, written.id)
    return json({"collection": present_collection.collection(shown, call.ground.one(Hydrate).links)})
