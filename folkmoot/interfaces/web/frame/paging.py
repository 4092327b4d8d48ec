"""Pages of what is newest first: `?before=ID` leads to what is older, `?after=ID` asks for what is newer."""

from collections.abc import Sequence

from folkmoot.infra.db import Bounds
from folkmoot.infra.ids import MAX_ID, parse_id
from folkmoot.interfaces.web.frame.visit import Visit

PAGE = 20
NEWER = 40
"""What a script may ask for at once of what arrived meanwhile."""


def bounds_of(visit: Visit, limit: int = PAGE) -> Bounds:
    """Return what a store needs; an id that is none of ours bounds nothing."""
    after = parse_id(visit.query.get("after", ""))
    return parse_id(visit.query.get("before", "")) or MAX_ID, after or 0, NEWER if after else limit, False


def older(visit: Visit, ids: Sequence[int], bounds: Bounds) -> str:
    """Return the address of the next page; "" where this one is the last."""
    return visit.here(before=str(ids[-1]), after="") if len(ids) >= bounds[2] else ""
