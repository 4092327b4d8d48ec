"""The client API as an ASGI application: route, authenticate, limit, decode, handle, reply."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from folkmoot.features import auth
from folkmoot.features.auth import BadTokenError, Caller, ScopeError
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import persistently
from folkmoot.infra.errors import InvalidError, LimitedError, Refusal
from folkmoot.infra.limits import Allowance
from folkmoot.infra.multipart import NO_FILES, discard
from folkmoot.interfaces.mastodon import errors, limiting
from folkmoot.interfaces.mastodon.call import Call, Reply
from folkmoot.interfaces.mastodon.params import read_tree, to_struct
from folkmoot.interfaces.mastodon.routing import Route, Routes, Who

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_CORS = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"ETag, Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, Mastodon-Async-Refresh",
    ),
)
_SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"private, no-store"),
    (b"vary", b"Authorization, Origin"),
)
_PREFLIGHT = (
    *_CORS,
    (b"access-control-allow-methods", b"GET, POST, PUT, PATCH, DELETE"),
    (b"access-control-allow-headers", b"Authorization, Content-Type, Idempotency-Key, If-Match"),
    (b"access-control-max-age", b"7200"),
)


class Api:
    """Serves the operations of `routes`."""

    def __init__(self, ground: Ground, routes: Routes) -> None:
        self._ground = ground
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = None if "\0" in scope["path"] else self._routes.find(scope["path"])
        method = scope["method"]
        if method == "OPTIONS":
            return await _send(send, Reply(b"", 204, _PREFLIGHT), ())
        if found is None:
            return await _send(send, errors.not_found(), (*_CORS, *_SAFE))
        operations, parts = found
        route = operations.get("GET" if method == "HEAD" else method)
        if route is None:
            return await _send(send, errors.no_method(list(operations)), (*_CORS, *_SAFE))
        reply, headers = await self._answer(route, parts, scope, receive)
        await _send(send, reply, headers, head=method == "HEAD")
        return None

    async def _answer(
        self, route: Route, parts: tuple[str, ...], scope: Scope, receive: Receive
    ) -> tuple[Reply, tuple[tuple[bytes, bytes], ...]]:
        headers = dict(scope["headers"])
        address = scope["client"][0] if scope.get("client") else ""
        allowance: Allowance | None = None
        try:
            caller = await self._caller(route, headers, address)
            allowance = limiting.take(self._ground, route, caller, address)
            if allowance is not None and not allowance.allowed:
                return errors.limited(), (*_CORS, *_SAFE, *_rate(allowance))
            _demand(route, caller)
            query = scope["query_string"].decode("latin-1")
            call = Call(self._ground, caller, parts, scope["path"], query, headers, address)
            reply = await self._handle(route, call, receive)
        except errors.EXPECTED as error:
            if isinstance(error, Refusal) and error.detail:
                log.info("refused %s %s: %s", route.method, route.path, error.detail)
            reply = errors.expected(error)
        except Exception:
            log.exception("%s %s failed", route.method, route.path)
            reply = errors.broken()
        return reply, (*_CORS, *_SAFE, *_rate(allowance))

    async def _caller(self, route: Route, headers: dict[bytes, bytes], address: str) -> Caller | None:
        """Return who calls; a token that is shown must be good, even where none is needed.

        One that is not counts as a call of anybody at this address: guessing is not free.
        """
        shown = headers.get(b"authorization", b"")
        if shown[:7].lower() != b"bearer ":
            return None
        try:
            return await auth.authenticate(self._ground, shown[7:].strip().decode("latin-1"))
        except BadTokenError:
            allowance = limiting.take(self._ground, route, None, address)
            if allowance is not None and not allowance.allowed:
                raise LimitedError("Too many requests") from None
            raise

    async def _handle(self, route: Route, call: Call, receive: Receive) -> Reply:
        if route.params is None:
            return await persistently(partial(route.handler, call), f"{route.method} {route.path}")
        sizes = self._ground.config.media
        limit = sizes.video_bytes if route.limit == "upload" else sizes.image_bytes
        if call.caller is None:
            limit = NO_FILES
        tree, files = await read_tree(call.query, call.headers, receive, upload_limit=limit)
        try:
            act = partial(route.handler, call, to_struct(tree, route.params))
            return await persistently(act, f"{route.method} {route.path}")
        finally:
            if files:
                discard(files)


def _demand(route: Route, caller: Caller | None) -> None:
    """Hold the caller to what the route demands, in the order that clients know.

    Where anybody may call, a token that is shown must still be good for what it shows.
    """
    if caller is None and route.who is Who.ANYBODY:
        return
    if caller is None:
        raise BadTokenError
    if route.who is Who.MEMBER and caller.account_id is None:
        raise InvalidError("This method requires an authenticated user")
    if caller.account_id is not None and route.who is Who.MEMBER:
        caller.require_active()
    if route.scope and not any(auth.allows(caller.scopes, scope) for scope in route.scope.split("|")):
        raise ScopeError


def _rate(allowance: Allowance | None) -> tuple[tuple[bytes, bytes], ...]:
    if allowance is None:
        return ()
    reset = datetime.fromtimestamp(allowance.reset_at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return (
        (b"x-ratelimit-limit", b"%d" % allowance.limit),
        (b"x-ratelimit-remaining", b"%d" % allowance.remaining),
        (b"x-ratelimit-reset", reset.encode()),
    )


async def _send(send: Send, reply: Reply, headers: tuple[tuple[bytes, bytes], ...], *, head: bool = False) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": reply.status,
            "headers": [
                (b"content-type", reply.content_type),
                (b"content-length", b"%d" % len(reply.body)),
                *headers,
                *reply.headers,
            ],
        }
    )
    await send({"type": "http.response.body", "body": b"" if head else reply.body})
