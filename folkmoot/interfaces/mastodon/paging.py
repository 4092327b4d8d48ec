"""Pages: max_id, since_id and min_id as documented, and the Link header that leads on."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

import msgspec

from folkmoot.infra.ids import MAX_ID, parse_id
from folkmoot.interfaces.mastodon.call import Call, Headers

T = TypeVar("T")

Bounds = tuple[int, int, int, bool]
"""(ids below, ids above, at most, oldest first)."""


class Page(msgspec.Struct, frozen=True):
    """The parameters of every list. A limit out of range is clamped; an id that is none of ours bounds nothing."""

    max_id: str = ""
    since_id: str = ""
    min_id: str = ""
    limit: str = ""

    def bounds(self, default: int = 20, most: int = 40) -> Bounds:
        """Return what a store needs. With min_id the page nearest to it is meant, counted from its oldest."""
        below = parse_id(self.max_id)
        above = parse_id(self.min_id) or parse_id(self.since_id)
        wanted = int(self.limit) if self.limit.isascii() and self.limit.isdigit() and len(self.limit) < 6 else 0
        limit = min(wanted, most) if wanted > 0 else default
        return below or MAX_ID, above or 0, limit, bool(parse_id(self.min_id))


def newest_first(items: list[T], bounds: Bounds) -> list[T]:
    """Turn a page that was counted from its oldest; answers are always newest first."""
    return items[::-1] if bounds[3] else items


def link(call: Call, ids: Sequence[int], bounds: Bounds, *, previous: str = "min_id") -> Headers:
    """Return the Link header for a page, newest first, of what is counted by `ids`; nothing for an empty page.

    `next` stands only where the page is full. `previous` names the cursor of the newer page.
    """
    if not ids:
        return ()
    kept = [pair for pair in parse_qsl(call.query, keep_blank_values=True) if pair[0] not in _CURSORS]
    address = call.ground.config.site.url.rstrip("/") + call.path

    def relation(cursor: str, at: int, name: str) -> str:
        return f'<{address}?{urlencode([*kept, (cursor, str(at))])}>; rel="{name}"'

    parts = [relation("max_id", ids[-1], "next")] if len(ids) >= bounds[2] else []
    parts.append(relation(previous, ids[0], "prev"))
    return ((b"link", ", ".join(parts).encode()),)


_CURSORS = frozenset(("max_id", "since_id", "min_id"))
