"""/api/v1/automatic_deletion, an operation of our own: which of their old posts members have deleted."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from folkmoot.features import automatic_deletion
from folkmoot.features.automatic_deletion import PREVIEW_LIMIT, Rule
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


class RuleParams(msgspec.Struct, frozen=True):
    """What is not sent stays as it is; null takes `min_favs` and `min_reblogs` away."""

    enabled: bool | None = None
    min_status_age: int | None = None
    keep_direct: bool | None = None
    keep_pinned: bool | None = None
    keep_polls: bool | None = None
    keep_media: bool | None = None
    keep_self_fav: bool | None = None
    keep_self_bookmark: bool | None = None
    min_favs: int | UnsetType | None = UNSET
    min_reblogs: int | UnsetType | None = UNSET


def _changed(rule: Rule, params: RuleParams) -> Rule:
    """Return the rule with what the call says of it."""
    given = {
        name: value
        for name, value in msgspec.structs.asdict(params).items()
        if value is not UNSET and (value is not None or name in ("min_favs", "min_reblogs"))
    }
    return msgspec.structs.replace(rule, **given)


def _entity(rule: Rule) -> dict[str, Any]:
    entity = msgspec.structs.asdict(rule)
    del entity["account_id"]
    return entity


async def _rule(call: Call) -> Rule:
    return await automatic_deletion.rule_of(await call.ground.read(), call.member_id)


@routes.get("/api/v1/automatic_deletion", scope="read:statuses")
async def get(call: Call) -> Reply:
    return json(_entity(await _rule(call)))


@routes.put("/api/v1/automatic_deletion", scope="write:statuses")
async def put(call: Call, params: RuleParams) -> Reply:
    async with call.ground.work() as work:
        rule = await automatic_deletion.put(work, call.member_id, lambda rule: _changed(rule, params))
    return json(_entity(rule))


@routes.delete("/api/v1/automatic_deletion", scope="write:statuses")
async def forget(call: Call) -> Reply:
    async with call.ground.work() as work:
        await automatic_deletion.forget(work, call.member_id)
    return EMPTY


@routes.get("/api/v1/automatic_deletion/preview", scope="read:statuses")
async def preview(call: Call, params: RuleParams) -> Reply:
    rule = _changed(await _rule(call), params)
    count = await automatic_deletion.preview(await call.ground.read(), rule, call.ground.clock())
    return json({"count": count, "complete": count < PREVIEW_LIMIT})
