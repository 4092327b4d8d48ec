"""The poll of a post as one visitor sees it."""

from typing import NamedTuple

from markupsafe import Markup

from folkmoot.gathering import Viewer
from folkmoot.infra.clock import iso
from folkmoot.interfaces.web.posts.cards import HtmlCard


class Option(NamedTuple):
    """An answer: its words, how many gave it, how many of a hundred, and whether the visitor did; None while hidden."""

    title: Markup
    tally: int | None
    share: int | None
    chosen: bool


class Asking(NamedTuple):
    """A poll for a template; `may_vote` says that the visitor is asked now."""

    options: tuple[Option, ...]
    multiple: bool
    ended: bool
    ends: str
    voters: int
    may_vote: bool


def asking(card: HtmlCard, viewer: Viewer) -> Asking | None:
    """Return the poll of a post; None where it asks nothing."""
    poll = card.poll
    if poll is None:
        return None
    ended = poll.has_ended(viewer.now)
    shows = ended or not poll.hide_totals
    chosen = viewer.choices.get(poll.post_id)
    total = sum(poll.tallies) if not poll.multiple else poll.voters_count
    options = tuple(
        Option(
            title,
            tally if shows else None,
            (round(100 * tally / total) if total else 0) if shows else None,
            place in (chosen or ()),
        )
        for place, (title, tally) in enumerate(zip(card.options, poll.tallies, strict=True))
    )
    may_vote = not ended and chosen is None and viewer.reader is not None and viewer.account_id != poll.account_id
    return Asking(options, poll.multiple, ended, iso(poll.expires_at), poll.voters_count, may_vote)
