"""/api/v1/statuses: posting, reading, editing and what members do with posts."""

import re
from typing import Any

import msgspec
from msgspec.json import decode, encode

from folkmoot.features import accounts, auth, media, posts, scheduling, timelines
from folkmoot.features.posts import Draft, Post, Visibility
from folkmoot.infra.errors import ForbiddenError, InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon import present, scheduled_statuses
from folkmoot.interfaces.mastodon.call import Call, Reply, json, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.paging import Page, link, newest_first
from folkmoot.interfaces.mastodon.routing import Routes, Who
from folkmoot.interfaces.mastodon.standing import without_hidden

routes = Routes()

KEY_LIMIT = 255
_UNOFFERED = {"poll": "Polls", "quoted_status_id": "Quotes"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class StatusParams(msgspec.Struct, frozen=True):
    status: str = ""
    spoiler_text: str = ""
    visibility: str = ""
    sensitive: bool | None = None
    language: str = ""
    in_reply_to_id: str = ""
    media_ids: list[str] = []
    media_attributes: list[dict[str, Any]] = []
    poll: Any = None
    scheduled_at: str = ""
    quoted_status_id: Any = None


class ManyParams(msgspec.Struct, frozen=True):
    id: list[str] = []


class DeleteParams(msgspec.Struct, frozen=True):
    delete_media: bool = False


class ReblogParams(msgspec.Struct, frozen=True):
    visibility: str = ""


def _ids(texts: list[str]) -> list[int]:
    """Return distinct ids; one that is none of ours becomes 0, which no thing has."""
    return list(dict.fromkeys(parse_id(text) or 0 for text in texts))


def _visibility(word: str) -> Visibility:
    try:
        return Visibility[word.upper()]
    except KeyError as error:
        raise InvalidError("Validation failed: Visibility is not included in the list") from error


def _language(code: str) -> str:
    return code.lower().partition("-")[0] if _LANGUAGE.fullmatch(code) else ""


async def _one(call: Call, post_id: int) -> Reply:
    return Reply(await call.ground.one(Hydrate).status(call.viewer_id, post_id))


async def _visible(call: Call) -> Post:
    return await posts.get_visible(call.ground, call.viewer_id, call.id)


async def _own(call: Call) -> Post:
    post = await _visible(call)
    if post.account_id != call.member_id:
        raise posts.UnknownPostError
    return post


async def _original(call: Call) -> Post:
    """Return the post meant, or the boosted one where a boost is meant."""
    post = await _visible(call)
    if post.reblog_of_id is None:
        return post
    return await posts.get_visible(call.ground, call.viewer_id, post.reblog_of_id)


@routes.post("/api/v1/statuses", scope="write:statuses", limit="post")
async def create(call: Call, params: StatusParams) -> Reply:
    member_id = call.member_id
    _refuse_unoffered(params)
    draft = await _draft(call, params)
    parent: Post | None = None
    if draft.in_reply_to_id is not None:
        parent = await posts.get_visible(call.ground, member_id, draft.in_reply_to_id)
    at = scheduled_statuses.moment(params.scheduled_at)
    async with call.ground.work() as work:
        if at is not None and scheduling.is_ahead(at, work.now):
            made_id = await scheduling.schedule(work, member_id, draft, at)
        else:
            own_domain = call.ground.one(Hydrate).links.domain
            made_id = await posts.publish(work, member_id, draft, parent=parent, own_domain=own_domain)
    return await _made(call, made_id)


async def _made(call: Call, made_id: int) -> Reply:
    """Reply with the post or the scheduled post of this id: an idempotency key may lead to either."""
    shown = await call.ground.one(Hydrate).statuses(call.member_id, [made_id])
    return Reply(shown[0]) if shown else await scheduled_statuses.one(call, made_id)


def _refuse_unoffered(params: StatusParams) -> None:
    """Refuse what would be another post without the part that this server does not offer."""
    for name, what in _UNOFFERED.items():
        if getattr(params, name):
            raise InvalidError(f"Validation failed: {what} are not offered on this server")


async def _draft(call: Call, params: StatusParams) -> Draft:
    """Return what is to be published, with the member's own settings where the call says nothing."""
    user = None
    if not params.visibility or params.sensitive is None or not params.language:
        user = await auth.user_of(await call.ground.read(), call.member_id)
    word = params.visibility or (user.post_visibility if user else "public")
    sensitive = params.sensitive if params.sensitive is not None else bool(user and user.post_sensitive)
    reply_to = parse_id(params.in_reply_to_id) or 0 if params.in_reply_to_id else None
    return Draft(
        text=_lines(params.status),
        spoiler_text=params.spoiler_text.strip(),
        visibility=_visibility(word),
        sensitive=sensitive,
        language=_language(params.language or (user.post_language if user else "")),
        in_reply_to_id=reply_to,
        media_ids=_ids(params.media_ids),
        app_id=None if call.caller is None else call.caller.app_id,
        idempotency_key=call.headers.get(b"idempotency-key", b"").decode("latin-1")[:KEY_LIMIT],
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@routes.get("/api/v1/statuses", who=Who.ANYBODY, scope="read:statuses")
async def many(call: Call, params: ManyParams) -> Reply:
    return listing(await call.ground.one(Hydrate).statuses(call.viewer_id, _ids(params.id)[:40]))


@routes.get("/api/v1/statuses/{id}", who=Who.ANYBODY, scope="read:statuses")
async def get(call: Call) -> Reply:
    return await _one(call, call.id)


@routes.put("/api/v1/statuses/{id}", scope="write:statuses", limit="post")
async def edit(call: Call, params: StatusParams) -> Reply:
    post = await _own(call)
    _refuse_unoffered(params)
    if params.scheduled_at:
        raise InvalidError("Validation failed: An edit cannot be scheduled")
    if post.reblog_of_id is not None:
        raise posts.UnknownPostError
    draft = Draft(
        text=_lines(params.status),
        spoiler_text=params.spoiler_text.strip(),
        sensitive=bool(params.sensitive),
        language=_language(params.language) or post.language,
        media_ids=_ids(params.media_ids),
    )
    if len(params.media_attributes) > posts.MEDIA_LIMIT:
        raise InvalidError(f"Validation failed: Cannot describe more than {posts.MEDIA_LIMIT} files")
    changes = [(parse_id(str(item.get("id"))) or 0, item) for item in params.media_attributes]
    async with call.ground.work() as work:
        for media_id, item in changes:
            await media.describe(
                work, call.member_id, media_id, description=item.get("description"), focus=item.get("focus")
            )
        await posts.edit(work, post, draft, own_domain=call.ground.one(Hydrate).links.domain)
    return await _one(call, post.id)


@routes.delete("/api/v1/statuses/{id}", scope="write:statuses")
async def delete(call: Call, params: DeleteParams) -> Reply:
    post = await _own(call)
    entity = decode(await call.ground.one(Hydrate).status(call.viewer_id, post.id))
    del entity["content"]
    entity["text"] = post.text
    async with call.ground.work() as work:
        await posts.delete(work, post, keep_media=not params.delete_media)
    return Reply(encode(entity))


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
        versions = [posts.Edit(post.text, post.spoiler_text, post.sensitive, files, post.created_at)]
    mentioned = await accounts.by_ids(db, (await posts.mentions_of(db, [post.id])).get(post.id, []))
    files_by_id = await media.by_ids(db, [item for version in versions for item in version.media])
    hydrate = call.ground.one(Hydrate)
    author = (await hydrate.account_json([post.account_id]))[post.account_id]
    return listing(
        [present.version(version, author, list(mentioned.values()), files_by_id, hydrate.links) for version in versions]
    )


@routes.get("/api/v1/statuses/{id}/source", scope="read:statuses")
async def source(call: Call) -> Reply:
    post = await _own(call)
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
    post = await _original(call)
    async with call.ground.work() as work:
        await verb(work, call.member_id, post)
    return await _one(call, post.id)


@routes.post("/api/v1/statuses/{id}/reblog", scope="write:statuses", limit="post")
async def reblog(call: Call, params: ReblogParams) -> Reply:
    original = await _original(call)
    wanted = _visibility(params.visibility) if params.visibility else None
    if wanted is Visibility.DIRECT:
        raise ForbiddenError("This action is not allowed")
    async with call.ground.work() as work:
        boost_id = await posts.reblog(work, call.member_id, original, wanted)
    return await _one(call, boost_id)


@routes.post("/api/v1/statuses/{id}/unreblog", scope="write:statuses")
async def unreblog(call: Call) -> Reply:
    original = await _original(call)
    async with call.ground.work() as work:
        await posts.unreblog(work, call.member_id, original)
    return await _one(call, original.id)


@routes.get("/api/v1/statuses/{id}/reblogged_by", who=Who.ANYBODY, scope="read:statuses")
async def reblogged_by(call: Call, params: Page) -> Reply:
    return await _people(call, params, posts.reblogged_by)


@routes.get("/api/v1/statuses/{id}/favourited_by", who=Who.ANYBODY, scope="read:statuses")
async def favourited_by(call: Call, params: Page) -> Reply:
    return await _people(call, params, posts.favourited_by)


async def _people(call: Call, params: Page, read: Any) -> Reply:
    post = await _original(call)
    bounds = params.bounds(40, 80)
    rows = newest_first(await read(await call.ground.read(), post.id, bounds), bounds)
    shown = await call.ground.one(Hydrate).accounts(await without_hidden(call, [row.id for row in rows]))
    return listing(shown, link(call, [row.row_id for row in rows], bounds, previous="since_id"))
