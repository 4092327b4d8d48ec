"""What a notification says to an app that does not know its type."""

from collections.abc import Collection, Sequence
from html import escape
from typing import NamedTuple

import msgspec

from folkmoot.features import auth, push
from folkmoot.interfaces.mastodon.call import Call

KINDS = ("added_to_collection", "collection_update")
"""Those that are newer than most apps."""


class _Face(msgspec.Struct):
    username: str
    display_name: str


class _Thing(msgspec.Struct):
    name: str
    url: str


class Fallbacks(NamedTuple):
    """The types that the app knows, None where it does not ask for any help, and the language of its member."""

    known: Collection[str] | None
    language: str

    def of(self, kind: str, face: bytes, thing: bytes) -> bytes:
        """Return the member `fallback` of a notification, given who caused it and the collection it is about."""
        if self.known is None or kind in self.known or kind not in KINDS:
            return b""
        sender, shown = msgspec.json.decode(face, type=_Face), msgspec.json.decode(thing, type=_Thing)
        title = push.title(kind, self.language, sender.display_name or sender.username)
        details = f'<p><a href="{escape(shown.url)}">{escape(shown.name)}</a></p>'
        return b',"fallback":' + msgspec.json.encode({"title": escape(title), "summary": None, "details": details})


NO_HELP = Fallbacks(None, "")


async def fallbacks(call: Call, known: Sequence[str] | None) -> Fallbacks:
    """Return what helps the app that calls, which knows these types."""
    if known is None:
        return NO_HELP
    user = await auth.user_of(await call.ground.read(), call.member_id)
    return Fallbacks(known, user.locale if user else "")
