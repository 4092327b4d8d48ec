"""/api/v1/accounts/{id}/follow and what else members do to each other."""

import re
from typing import Any

import msgspec

from folkmoot.features import accounts, discovery, relations
from folkmoot.features.relations import FollowOptions
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon.call import Call, Reply, json, listing
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.routing import Routes
from folkmoot.interfaces.mastodon.standing import account_meant, relationship, reply_standing

routes = Routes()

MANY = 200
"""Relationships that one call may ask for."""
LANGUAGES = 50
FAMILIAR = 40
"""Accounts whose familiar followers one call may ask for."""
DURATION = 10 * 365 * 24 * 3600
"""Seconds; a longer mute is one for good."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class FollowParams(msgspec.Struct, frozen=True):
    reblogs: bool | None = None
    notify: bool | None = None
    languages: list[str] | None = None


class MuteParams(msgspec.Struct, frozen=True):
    notifications: bool = True
    duration: int = 0


class NoteParams(msgspec.Struct, frozen=True):
    comment: str = ""


class ManyParams(msgspec.Struct, frozen=True):
    id: list[str] = []
    with_suspended: bool = False


@routes.post("/api/v1/accounts/{id}/follow", scope="write:follows")
async def follow(call: Call, params: FollowParams) -> Reply:
    target = await account_meant(call)
    db = await call.ground.read()
    now = (await relations.between(db, call.member_id, [target.id], call.ground.clock()))[0]
    options = FollowOptions(
        show_reblogs=(now.show_reblogs or not now.following) if params.reblogs is None else params.reblogs,
        notify=now.notifying if params.notify is None else params.notify,
        languages=now.languages if params.languages is None else _languages(params.languages),
    )
    async with call.ground.work() as work:
        await relations.follow(work, call.member_id, target, options)
    return await reply_standing(call, target.id)


def _languages(given: list[str]) -> list[str]:
    codes = list(dict.fromkeys(code.partition("-")[0].lower() for code in given if code))
    if len(codes) > LANGUAGES or not all(_LANGUAGE.fullmatch(code) for code in codes):
        raise InvalidError("Validation failed: Languages contains invalid languages")
    return codes


@routes.post("/api/v1/accounts/{id}/unfollow", scope="write:follows")
async def unfollow(call: Call) -> Reply:
    return await _done(call, relations.unfollow)


@routes.post("/api/v1/accounts/{id}/remove_from_followers", scope="write:follows")
async def remove_from_followers(call: Call) -> Reply:
    return await _done(call, relations.remove_follower)


@routes.post("/api/v1/accounts/{id}/block", scope="write:blocks")
async def block(call: Call) -> Reply:
    return await _done(call, relations.block)


@routes.post("/api/v1/accounts/{id}/unblock", scope="write:blocks")
async def unblock(call: Call) -> Reply:
    return await _done(call, relations.unblock)


@routes.post("/api/v1/accounts/{id}/mute", scope="write:mutes")
async def mute(call: Call, params: MuteParams) -> Reply:
    duration = 0 if params.duration > DURATION else params.duration
    return await _done(call, relations.mute, notifications=params.notifications, duration=duration)


@routes.post("/api/v1/accounts/{id}/unmute", scope="write:mutes")
async def unmute(call: Call) -> Reply:
    return await _done(call, relations.unmute)


@routes.post("/api/v1/accounts/{id}/note", scope="write:accounts")
async def note(call: Call, params: NoteParams) -> Reply:
    return await _done(call, relations.note, comment=params.comment)


async def _done(call: Call, verb: Any, **wishes: Any) -> Reply:
    target = await account_meant(call)
    async with call.ground.work() as work:
        await verb(work, call.member_id, target.id, **wishes)
    return await reply_standing(call, target.id)


@routes.get("/api/v1/accounts/relationships", scope="read:follows")
async def relationships(call: Call, params: ManyParams) -> Reply:
    ids = list(dict.fromkeys(parse_id(text) or 0 for text in params.id))
    if len(ids) > MANY:
        raise InvalidError(f"Validation failed: Cannot ask for more than {MANY} relationships")
    db = await call.ground.read()
    known = await accounts.by_ids(db, ids)
    asked = [i for i in ids if i in known and (params.with_suspended or known[i].suspended_at is None)]
    found = await relations.between(db, call.member_id, asked, call.ground.clock())
    return json([relationship(item) for item in found])


@routes.get("/api/v1/accounts/familiar_followers", scope="read:follows")
async def familiar_followers(call: Call, params: ManyParams) -> Reply:
    asked = list(dict.fromkeys(parse_id(text) or 0 for text in params.id))
    if len(asked) > FAMILIAR:
        raise InvalidError(f"Validation failed: Cannot ask for more than {FAMILIAR} accounts")
    db = await call.ground.read()
    known = await accounts.by_ids(db, asked)
    ids = [i for i in asked if i in known]
    found = await discovery.familiar_followers(db, call.member_id, ids)
    faces = await call.ground.one(Hydrate).account_json(
        {i for followers in found.values() for i in followers}, call.member_id
    )
    return listing(
        [
            b'{"id":"%d","accounts":[%b]}' % (i, b",".join(faces[each] for each in found[i] if each in faces))
            for i in ids
        ]
    )
