"""Server-sent events: one stream over an answer that does not end."""

import asyncio

from folkmoot.infra.boot import Ground
from folkmoot.interfaces.mastodon import errors
from folkmoot.interfaces.mastodon.call import Reply
from folkmoot.interfaces.mastodon.streaming import channels
from folkmoot.interfaces.mastodon.streaming.channels import ChannelError
from folkmoot.interfaces.mastodon.streaming.entering import HEADERS, Receive, Scope, Send, Visit, answer, refused
from folkmoot.interfaces.mastodon.streaming.hub import Hub
from folkmoot.interfaces.mastodon.streaming.listener import GOODBYE_SECONDS, Listener, forget_cancellation

HEALTHY = Reply(b"OK", 200, (), b"text/plain; charset=utf-8")
_PREFLIGHT = (
    (b"access-control-allow-methods", b"GET, OPTIONS"),
    (b"access-control-allow-headers", b"Authorization, Accept, Cache-Control, Content-Type"),
    (b"access-control-max-age", b"86400"),
)
_HEADERS = (
    *HEADERS,
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"private, no-store"),
    (b"x-accel-buffering", b"no"),
    (b"connection", b"close"),
)


async def serve(ground: Ground, hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request at or below the prefix."""
    try:
        visit = Visit(scope)
        reply = _plain(scope, visit)
        if reply is None:
            return await _stream(ground, hub, visit, receive, send)
    except ChannelError as error:
        reply = refused(error)
    return await answer(send, reply)


def _plain(scope: Scope, visit: Visit) -> Reply | None:
    """Return the answer to what asks for no stream."""
    if scope["method"] == "OPTIONS":
        return Reply(b"", 204, _PREFLIGHT)
    if scope["method"] != "GET":
        return errors.no_method(["GET", "OPTIONS"])
    if visit.rest == "health":
        return HEALTHY
    return None if visit.rest else errors.not_found()


async def _stream(ground: Ground, hub: Hub, visit: Visit, receive: Receive, send: Send) -> None:
    listener = await _entered(ground, hub, visit, send)
    try:
        await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
        listener.thump()
        await hub.check(listener)
        while (await receive())["type"] != "http.disconnect":
            pass
    except asyncio.CancelledError:
        if listener.closing is None:
            raise
        forget_cancellation()
        await _end(visit, receive, send)
    except OSError:
        return  # it hung up
    finally:
        hub.leave(listener)


async def _entered(ground: Ground, hub: Hub, visit: Visit, send: Send) -> Listener:
    asked = visit.asked
    assert asked is not None
    if asked.stream not in channels.NAMES:
        raise ChannelError(400, "Unknown channel requested")
    caller = await visit.caller(ground)
    channel = channels.find(asked)
    await channels.admit(ground, caller, channel)

    async def pass_on(text: str) -> None:
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})

    listener = Listener(caller, visit.secret, visit.address, pass_on)
    listener.plain = True
    hub.enter(listener)
    hub.subscribe(listener, channel, "")
    return listener


async def _end(visit: Visit, receive: Receive, send: Send) -> None:
    """End the answer; whoever does not read that either is cut off."""
    try:
        async with asyncio.timeout(GOODBYE_SECONDS):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    except TimeoutError:
        visit.cut()
        await receive()
