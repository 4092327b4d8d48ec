"""The entity Poll as JSON bytes: its numbers are the same for all, and cut where the viewer's own answers begin."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec.json import encode

from folkmoot.features.polls import Poll
from folkmoot.features.site import Emoji
from folkmoot.gathering import Links
from folkmoot.infra.clock import iso
from folkmoot.interfaces.mastodon.present import emojis


class PollCut(NamedTuple):
    """The poll of an author up to the viewer's part: while it is open, and from `expires_at` (ms since 1970)."""

    account_id: int
    open: bytes
    ended: bytes
    expires_at: int


def cut(poll: Poll, known: Mapping[str, Emoji], links: Links) -> PollCut:
    """Return the entity Poll without what differs from viewer to viewer."""
    return PollCut(
        poll.account_id,
        encode(_fields(poll, known, links, ended=False))[:-1],
        encode(_fields(poll, known, links, ended=True))[:-1],
        poll.expires_at,
    )


def _fields(poll: Poll, known: Mapping[str, Emoji], links: Links, *, ended: bool) -> dict[str, Any]:
    shows = ended or not poll.hide_totals
    return {
        "id": str(poll.post_id),
        "expires_at": iso(poll.expires_at),
        "expired": ended,
        "multiple": poll.multiple,
        "votes_count": sum(poll.tallies),
        "voters_count": poll.voters_count if poll.multiple else None,
        "options": [
            {"title": title, "votes_count": tally if shows else None}
            for title, tally in zip(poll.options, poll.tallies, strict=True)
        ],
        "emojis": emojis(poll.options, known, links),
    }


def shown(cut: PollCut, now: int, viewer_id: int | None, choices: list[int] | None) -> bytes:
    """Return the entity Poll as the viewer (None: anybody) sees it who chose these options (None: has not voted).

    Authors cannot vote, and are shown as if they had: apps then show them the numbers and no buttons.
    """
    told = cut.ended if now >= cut.expires_at else cut.open
    if viewer_id is None:
        return told + b"}"
    voted = choices is not None or viewer_id == cut.account_id
    return told + b"," + encode({"voted": voted, "own_votes": choices or []})[1:]
