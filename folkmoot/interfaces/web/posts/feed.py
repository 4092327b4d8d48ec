"""Posts for one visitor, as HTML: a fixed number of queries for a page of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from folkmoot.features.posts import Flags, QuotePolicy
from folkmoot.gathering import Viewer, Viewers, quotable, quote_state
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web.frame import rendering
from folkmoot.interfaces.web.frame.visit import Visit
from folkmoot.interfaces.web.posts.cards import HtmlCard, HtmlCards
from folkmoot.interfaces.web.posts.faces import Face, Faces
from folkmoot.interfaces.web.posts.polling import Asking, asking

ARTICLES_KEPT = 5_000
"""About 3 kB each; of each language."""
SHAPES = ("", "branch", "focused")
"""Where a post may stand: in a timeline, in a thread below what it answers, on its own page."""


class Quoted(NamedTuple):
    """What a post quotes, for a template: how the quote stands and, where it may be shown, the post."""

    state: str
    card: HtmlCard | None = None
    face: Face | None = None


class Shown(NamedTuple):
    """One entry of a page for a template. `id` is that of the boost, where it is one, and `booster` who boosted."""

    id: int
    card: HtmlCard
    face: Face
    booster: Face | None
    answers: Face | None
    quoted: Quoted | None
    poll: Asking | None
    flags: int
    filtered: tuple[str, ...]
    blurred: bool
    own: bool
    may_quote: bool

    @property
    def favourited(self) -> bool:
        return bool(self.flags & Flags.FAVOURITED)

    @property
    def boosted(self) -> bool:
        return bool(self.flags & Flags.REBLOGGED)

    @property
    def bookmarked(self) -> bool:
        return bool(self.flags & Flags.BOOKMARKED)

    @property
    def muted(self) -> bool:
        return bool(self.flags & Flags.MUTED)

    @property
    def pinned(self) -> bool:
        return bool(self.flags & Flags.PINNED)

    @property
    def boostable(self) -> bool:
        """Say whether it may be boosted: by others while everybody may read it, by its author among followers too."""
        return self.card.post.readable_by_all or (self.own and self.card.visibility == "private")


class Feed:
    """One per process."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._cards = ground.one(HtmlCards)
        self._faces = ground.one(Faces)
        self._viewers = ground.one(Viewers)

    async def shown(self, visit: Visit, ids: Sequence[int], context: str = "") -> list[Shown]:
        """Return the posts with these ids that the visitor may see, in order.

        `context` (home, public, notifications, thread, account) is where they stand: what filters hide there is left
        out. Without one nothing is, as for what somebody asked for by its address.
        """
        await visit.ground.read()
        cards = await self._cards.within(visit.language).with_others(ids)
        viewer = await self._viewers.of(visit.member_id, cards)
        posts = [card.post for card in cards.values()]
        people = {post.account_id for post in posts} | {p.in_reply_to_account_id for p in posts}
        faces = await self._faces.of({account_id for account_id in people if account_id is not None})
        entries = (_entry(post_id, cards, viewer, faces, context) for post_id in ids)
        return [entry for entry in entries if entry is not None]

    async def articles(self, visit: Visit, ids: Sequence[int], context: str = "", shape: str = "") -> list[Markup]:
        """Return those posts as HTML; `shape` is one of SHAPES."""
        shown = await self.shown(visit, ids, context)
        if not shape:
            return self.drawn(visit, shown)
        article = rendering.macro("article.html", "article", visit.language)
        return [article(entry, visit, shape) for entry in shown]

    def drawn(self, visit: Visit, shown: Sequence[Shown]) -> list[Markup]:
        """Return as HTML what `shown` returned; what visitors were shown before is not drawn again."""
        article = rendering.macro("article.html", "article", visit.language)
        if visit.session is not None:
            return [article(entry, visit) for entry in shown]
        kept = self._ground.shelf(f"articles {visit.language}", on="post", size=ARTICLES_KEPT)
        found = []
        for entry in shown:
            known: tuple[Shown, Markup] | None = kept.get(entry.id)
            if known is None or known[0] != entry:
                known = entry, article(entry, visit)
                kept.put(entry.id, known, self._ground.changes.tick)
            found.append(known[1])
        return found


def _entry(
    post_id: int, cards: Mapping[int, HtmlCard], viewer: Viewer, faces: Mapping[int, Face], context: str
) -> Shown | None:
    if post_id not in viewer.seen:
        return None
    entry = cards[post_id].post
    card = cards[entry.reblog_of_id] if entry.reblog_of_id is not None else cards[post_id]
    if card.post.id not in viewer.seen:
        return None
    matches = [match for match in viewer.matches.get(post_id, ()) if context in match.filter.contexts]
    if any(match.filter.action == "hide" for match in matches):
        return None
    return Shown(
        id=post_id,
        card=card,
        face=faces[card.post.account_id],
        booster=faces[entry.account_id] if entry.reblog_of_id is not None else None,
        answers=faces.get(card.post.in_reply_to_account_id or 0),
        quoted=_quoted(card, cards, viewer, faces),
        poll=asking(card, viewer),
        flags=viewer.flags.get(card.post.id, 0),
        filtered=tuple(match.filter.title for match in matches if match.filter.action == "warn"),
        blurred=any(match.filter.action == "blur" for match in matches),
        own=viewer.account_id == card.post.account_id,
        may_quote=_may_quote(card, viewer),
    )


def _quoted(card: HtmlCard, cards: Mapping[int, HtmlCard], viewer: Viewer, faces: Mapping[int, Face]) -> Quoted | None:
    post = card.post
    if post.quote_state is None:
        return None
    found = cards.get(post.quoted_id or 0)
    seen = post.quoted_id in viewer.seen
    state = quote_state(post, found.post if found else None, viewer.reader, viewer.now, seen=seen)
    if found is None or state != "accepted":
        return Quoted(state)
    return Quoted(state, found, faces[found.post.account_id])


def _may_quote(card: HtmlCard, viewer: Viewer) -> bool:
    post, reader = card.post, viewer.reader
    if reader is None or not post.readable_by_all:
        return False
    author = post.account_id
    if author == reader.account_id:
        return True
    if post.quote_policy == QuotePolicy.NOBODY or author in reader.blocking or author in reader.blocked_by:
        return False
    return quotable(post)[author in reader.following]
