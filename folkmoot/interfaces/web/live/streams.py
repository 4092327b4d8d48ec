"""Which stream belongs to which page, and who may have it."""

from urllib.parse import quote, urlencode

from folkmoot.features import lists
from folkmoot.features.auth import Session
from folkmoot.formats.text import tag_key
from folkmoot.infra.errors import InvalidError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.web.frame.visit import Visit
from folkmoot.streaming import NOTIFICATION, USER, Channel

PAGES = {"/home": "user", "/local": "public:local", "/everywhere": "public"}
TAG_LIMIT = 500
"""Characters of a tag that is asked for; no post has a longer one."""
REST = "?stream=user:notification"
"""What pages ask for that show no timeline: how many notifications are new."""


def stream_of(visit: Visit) -> str:
    """Return the query by which a page of posts asks for its news; "" for who is not signed in, and older pages."""
    path, asked = visit.asked.path.rstrip("/"), visit.query.keys() - {"lang"}
    if visit.session is None or asked:
        return ""
    if path in PAGES:
        return f"?stream={PAGES[path]}"
    kind, _, which = path.lstrip("/").partition("/")
    if kind == "tags" and tag_key(which.strip()):
        return f"?{urlencode({'stream': 'hashtag', 'tag': which}, quote_via=quote)}"
    return f"?stream=list&list={which}" if kind == "lists" and parse_id(which) else ""


async def channels_of(visit: Visit, session: Session) -> list[Channel]:
    """Return what a page asked to hear: its stream, and with it the member's notifications.

    InvalidError for a stream that there is not, MissingError for a list that is not the member's.
    """
    name = visit.query.get("stream", NOTIFICATION.name)
    if name in (USER.name, NOTIFICATION.name):
        return [Channel(name)]
    return [await _shared(visit, session, name), NOTIFICATION]


async def _shared(visit: Visit, session: Session, name: str) -> Channel:
    if name in ("public", "public:local"):
        return Channel(name)
    key = tag_key(visit.query.get("tag", "")[:TAG_LIMIT].strip())
    if name == "hashtag" and key:
        return Channel(name, key)
    if name == "list":
        found = await lists.get(
            await visit.ground.read(), session.account_id, parse_id(visit.query.get("list", "")) or 0
        )
        return Channel(name, str(found.id))
    raise InvalidError("There is no such stream.")
