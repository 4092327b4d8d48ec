"""How a client comes in: the token it shows, its limits, and the answer where it is turned away."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from folkmoot.features import auth
from folkmoot.features.auth import Caller
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import Refusal
from folkmoot.interfaces.mastodon import errors, limiting
from folkmoot.interfaces.mastodon.call import EMPTY, Reply, json
from folkmoot.interfaces.mastodon.routing import Route, Who
from folkmoot.interfaces.mastodon.streaming.channels import PREFIX, Asked, ChannelError
from folkmoot.interfaces.mastodon.streaming.tokens import Token
from folkmoot.interfaces.mastodon.streaming.voice import ApiVoice
from folkmoot.streaming import CUT, CrowdedError, Hub, Listener

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

FIELDS = 50
"""Parameters of one request."""
HEADERS = ((b"access-control-allow-origin", b"*"), (b"x-content-type-options", b"nosniff"))


async def _reply() -> Reply:
    return EMPTY


_ROUTE = Route("GET", PREFIX, _reply, Who.MEMBER, "", None, "")


class Visit:
    """A request for streams: what it asks for, who asks, and where they are. ChannelError for a query without end."""

    def __init__(self, scope: Scope) -> None:
        try:
            query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=FIELDS)
        except ValueError as error:
            raise ChannelError(400, "Too many parameters") from error
        self._headers = dict(scope["headers"])
        self._query = {name: values[-1] for name, values in query.items()}
        self.address = scope["client"][0] if scope.get("client") else ""
        self.protocols: list[str] = scope.get("subprotocols", [])
        self.cut: Callable[[], None] = scope.get("extensions", {}).get(CUT, lambda: None)
        self.rest = scope["path"].rstrip("/").removeprefix(PREFIX).strip("/")

    @property
    def asked(self) -> Asked | None:
        """What the path or else the query asks for; None where neither names a stream."""
        name = self.rest.replace("/", ":") or self._query.get("stream", "")
        if not name:
            return None
        if name.startswith("public") and not name.endswith("media") and self._query.get("only_media") in _TRUE:
            name += ":media"
        return Asked(name, self._query.get("list", ""), self._query.get("tag", ""))

    @property
    def secret(self) -> str:
        """The token: in the header, else named as the WebSocket's protocol, else in the query."""
        shown: bytes = self._headers.get(b"authorization", b"")
        if shown[:7].lower() == b"bearer ":
            return shown[7:].strip().decode("latin-1")
        return self.protocols[0] if self.protocols else self._query.get("access_token", "")

    async def token(self, ground: Ground) -> Token:
        """Return the good token of a member; ChannelError for any other, and for who comes too often."""
        if not self.secret:
            self._count(ground, None)
            raise ChannelError(401, "Missing access token")
        try:
            caller = await auth.authenticate(ground, self.secret)
        except Refusal as refusal:
            self._count(ground, None)
            raise ChannelError(401, refusal.sentence) from None
        self._count(ground, caller)
        return Token(self.secret, caller)

    def _count(self, ground: Ground, caller: Caller | None) -> None:
        if not may_ask(ground, caller, self.address):
            raise ChannelError(429, "Too many requests")


_TRUE = ("true", "1", "on", "t", "True")


def may_ask(ground: Ground, caller: Caller | None, address: str) -> bool:
    """Count a request for streams as any other call; False where there were too many."""
    allowance = limiting.take(ground, _ROUTE, caller, address)
    return allowance is None or allowance.allowed


def enter(ground: Ground, token: Token, address: str, send: Callable[[str], Awaitable[None]]) -> Listener:
    """Let a client listen; ChannelError where too many do already."""
    listener = Listener(token, ground.one(ApiVoice), address, send)
    try:
        ground.one(Hub).enter(listener)
    except CrowdedError as error:
        raise ChannelError(429, error.sentence) from None
    return listener


def refused(error: ChannelError) -> Reply:
    """Return the answer over HTTP."""
    return errors.limited() if error.status == 429 else json({"error": error.sentence}, error.status)


async def answer(send: Send, reply: Reply, kind: str = "http") -> None:
    """Send a whole answer; `kind` is "websocket.http" where the client asked for a socket that it does not get."""
    headers = [(b"content-type", reply.content_type), (b"content-length", b"%d" % len(reply.body)), *HEADERS]
    await send({"type": f"{kind}.response.start", "status": reply.status, "headers": [*headers, *reply.headers]})
    await send({"type": f"{kind}.response.body", "body": reply.body})
