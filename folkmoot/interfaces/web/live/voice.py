"""News in the words of the pages: the id of a post, the number of new notifications, never what somebody said."""

from collections.abc import Collection, Mapping

from folkmoot.features import auth
from folkmoot.features.auth import Session
from folkmoot.features.conversations import Conversation
from folkmoot.gathering import Card, Viewer, Viewers
from folkmoot.infra.boot import Ground
from folkmoot.infra.changes import Key
from folkmoot.interfaces.web.frame import wording
from folkmoot.interfaces.web.place import unread
from folkmoot.interfaces.web.posts.cards import HtmlCards
from folkmoot.streaming import NOTIFICATION, PUBLIC, TAGGED, USER, Event, Listener, Wanted

OVER = "event: over\ndata:\n\n"
"""Said last to a page whose session ended: it does not come back."""


class SessionTicket:
    """The ticket of a page: the session of its browser, asked about anew when one of the member's ends."""

    over = "The session has ended"
    hears_notifications = True

    def __init__(self, session: Session, secret: str) -> None:
        self.viewer_id = session.account_id
        self.key: Key = ("sessions", session.account_id)
        self._secret = secret

    async def renew(self, ground: Ground) -> bool:
        return await auth.session_of(await ground.read(), self._secret, ground.clock()) is not None


class PageVoice:
    """One per process."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._cards = ground.one(HtmlCards)
        self._viewers = ground.one(Viewers)
        self._language = wording.choose(otherwise=next(iter(ground.config.site.languages), wording.SOURCE))

    async def ready(self, ids: list[int]) -> None:
        """Render posts in the language of most pages, which will ask for them in a moment."""
        await self._cards.within(self._language).with_others(ids)

    async def post(self, change: str, post_id: int, wanted: Wanted) -> Collection[int]:
        cards = await self._cards.within(self._language).with_others([post_id])
        if post_id not in cards:
            return ()
        await self._viewers.make_ready(list(wanted), list(cards))
        shown = []
        for viewer_id, places in wanted.items():
            viewer = await self._viewers.of(viewer_id, cards)
            event = Event(_name(change, own=cards[post_id].post.account_id == viewer_id), str(post_id))
            for listener, channel in places:
                if _stands(post_id, cards, viewer, _context(channel.name)):
                    listener.hear(event, channel)
                    shown.append(viewer_id)
        return shown

    async def notifications(
        self,
        viewer_id: int,
        told: list[int],  # noqa: ARG002 - a page learns how many there are, not which
        listening: list[Listener],
    ) -> None:
        event = Event("notification", str(await unread(self._ground, viewer_id)))
        for listener in listening:
            listener.hear(event, USER)
            listener.hear(event, NOTIFICATION)

    async def conversation(self, item: Conversation, listening: list[Listener]) -> None:
        """Say nothing: no page listens to conversations."""

    async def announcement(self, change: str, announcement_id: int, listening: list[Listener]) -> None:
        """Say nothing: announcements wait for the next page."""


def _name(change: str, *, own: bool) -> str:
    if change == "edited":
        return "edit"
    return "own" if own else "post"


def _context(stream: str) -> str:
    """Return where filters see what comes on a stream."""
    return "public" if stream in PUBLIC or stream in TAGGED else "home"


def _stands(post_id: int, cards: Mapping[int, Card], viewer: Viewer, context: str) -> bool:
    """Say whether a page would show a post: nobody is told of what is not there when they look."""
    original = cards[post_id].post.reblog_of_id
    if post_id not in viewer.seen or (original is not None and original not in viewer.seen):
        return False
    matches = viewer.matches.get(post_id, ())
    return not any(match.filter.action == "hide" and context in match.filter.contexts for match in matches)
