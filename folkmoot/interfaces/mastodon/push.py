"""/api/v1/push/subscription: where an app wants to be told of notifications while nobody looks at it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from folkmoot.features import push
from folkmoot.features.push import ALERTS, Asked, Holder
from folkmoot.infra.errors import InvalidError
from folkmoot.interfaces.mastodon.call import EMPTY, Call, Reply, json
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()

_FALSE = frozenset(("", "0", "f", "F", "false", "FALSE", "off", "OFF", "False", "Off"))


class SubscribeParams(msgspec.Struct, frozen=True):
    subscription: dict[str, Any] = {}
    data: dict[str, Any] = {}


class ChangeParams(msgspec.Struct, frozen=True):
    data: dict[str, Any] = {}
    policy: str = ""


def _holder(call: Call) -> Holder:
    assert call.caller is not None
    return Holder("token", call.caller.token_id)


def _table(tree: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = tree.get(name, {})
    if not isinstance(found, dict):
        raise InvalidError(f"Validation failed: {name.capitalize()} is not a table")
    return found


def _is_on(value: object) -> bool:
    return value not in _FALSE if isinstance(value, str) else bool(value)


def _alerts(data: Mapping[str, Any]) -> list[str]:
    alerts = _table(data, "alerts")
    return [kind for kind in ALERTS if _is_on(alerts.get(kind, False))]


def _policy(data: Mapping[str, Any], otherwise: str = "") -> str:
    return str(data.get("policy") or otherwise or "all")


async def _one(call: Call) -> Reply:
    found = await push.held_by(await call.ground.read(), _holder(call))
    return json(
        {
            "id": str(found.id),
            "endpoint": found.endpoint,
            "standard": found.standard,
            "alerts": {kind: kind in found.alerts for kind in ALERTS},
            "policy": found.policy,
            "server_key": push.server_key(call.ground.secrets.otp_key),
        }
    )


@routes.get("/api/v1/push/subscription", scope="push")
async def get(call: Call) -> Reply:
    return await _one(call)


@routes.post("/api/v1/push/subscription", scope="push")
async def subscribe(call: Call, params: SubscribeParams) -> Reply:
    keys = _table(params.subscription, "keys")
    asked = Asked(
        endpoint=str(params.subscription.get("endpoint", "")),
        public_key=str(keys.get("p256dh", "")),
        auth_secret=str(keys.get("auth", "")),
        standard=_is_on(params.subscription.get("standard", False)),
        alerts=_alerts(params.data),
        policy=_policy(params.data),
        token=call.headers[b"authorization"][len("Bearer ") :].strip().decode("latin-1"),
    )
    async with call.ground.work() as work:
        await push.subscribe(work, call.member_id, _holder(call), asked)
    return await _one(call)


@routes.put("/api/v1/push/subscription", scope="push")
async def change(call: Call, params: ChangeParams) -> Reply:
    known = await push.held_by(await call.ground.read(), _holder(call))
    alerts = _alerts(params.data) if "alerts" in params.data else known.alerts
    policy = _policy(params.data, params.policy or known.policy)
    async with call.ground.work() as work:
        await push.change(work, _holder(call), alerts, policy)
    return await _one(call)


@routes.delete("/api/v1/push/subscription", scope="push")
async def unsubscribe(call: Call) -> Reply:
    async with call.ground.work() as work:
        await push.unsubscribe(work, _holder(call))
    return EMPTY
