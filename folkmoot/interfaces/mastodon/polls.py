"""/api/v1/polls: looking at the poll of a post, and answering it."""

from typing import Any

import msgspec

from folkmoot.features import polls, posts
from folkmoot.features.polls import PollDraft
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon.call import Call, Reply
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.params import to_struct
from folkmoot.interfaces.mastodon.routing import Routes, Who

routes = Routes()

CHOICES = 100
"""Choices that are looked at; no poll has so many options."""


class PollParams(msgspec.Struct, frozen=True):
    """The poll in the parameters of a post."""

    options: list[str] = []
    expires_in: int | None = None
    multiple: bool = False
    hide_totals: bool = False


class VoteParams(msgspec.Struct, frozen=True):
    choices: list[int] = []


def poll_draft(given: Any) -> PollDraft | None:
    """Return the poll that a post is to have, None where none is asked for; InvalidError when it cannot be read."""
    if not given:
        return None
    if not isinstance(given, dict):
        raise InvalidError("Validation failed: Poll must have options and a time")
    params: PollParams = to_struct(given, PollParams)
    if params.expires_in is None and not any(params.options):
        return None
    if params.expires_in is None:
        raise InvalidError("Validation failed: Poll expires in can't be blank")
    return PollDraft(params.options, params.expires_in, params.multiple, params.hide_totals)


@routes.get("/api/v1/polls/{id}", who=Who.ANYBODY, scope="read:statuses")
async def get(call: Call) -> Reply:
    return Reply(await call.ground.one(Hydrate).poll(call.viewer_id, call.id))


@routes.post("/api/v1/polls/{id}/votes", scope="write:statuses")
async def vote(call: Call, params: VoteParams) -> Reply:
    post = await posts.get_visible(call.ground, call.member_id, call.id)
    if len(params.choices) > CHOICES:
        raise InvalidError("Validation failed: Too many choices")
    async with call.ground.work() as work:
        await polls.vote(work, call.member_id, post.id, params.choices)
    return await get(call)
