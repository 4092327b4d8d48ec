"""Pages: max_id, since_id and min_id as documented, and the Link header that leads on."""

import re
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import parse_qsl, quote, urlencode

import msgspec

from folkmoot.infra.db import Bounds
from folkmoot.infra.ids import MAX_ID, parse_id
from folkmoot.interfaces.mastodon.call import Call, Headers

T = TypeVar("T")


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


class OffsetPage(Page, frozen=True):
    """The parameters of a list that is paged by how much to leave out at its beginning."""

    offset: str = ""

    @property
    def skipped(self) -> int:
        """What `offset` says; 0 when it is no number."""
        return int(self.offset) if self.offset.isascii() and self.offset.isdigit() and len(self.offset) < 10 else 0


def newest_first(items: list[T], bounds: Bounds) -> list[T]:
    """Turn a page that was counted from its oldest; answers are always newest first."""
    return items[::-1] if bounds[3] else items


def link(call: Call, ids: Sequence[int], bounds: Bounds, *, previous: str = "min_id") -> Headers:
    """Return the Link header for a page, newest first, of what is counted by `ids`; nothing for an empty page.

    `next` stands only where the page is full. `previous` names the cursor of the newer page.
    """
    if not ids:
        return ()
    address = f"{call.ground.config.site.url.rstrip('/')}{quote(call.path)}?{_kept(call.query)}"
    after = f'<{address}max_id={ids[-1]}>; rel="next", ' if len(ids) >= bounds[2] else ""
    return ((b"link", f'{after}<{address}{previous}={ids[0]}>; rel="prev"'.encode()),)


def link_by_offset(call: Call, skipped: int, limit: int, *, more: bool) -> Headers:
    """Return the Link header for a list that is paged by how much to leave out; `more` says that something follows."""
    address = f"{call.ground.config.site.url.rstrip('/')}{quote(call.path)}"
    kept = [pair for pair in parse_qsl(call.query, keep_blank_values=True) if pair[0] != "offset"]
    leads = {"next": skipped + limit} if more else {}
    if skipped:
        leads["prev"] = max(0, skipped - limit)
    parts = [f'<{address}?{urlencode([*kept, ("offset", at)])}>; rel="{name}"' for name, at in leads.items()]
    return ((b"link", ", ".join(parts).encode()),) if parts else ()


def _kept(query: str) -> str:
    """Return the parameters of a call without its cursors, ready for one more."""
    if not query:
        return ""
    if _PLAIN.fullmatch(query) and "_id=" not in query:
        return f"{query}&"
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] not in _CURSORS]
    return f"{urlencode(pairs)}&" if pairs else ""


_CURSORS = frozenset(("max_id", "since_id", "min_id"))
_PLAIN = re.compile(r"(\w+=\w*&)*\w+=\w*", re.ASCII)
"""Parameters that are written the same once read and written again."""
