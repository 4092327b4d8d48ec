"""Putting a status together from what was rendered once and what this viewer sees of it; pure."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from folkmoot.features import posts
from folkmoot.features.posts import Post, Visibility
from folkmoot.features.relations import Audience
from folkmoot.interfaces.mastodon import present, present_quote, tagged_collections
from folkmoot.interfaces.mastodon.present_poll import PollCut


class Card(msgspec.Struct, frozen=True):
    """A rendered post: what `visible_to` judges, its JSON around the account, words beside its text, and its URL.

    The tail of one with a poll ends where the poll belongs, which each viewer sees with their own answers. `others`
    are the ids of the posts that are shown with it, `collections` those of the collections that its text links to,
    `credited` is the account that wrote the page it links to.
    """

    post: Post
    head: bytes
    tail: bytes
    beside: str = ""
    poll: PollCut | None = None
    url: str = ""
    others: tuple[int, ...] = ()
    collections: tuple[int, ...] = ()
    credited: int | None = None


class Viewer(NamedTuple):
    """Who looks (None: anybody), the ids of the posts that they may see, their flags, and as JSON the filters that
    posts fall under, polls, and collections: mostly none.
    """

    reader: Audience | None
    seen: set[int]
    flags: Mapping[int, int]
    filtered: Mapping[int, bytes]
    polls: Mapping[int, bytes]
    collections: Mapping[int, bytes]
    now: int


class Page(NamedTuple):
    """All that is shown at once: the posts with those that they boost and quote, and the accounts of their authors."""

    cards: Mapping[int, Card]
    faces: Mapping[int, bytes]


def assembled(card: Card, page: Page, viewer: Viewer, *, quoted: bool = False) -> bytes:
    post, face = card.post, page.faces[card.post.account_id]
    if post.reblog_of_id is None:
        quote, head = b"null", card.head
        if post.quote_state is not None:
            quote, head = quoting(post, page, viewer, shallow=quoted), _linked(card, page, viewer)
        return b"".join((
            head, face, _tail(card, viewer), b',"reblog":null,"quote":', quote, _viewer_part(post, post.id, viewer),
            b"}",
        ))  # fmt: skip
    original = page.cards[post.reblog_of_id]
    return b"".join((
        card.head, face, _tail(original, viewer), b',"quote":null,"reblog":', assembled(original, page, viewer),
        _viewer_part(original.post, post.id, viewer), b"}",
    ))  # fmt: skip


def _quote_state(post: Post, page: Page, viewer: Viewer) -> str:
    quoted = page.cards.get(post.quoted_id or 0)
    return present_quote.state(
        post, None if quoted is None else quoted.post, viewer.reader, viewer.now, seen=post.quoted_id in viewer.seen
    )


def quoting(post: Post, page: Page, viewer: Viewer, *, shallow: bool = False) -> bytes:
    """Return the quote of a post with what it quotes or, in a post that is quoted itself, with the id of that."""
    if post.quote_state is None:
        return b"null"
    state = _quote_state(post, page, viewer)
    if shallow:
        return present_quote.shallow(state, post.quoted_id)
    if post.quoted_id is None or state not in present_quote.SHOWN:
        return present_quote.quote(state, b"null")
    return present_quote.quote(state, assembled(page.cards[post.quoted_id], page, viewer, quoted=True))


def _linked(card: Card, page: Page, viewer: Viewer) -> bytes:
    """Return the head of a post that quotes another, with a link to that where the text has none."""
    if card.post.quoted_id is None or _quote_state(card.post, page, viewer) != "accepted":
        return card.head
    url = page.cards[card.post.quoted_id].url
    return card.head if url in card.post.text else present_quote.linked(card.head, url)


def _tail(card: Card, viewer: Viewer) -> bytes:
    tail = card.tail
    if card.collections:
        tail = tail.replace(tagged_collections.NONE, viewer.collections[card.post.id])
    return tail if card.poll is None else tail + viewer.polls[card.post.id]


def _viewer_part(post: Post, shown_id: int, viewer: Viewer) -> bytes:
    reader = viewer.reader
    if reader is None:
        return present.ANYBODYS[post.quote_policy]
    pinnable = post.account_id == reader.account_id and post.visibility != Visibility.DIRECT
    author = post.account_id
    apart = author in reader.blocking or author in reader.blocked_by
    may_quote = posts.may_quote(post, reader.account_id, follows=author in reader.following, apart=apart)
    part = present.FLAGS[viewer.flags[post.id], pinnable, post.quote_policy, may_quote]
    if shown_id in viewer.filtered:
        return part.replace(present.UNFILTERED, b'"filtered":' + viewer.filtered[shown_id])
    return part
