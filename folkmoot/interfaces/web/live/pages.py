"""/live: what is new, as server-sent events; and single posts, for pages on which they changed."""

import secrets
from typing import Any

from starlette.responses import PlainTextResponse

from folkmoot.features import auth, posts
from folkmoot.features.auth import Session
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import ForbiddenError, LimitedError, UnauthenticatedError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Pages, Response, Visit
from folkmoot.interfaces.web.frame.visit import SESSION_COOKIE
from folkmoot.interfaces.web.live.streams import channels_of
from folkmoot.interfaces.web.live.voice import OVER, PageVoice, SessionTicket
from folkmoot.interfaces.web.place import unread
from folkmoot.interfaces.web.posts.feed import Feed
from folkmoot.streaming import HEADERS, Channel, CrowdedError, Hub, Line, Listener, serve

pages = Pages()

_TOO_MUCH = marked("That was too much at once. Please wait a little.")
RETRY_LEAST, RETRY_MORE = 2_000, 6_000
"""Milliseconds after which a browser comes back: spread, so that not all come at once when a server begins anew."""


class Live(Response):
    """An answer that goes on until either side has enough."""

    def __init__(self, ground: Ground, ticket: SessionTicket, address: str, channels: list[Channel]) -> None:
        super().__init__()
        self._ground = ground
        self._ticket = ticket
        self._address = address
        self._channels = channels
        del self.headers["content-length"]
        for name, value in HEADERS:
            self.headers[name.decode()] = value.decode()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        hub, line = self._ground.one(Hub), Line.of(scope, receive, send)
        listener = Listener(self._ticket, self._ground.one(PageVoice), self._address, line.pass_on)
        listener.plain = True
        try:
            hub.enter(listener)
        except CrowdedError as error:
            return await PlainTextResponse(error.sentence, 429)(scope, receive, send)
        try:
            for channel in self._channels:
                hub.subscribe(listener, channel, "")
            first = await self._first()
        except BaseException:
            hub.leave(listener)
            raise
        return await serve(hub, listener, line, self.raw_headers, (first, OVER))

    async def _first(self) -> str:
        count = await unread(self._ground, self._ticket.viewer_id)
        again = RETRY_LEAST + secrets.randbelow(RETRY_MORE)
        return f"retry: {again}\nevent: notification\ndata: {count}\n\n"


@pages.get("/live")
async def live(visit: Visit) -> Response:
    if visit.asked.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForbiddenError("Only our own pages may listen.")
    if visit.session is None:
        raise UnauthenticatedError("Please sign in first.")
    _count(visit, visit.session)
    channels = await channels_of(visit, visit.session)
    if visit.asked.method == "HEAD":
        return Response(media_type="text/event-stream")
    ticket = SessionTicket(visit.session, visit.asked.cookies[SESSION_COOKIE])
    return Live(visit.ground, ticket, visit.address, channels)


def _count(visit: Visit, session: Session) -> None:
    settings, take = visit.ground.config.limits, visit.ground.limits.take
    if not settings.enabled:
        return
    counted = (
        take(f"address:{auth.network(visit.address)}", settings.per_address, visit.now),
        take(f"account:{session.account_id}", settings.per_account, visit.now),
    )
    if not all(allowance.allowed for allowance in counted):
        raise LimitedError(_TOO_MUCH)


@pages.get("/posts/{id}/piece")
async def piece(visit: Visit) -> Response:
    """Show one entry of a page as it is now; UnknownPostError where it would not stand there any more."""
    feed, ids = visit.ground.one(Feed), [parse_id(visit.places["id"]) or 0]
    context = visit.query.get("context", "")
    if visit.is_partial:
        articles = await feed.articles(visit, ids, context)
        if articles:
            return visit.piece(articles[0])
        raise posts.UnknownPostError
    for shown in await feed.shown(visit, ids, context):
        return visit.go(shown.card.path)
    raise posts.UnknownPostError
