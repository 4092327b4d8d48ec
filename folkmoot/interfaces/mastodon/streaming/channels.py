"""The streams that a client may ask for: what they need to be told, and who may have them."""

from typing import NamedTuple

from msgspec.json import encode

from folkmoot.features import auth, lists
from folkmoot.features.auth import Caller
from folkmoot.formats.text import tag_key
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import MissingError, Refusal
from folkmoot.infra.ids import parse_id
from folkmoot.streaming import OWN, PUBLIC, TAGGED, Channel

PREFIX = "/api/v1/streaming"

NAMES = frozenset([*PUBLIC, *TAGGED, *OWN, "list"])
TAG_LIMIT = 500
"""Characters of a tag that is asked for; no post has a longer one."""


class Asked(NamedTuple):
    """What a client asks for, in its own words."""

    stream: str
    list: str = ""
    tag: str = ""


class ChannelError(Exception):
    """A stream that is not to be had: an HTTP status and a sentence that is safe to show."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class UnknownStreamError(ChannelError):
    """There is no stream of this name."""

    def __init__(self) -> None:
        super().__init__(400, "Unknown stream type")


def find(asked: Asked) -> Channel:
    """Return which stream is meant; ChannelError where there is none such or something is missing."""
    name = asked.stream
    if name in PUBLIC or name in OWN:
        return Channel(name)
    if name in TAGGED:
        key = tag_key(asked.tag[:TAG_LIMIT].strip())
        if not key:
            raise ChannelError(400, "Missing tag name parameter")
        return Channel(name, key)
    if name == "list":
        if not asked.list:
            raise ChannelError(400, "Missing list name parameter")
        list_id = parse_id(asked.list)
        if list_id is None:
            raise ChannelError(404, "Not authorized to stream this list")
        return Channel(name, str(list_id))
    raise UnknownStreamError


async def admit(ground: Ground, caller: Caller, channel: Channel) -> None:
    """Let the caller have a stream, or raise ChannelError."""
    needed = "read:notifications" if channel.name == "user:notification" else "read:statuses"
    if not auth.allows(caller.scopes, needed):
        raise ChannelError(403, "This action is outside the authorized scopes")
    if channel.name == "list":
        try:
            await lists.get(await ground.read(), member_of(caller), int(channel.argument))
        except MissingError:
            raise ChannelError(404, "Not authorized to stream this list") from None


def member_of(caller: Caller) -> int:
    """Return the member who listens; ChannelError where the token is nobody's or its member may not act."""
    if caller.account_id is None:
        raise ChannelError(401, "This method requires an authenticated user")
    try:
        return caller.require_active()
    except Refusal as refusal:
        raise ChannelError(403, refusal.sentence) from None


def label(asked: Asked, channel: Channel) -> str:
    """Return how the events of a stream name it: in the words in which its subscriber asked."""
    if channel.name in TAGGED:
        return encode([channel.name, asked.tag]).decode()
    if channel.name == "list":
        return encode([channel.name, asked.list]).decode()
    return encode([channel.name]).decode()
