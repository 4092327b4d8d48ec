"""A WebSocket: several streams over one line, asked for and given up by messages."""

import asyncio
from contextlib import suppress
from typing import Any

import msgspec
from msgspec.json import encode

from folkmoot.features.auth import Caller
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.mastodon.streaming import channels
from folkmoot.interfaces.mastodon.streaming.channels import Asked, ChannelError
from folkmoot.interfaces.mastodon.streaming.entering import (
    Receive,
    Scope,
    Send,
    Visit,
    answer,
    enter,
    may_ask,
    refused,
)
from folkmoot.interfaces.mastodon.streaming.tokens import Token
from folkmoot.streaming import GOODBYE_SECONDS, POLICY, Hub, Listener, forget_cancellation

SUBSCRIPTIONS = 100
FAULTS = 10
"""Messages that make no sense, after which a client is sent away."""


class _Wish(msgspec.Struct):
    """A message of the client."""

    type: str = ""
    stream: str = ""
    list: str | int | None = None
    tag: str | None = None


async def serve(ground: Ground, hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Speak with one client until either side has enough."""
    await receive()
    try:
        visit = Visit(scope)
        listener = await _entered(ground, hub, visit, send)
    except ChannelError as error:
        await answer(send, refused(error), "websocket.http")
        return
    try:
        await send({"type": "websocket.accept", "subprotocol": visit.protocols[0] if visit.protocols else None})
        await hub.check(listener)
        await _converse(ground, hub, listener, receive)
    except asyncio.CancelledError:
        if listener.closing is None:
            raise
        forget_cancellation()
        await _say_goodbye(listener, send)
    except OSError:
        pass  # it hung up
    finally:
        hub.leave(listener)
        if listener.closing is not None:
            asyncio.get_running_loop().call_later(GOODBYE_SECONDS, visit.cut)


async def _entered(ground: Ground, hub: Hub, visit: Visit, send: Send) -> Listener:
    token = await visit.token(ground)

    async def pass_on(text: str) -> None:
        await send({"type": "websocket.send", "text": text})

    asked = visit.asked
    channel = None if asked is None else channels.find(asked)
    if channel is not None:
        await channels.admit(ground, token.caller, channel)
    listener = enter(ground, token, visit.address, pass_on)
    if asked is not None and channel is not None:
        hub.subscribe(listener, channel, channels.label(asked, channel))
    return listener


async def _converse(ground: Ground, hub: Hub, listener: Listener, receive: Receive) -> None:
    faults = 0
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        try:
            await _heed(ground, hub, listener, _read(message))
        except ChannelError as error:
            faults += 1
            listener.offer(encode({"error": error.sentence, "status": error.status}).decode())
        if faults > FAULTS or not may_ask(ground, _caller(listener), listener.address):
            listener.close(POLICY, "Too much that makes no sense, or too much of it")
            await asyncio.sleep(GOODBYE_SECONDS)  # `close` ends this


def _caller(listener: Listener) -> Caller:
    assert isinstance(listener.ticket, Token)
    return listener.ticket.caller


def _read(message: Any) -> _Wish:
    try:
        return msgspec.json.decode(message.get("text") or message.get("bytes") or b"", type=_Wish)
    except (msgspec.DecodeError, UnicodeError):
        raise ChannelError(400, "Malformed message") from None


async def _heed(ground: Ground, hub: Hub, listener: Listener, wish: _Wish) -> None:
    asked = Asked(wish.stream, "" if wish.list is None else str(wish.list), wish.tag or "")
    if wish.type == "subscribe":
        channel = channels.find(asked)
        await channels.admit(ground, _caller(listener), channel)
        if len(listener.channels) >= SUBSCRIPTIONS and channel not in listener.channels:
            raise ChannelError(422, f"Cannot listen to more than {SUBSCRIPTIONS} streams over one socket")
        hub.subscribe(listener, channel, channels.label(asked, channel))
    elif wish.type == "unsubscribe":
        hub.unsubscribe(listener, channels.find(asked))
    else:
        raise ChannelError(400, "Unknown message type")


async def _say_goodbye(listener: Listener, send: Send) -> None:
    """Say why, if the client reads at all."""
    assert listener.closing is not None
    code, reason = listener.closing
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(GOODBYE_SECONDS):
            await send({"type": "websocket.close", "code": code, "reason": reason})
