"""Putting a status together from what was rendered once and what this viewer sees of it; pure."""

from collections.abc import Mapping
from typing import NamedTuple

from folkmoot.features.posts import Post, Visibility
from folkmoot.gathering import SHOWN_QUOTES, Card, Viewer, quote_state
from folkmoot.interfaces.mastodon import present, present_filter, present_poll, present_quote, tagged_collections
from folkmoot.interfaces.mastodon.present_poll import PollCut

_DIRECT = int(Visibility.DIRECT)
"""A plain number, because each status of each page is judged by it."""


class JsonCard(Card, frozen=True, kw_only=True):
    """A post as JSON around its account, and its URL.

    The tail of one with a poll ends where the poll belongs, which each viewer sees with their own answers.
    `collections` are the ids of those that its text links to, `credited` is the account that wrote the page it links
    to. `quotable` says whether those who do not follow its author may quote it, and whether those who do may.
    """

    head: bytes
    tail: bytes
    asks: PollCut | None
    url: str
    collections: tuple[int, ...]
    credited: int | None
    quotable: tuple[bool, bool]


class Page(NamedTuple):
    """All that is shown at once: the posts with those that they boost and quote, the accounts of their authors, and
    as JSON the collections that posts link to, as this viewer sees them.
    """

    cards: Mapping[int, JsonCard]
    faces: Mapping[int, bytes]
    collections: Mapping[int, bytes]


def assembled(card: JsonCard, page: Page, viewer: Viewer, *, quoted: bool = False) -> bytes:
    post, face = card.post, page.faces[card.post.account_id]
    if post.reblog_of_id is None:
        quote, head = b"null", card.head
        if post.quote_state is not None:
            quote, head = quoting(post, page, viewer, shallow=quoted), _linked(card, page, viewer)
        return b"".join((
            head, face, _tail(card, page, viewer), b',"reblog":null,"quote":', quote,
            _viewer_part(card, post.id, viewer), b"}",
        ))  # fmt: skip
    original = page.cards[post.reblog_of_id]
    return b"".join((
        card.head, face, _tail(original, page, viewer), b',"quote":null,"reblog":', assembled(original, page, viewer),
        _viewer_part(original, post.id, viewer), b"}",
    ))  # fmt: skip


def _quote_state(post: Post, page: Page, viewer: Viewer) -> str:
    quoted = page.cards.get(post.quoted_id or 0)
    return quote_state(
        post, None if quoted is None else quoted.post, viewer.reader, viewer.now, seen=post.quoted_id in viewer.seen
    )


def quoting(post: Post, page: Page, viewer: Viewer, *, shallow: bool = False) -> bytes:
    """Return the quote of a post with what it quotes or, in a post that is quoted itself, with the id of that."""
    if post.quote_state is None:
        return b"null"
    state = _quote_state(post, page, viewer)
    if shallow:
        return present_quote.shallow(state, post.quoted_id)
    if post.quoted_id is None or state not in SHOWN_QUOTES:
        return present_quote.quote(state, b"null")
    return present_quote.quote(state, assembled(page.cards[post.quoted_id], page, viewer, quoted=True))


def _linked(card: JsonCard, page: Page, viewer: Viewer) -> bytes:
    """Return the head of a post that quotes another, with a link to that where the text has none."""
    if card.post.quoted_id is None or _quote_state(card.post, page, viewer) != "accepted":
        return card.head
    url = page.cards[card.post.quoted_id].url
    return card.head if url in card.post.text else present_quote.linked(card.head, url)


def _tail(card: JsonCard, page: Page, viewer: Viewer) -> bytes:
    tail = card.tail
    if card.collections:
        tail = tail.replace(tagged_collections.NONE, page.collections[card.post.id])
    return tail if card.asks is None else tail + polled(card.asks, card.post.id, viewer)


def polled(asks: PollCut, post_id: int, viewer: Viewer) -> bytes:
    """Return the entity Poll of a post as the viewer sees it now."""
    return present_poll.shown(asks, viewer.now, viewer.account_id, viewer.choices.get(post_id))


def _viewer_part(card: JsonCard, shown_id: int, viewer: Viewer) -> bytes:
    post, reader = card.post, viewer.reader
    if reader is None:
        return present.ANYBODYS[post.quote_policy]
    author = post.account_id
    if author == reader.account_id:
        pinnable = may_quote = post.visibility != _DIRECT
    else:
        apart = author in reader.blocking or author in reader.blocked_by
        pinnable, may_quote = False, card.quotable[author in reader.following] and not apart
    part = present.FLAGS[viewer.flags[post.id], pinnable, post.quote_policy, may_quote]
    if shown_id in viewer.matches:
        return part.replace(present.UNFILTERED, b'"filtered":' + present_filter.results(viewer.matches[shown_id]))
    return part
