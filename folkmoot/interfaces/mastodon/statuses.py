"""/api/v1/statuses: reading posts, and what members do with them."""

from typing import Any

import msgspec

from folkmoot.features import accounts, media, polls, posts, timelines
from folkmoot.features.posts import Post, Visibility
from folkmoot.infra.errors import ForbiddenError, InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon import present
from folkmoot.interfaces.mastodon.call import Call, Reply, json, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes, Who
from folkmoot.interfaces.mastodon.standing import without_hidden

routes = Routes()


class ManyParams(msgspec.Struct, frozen=True):
    id: list[str] = []


class ReblogParams(msgspec.Struct, frozen=True):
    visibility: str = ""


def ids_of(texts: list[str]) -> list[int]:
    """Return distinct ids; one that is none of ours becomes 0, which no thing has."""
    return list(dict.fromkeys(parse_id(text) or 0 for text in texts))


def visibility_of(word: str) -> Visibility:
    try:
        return Visibility[word.upper()]
    except KeyError as error:
        raise InvalidError("Validation failed: Visibility is not included in the list") from error


async def one(call: Call, post_id: int) -> Reply:
    return Reply(await call.ground.one(Hydrate).status(call.viewer_id, post_id))


async def _visible(call: Call) -> Post:
    return await posts.get_visible(call.ground, call.viewer_id, call.id)


async def own(call: Call) -> Post:
    post = await _visible(call)
    if post.account_id != call.member_id:
        raise posts.UnknownPostError
    return post


async def original(call: Call, post_id: int) -> Post:
    """Return the post meant, or the boosted one where a boost is meant."""
    post = await posts.get_visible(call.ground, call.viewer_id, post_id)
    if post.reblog_of_id is None:
        return post
    return await posts.get_visible(call.ground, call.viewer_id, post.reblog_of_id)


@routes.get("/api/v1/statuses", who=Who.ANYBODY, scope="read:statuses")
async def many(call: Call, params: ManyParams) -> Reply:
    return listing(await call.ground.one(Hydrate).statuses(call.viewer_id, ids_of(params.id)[:40]))


@routes.get("/api/v1/statuses/{id}", who=Who.ANYBODY, scope="read:statuses")
async def get(call: Call) -> Reply:
    return await one(call, call.id)


@routes.get("/api/v1/statuses/{id}/context", who=Who.ANYBODY, scope="read:statuses")
async def context(call: Call) -> Reply:
    hydrate = call.ground.one(Hydrate)
    post = await hydrate.post(call.viewer_id, call.id)
    found = await timelines.context(call.ground, call.viewer_id, post)
    shown = await hydrate.statuses_by_id(call.viewer_id, [*found.ancestors, *found.descendants])
    above, below = ([shown[i] for i in ids if i in shown] for ids in (found.ancestors, found.descendants))
    return Reply(b'{"ancestors":[' + b",".join(above) + b'],"descendants":[' + b",".join(below) + b"]}")


@routes.get("/api/v1/statuses/{id}/history", who=Who.ANYBODY, scope="read:statuses")
async def history(call: Call) -> Reply:
    post = await _visible(call)
    db = await call.ground.read()
    versions = await posts.edits(db, post.id)
    if not versions:
        files = [item.id for item in (await media.of_posts(db, [post.id])).get(post.id, [])]
        asked = await polls.options_of(db, post.id)
        versions = [posts.Edit(post.text, post.spoiler_text, post.sensitive, files, post.created_at, asked)]
    mentioned = await accounts.by_ids(db, (await posts.mentions_of(db, [post.id])).get(post.id, []))
    files_by_id = await media.by_ids(db, [item for version in versions for item in version.media])
    hydrate = call.ground.one(Hydrate)
    author = (await hydrate.account_json([post.account_id], call.viewer_id))[post.account_id]
    quote = await hydrate.quote(call.viewer_id, post.id)
    return listing(
        [
            present.version(version, author, list(mentioned.values()), files_by_id, hydrate.links, quote)
            for version in versions
        ]
    )


@routes.get("/api/v1/statuses/{id}/source", scope="read:statuses")
async def source(call: Call) -> Reply:
    post = await own(call)
    return json({"id": str(post.id), "text": post.text, "spoiler_text": post.spoiler_text})


@routes.post("/api/v1/statuses/{id}/favourite", scope="write:favourites")
async def favourite(call: Call) -> Reply:
    return await _mark(call, posts.favourite)


@routes.post("/api/v1/statuses/{id}/unfavourite", scope="write:favourites")
async def unfavourite(call: Call) -> Reply:
    return await _mark(call, posts.unfavourite)


@routes.post("/api/v1/statuses/{id}/bookmark", scope="write:bookmarks")
async def bookmark(call: Call) -> Reply:
    return await _mark(call, posts.bookmark)


@routes.post("/api/v1/statuses/{id}/unbookmark", scope="write:bookmarks")
async def unbookmark(call: Call) -> Reply:
    return await _mark(call, posts.unbookmark)


@routes.post("/api/v1/statuses/{id}/pin", scope="write:accounts")
async def pin(call: Call) -> Reply:
    return await _mark(call, posts.pin)


@routes.post("/api/v1/statuses/{id}/unpin", scope="write:accounts")
async def unpin(call: Call) -> Reply:
    return await _mark(call, posts.unpin)


@routes.post("/api/v1/statuses/{id}/mute", scope="write:mutes")
async def mute(call: Call) -> Reply:
    return await _mark(call, posts.mute_thread)


@routes.post("/api/v1/statuses/{id}/unmute", scope="write:mutes")
async def unmute(call: Call) -> Reply:
    return await _mark(call, posts.unmute_thread)


async def _mark(call: Call, verb: Any) -> Reply:
    post = await original(call, call.id)
    async with call.ground.work() as work:
        await verb(work, call.member_id, post)
    return await one(call, post.id)


@routes.post("/api/v1/statuses/{id}/reblog", scope="write:statuses", limit="post")
async def reblog(call: Call, params: ReblogParams) -> Reply:
    boosted = await original(call, call.id)
    wanted = visibility_of(params.visibility) if params.visibility else None
    if wanted is Visibility.DIRECT:
        raise ForbiddenError("This action is not allowed")
    async with call.ground.work() as work:
        boost_id = await posts.reblog(work, call.member_id, boosted, wanted)
    return await one(call, boost_id)


@routes.post("/api/v1/statuses/{id}/unreblog", scope="write:statuses")
async def unreblog(call: Call) -> Reply:
    boosted = await original(call, call.id)
    async with call.ground.work() as work:
        await posts.unreblog(work, call.member_id, boosted)
    return await one(call, boosted.id)


@routes.get("/api/v1/statuses/{id}/reblogged_by", who=Who.ANYBODY, scope="read:statuses")
async def reblogged_by(call: Call, params: Page) -> Reply:
    return await _people(call, params, posts.reblogged_by)


@routes.get("/api/v1/statuses/{id}/favourited_by", who=Who.ANYBODY, scope="read:statuses")
async def favourited_by(call: Call, params: Page) -> Reply:
    return await _people(call, params, posts.favourited_by)


async def _people(call: Call, params: Page, read: Any) -> Reply:
    post = await original(call, call.id)
    bounds = params.bounds(40, 80)
    rows = newest_first(await read(await call.ground.read(), post.id, bounds), bounds)
    shown = await call.ground.one(Hydrate).accounts(
        await without_hidden(call, [row.id for row in rows]), call.viewer_id
    )
    return listing(shown, link(call, [row.row_id for row in rows], bounds, previous="since_id"))
