"""Server-sent events: one stream over an answer that does not end."""

from folkmoot import streaming
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.mastodon import errors
from folkmoot.interfaces.mastodon.call import Reply
from folkmoot.interfaces.mastodon.streaming import channels
from folkmoot.interfaces.mastodon.streaming.channels import ChannelError
from folkmoot.interfaces.mastodon.streaming.entering import HEADERS, Receive, Scope, Send, Visit, answer, enter, refused
from folkmoot.streaming import THUMP, Hub, Line

HEALTHY = Reply(b"OK", 200, (), b"text/plain; charset=utf-8")
_PREFLIGHT = (
    (b"access-control-allow-methods", b"GET, OPTIONS"),
    (b"access-control-allow-headers", b"Authorization, Accept, Cache-Control, Content-Type"),
    (b"access-control-max-age", b"86400"),
)
_HEADERS = (*HEADERS, *streaming.HEADERS)


async def serve(ground: Ground, hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request at or below the prefix."""
    try:
        visit = Visit(scope)
        reply = _plain(scope, visit)
        if reply is None:
            return await _stream(ground, hub, visit, Line.of(scope, receive, send))
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


async def _stream(ground: Ground, hub: Hub, visit: Visit, line: Line) -> None:
    asked = visit.asked
    assert asked is not None
    if asked.stream not in channels.NAMES:
        raise ChannelError(400, "Unknown channel requested")
    token = await visit.token(ground)
    channel = channels.find(asked)
    await channels.admit(ground, token.caller, channel)
    listener = enter(ground, token, visit.address, line.pass_on)
    listener.plain = True
    hub.subscribe(listener, channel, "")
    await streaming.serve(hub, listener, line, _HEADERS, (THUMP, ""))
