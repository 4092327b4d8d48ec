"""/api/v1/statuses: posting, editing and deleting."""

import re
from typing import Any

import msgspec
from msgspec.json import decode, encode

from folkmoot.features import auth, media, posts, scheduling
from folkmoot.features.posts import Draft, Post
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon import scheduled_statuses
from folkmoot.interfaces.mastodon.call import Call, Reply
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.polls import poll_draft
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.statuses import ids_of, one, original, own, visibility_of
from folkmoot.interfaces.mastodon.statuses_quotes import quote_policy_of

routes = Routes()

KEY_LIMIT = 255
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
    quoted_status_id: str = ""
    quote_approval_policy: str = ""


class DeleteParams(msgspec.Struct, frozen=True):
    delete_media: bool = False


def _language(code: str) -> str:
    return code.lower().partition("-")[0] if _LANGUAGE.fullmatch(code) else ""


@routes.post("/api/v1/statuses", scope="write:statuses", limit="post")
async def create(call: Call, params: StatusParams) -> Reply:
    member_id = call.member_id
    draft, parent = await prepared(call, params)
    at = scheduled_statuses.moment(params.scheduled_at)
    own_domain = call.ground.one(Hydrate).links.domain
    async with call.ground.work() as work:
        if at is not None and scheduling.is_ahead(at, work.now):
            draft = await posts.check_quote(work, member_id, draft, own_domain=own_domain)
            made_id = await scheduling.schedule(work, member_id, draft, at)
        else:
            made_id = await posts.publish(work, member_id, draft, parent=parent, own_domain=own_domain)
    return await _made(call, made_id)


async def prepared(call: Call, params: StatusParams) -> tuple[Draft, Post | None]:
    """Return what is to be published and the post that it answers, which the member may see."""
    draft = await _draft(call, params)
    if draft.in_reply_to_id is None:
        return draft, None
    return draft, await posts.get_visible(call.ground, call.member_id, draft.in_reply_to_id)


async def _made(call: Call, made_id: int) -> Reply:
    """Reply with the post or the scheduled post of this id: an idempotency key may lead to either."""
    shown = await call.ground.one(Hydrate).statuses(call.member_id, [made_id])
    return Reply(shown[0]) if shown else await scheduled_statuses.one(call, made_id)


async def _draft(call: Call, params: StatusParams) -> Draft:
    """Return what is to be published, with the member's own settings where the call says nothing."""
    await call.ground.read()
    usual = await auth.posting_defaults(call.ground, call.member_id)
    reply_to = parse_id(params.in_reply_to_id) or 0 if params.in_reply_to_id else None
    quoted = await original(call, parse_id(params.quoted_status_id) or 0) if params.quoted_status_id else None
    return Draft(
        text=_lines(params.status),
        spoiler_text=params.spoiler_text.strip(),
        visibility=visibility_of(params.visibility or usual.visibility),
        sensitive=usual.sensitive if params.sensitive is None else params.sensitive,
        language=_language(params.language or usual.language),
        in_reply_to_id=reply_to,
        media_ids=ids_of(params.media_ids),
        app_id=None if call.caller is None else call.caller.app_id,
        idempotency_key=call.headers.get(b"idempotency-key", b"").decode("latin-1")[:KEY_LIMIT],
        poll=poll_draft(params.poll),
        quoted_id=None if quoted is None else quoted.id,
        quote_policy=quote_policy_of(params.quote_approval_policy or usual.quote_policy),
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@routes.put("/api/v1/statuses/{id}", scope="write:statuses", limit="post")
async def edit(call: Call, params: StatusParams) -> Reply:
    post = await own(call)
    if params.scheduled_at:
        raise InvalidError("Validation failed: An edit cannot be scheduled")
    if post.reblog_of_id is not None:
        raise posts.UnknownPostError
    if params.quoted_status_id and parse_id(params.quoted_status_id) != post.quoted_id:
        raise InvalidError("Validation failed: An edit cannot change what a post quotes")
    policy = quote_policy_of(params.quote_approval_policy) if params.quote_approval_policy else None
    draft = Draft(
        text=_lines(params.status),
        spoiler_text=params.spoiler_text.strip(),
        sensitive=bool(params.sensitive),
        language=_language(params.language) or post.language,
        media_ids=ids_of(params.media_ids),
        poll=poll_draft(params.poll),
    )
    if len(params.media_attributes) > posts.MEDIA_LIMIT:
        raise InvalidError(f"Validation failed: Cannot describe more than {posts.MEDIA_LIMIT} files")
    changes = [(parse_id(str(item.get("id"))) or 0, item) for item in params.media_attributes]
    async with call.ground.work() as work:
        for media_id, item in changes:
            await media.describe(
                work, call.member_id, media_id, description=item.get("description"), focus=item.get("focus")
            )
        if policy is not None:
            await posts.set_quote_policy(work, post, policy)
        await posts.edit(work, post, draft, own_domain=call.ground.one(Hydrate).links.domain)
    return await one(call, post.id)


@routes.delete("/api/v1/statuses/{id}", scope="write:statuses")
async def delete(call: Call, params: DeleteParams) -> Reply:
    post = await own(call)
    hydrate = call.ground.one(Hydrate)
    entity = decode(await hydrate.status(call.viewer_id, post.id))
    del entity["content"]
    entity["text"] = post.text
    if entity["quote"] and post.quoted_id is not None:
        # Whatever became of the quote: who writes the post again is to quote the same, if they may see it.
        shown = await hydrate.statuses(call.viewer_id, [post.quoted_id])
        entity["quote"]["quoted_status"] = decode(shown[0]) if shown else None
    async with call.ground.work() as work:
        await posts.delete(work, post, keep_media=not params.delete_media)
    return Reply(encode(entity))
