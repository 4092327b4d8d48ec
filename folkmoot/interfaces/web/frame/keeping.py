"""Pages for visitors who are nobody in particular: kept as they were sent, until anything at all is committed."""

from collections import OrderedDict
from typing import NamedTuple

from starlette.responses import Response

from folkmoot.infra.boot import Ground
from folkmoot.interfaces.web.frame.visit import Visit

BYTES_KEPT = 20 << 20
LONGEST = 5_000
"""Milliseconds after which a page is made anew though nothing was committed: polls end, and days go by."""

Question = tuple[str, str, str, str, bool, bool]


class _Page(NamedTuple):
    response: Response
    tick: int
    until: int
    size: int


class Keeping:
    """One per process; the longest unasked page goes first when it is full."""

    def __init__(self, ground: Ground) -> None:
        self._changes = ground.changes
        self._clock = ground.clock
        self._kept: OrderedDict[Question, _Page] = OrderedDict()
        self._bytes = 0

    def find(self, visit: Visit) -> Response | None:
        """Return the page as it was sent before, if nothing was committed since; ask only after `ground.read()`."""
        question = _question(visit)
        page = self._kept.get(question) if question else None
        if page is None or question is None:
            return None
        if self._changes.tick != page.tick or self._changes.deaf or self._clock() >= page.until:
            self._drop(question)
            return None
        self._kept.move_to_end(question)
        return page.response

    def keep(self, visit: Visit, response: Response, tick: int) -> None:
        """Remember what was made of what was read since `tick`, unless it is somebody's own."""
        question = _question(visit)
        html = response.headers.get("content-type", "").startswith("text/html")
        own = visit.personal or "set-cookie" in response.headers
        if question is None or own or not html or response.status_code != 200:
            return
        self._drop(question)
        size = len(response.body) + sum(map(len, question[:4]))
        self._kept[question] = _Page(response, tick, self._clock() + LONGEST, size)
        self._bytes += size
        while self._bytes > BYTES_KEPT:
            self._drop(next(iter(self._kept)))

    def _drop(self, question: Question) -> None:
        page = self._kept.pop(question, None)
        if page is not None:
            self._bytes -= page.size


def _question(visit: Visit) -> Question | None:
    """Return what a page for anybody depends on; None for one that is not for anybody."""
    asked = visit.asked
    if visit.session is not None or asked.method != "GET":
        return None
    packed = "gzip" in asked.headers.get("accept-encoding", "")
    return asked.path, asked.query_text, visit.language, visit.look.cookie, visit.is_partial, packed
