"""Whole answers remembered until something that they show changes."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from folkmoot.infra.boot import Ground
from folkmoot.infra.changes import Key
from folkmoot.interfaces.mastodon.call import Reply

BYTES_KEPT = 40 << 20
KEY_BYTES = 200
"""About what it takes to remember that an answer shows one thing."""
NEVER = 2**63 - 1
KINDS = ("account", "filters", "flags", "notifications", "post", "relations")
"""The kinds of change that an answer may depend on; a change of the site, too, forgets every answer."""

Question = tuple[int, int, str]
"""(who asks, with which permissions, what): the same question has the same answer until something changes."""


class _Kept(NamedTuple):
    reply: Reply
    shows: frozenset[Key]
    until: int
    size: int


class Memory:
    """One per process; the longest unasked goes first when it is full."""

    def __init__(self, ground: Ground) -> None:
        self._changes = ground.changes
        self._clock = ground.clock
        self._kept: OrderedDict[Question, _Kept] = OrderedDict()
        self._showing: defaultdict[Key, set[Question]] = defaultdict(set)
        self._bytes = 0
        for kind in KINDS:
            ground.changes.on(kind, self._forgetter(kind))
        for kind in ("site", "everything"):
            ground.changes.on(kind, self._forget_all)

    def get(self, question: Question) -> Reply | None:
        """Return the answer, if it still holds; ask only after `ground.read()`."""
        kept = self._kept.get(question)
        if kept is None or self._clock() >= kept.until:
            return None
        self._kept.move_to_end(question)
        return kept.reply

    def put(self, question: Question, reply: Reply, shows: Iterable[Key], tick: int, until: int = NEVER) -> None:
        """Remember an answer made of what was read since `tick`; `shows` names all that it depends on.

        `until` (ms since 1970) is when time alone makes it untrue.
        """
        keys = frozenset(shows)
        # Whoever asks chooses how long a question is, so it must count as the answer does.
        kept = _Kept(reply, keys, until, len(reply.body) + len(question[2]) + KEY_BYTES * len(keys))
        if any(self._changes.changed_since(key, tick) for key in kept.shows):
            return
        self._drop(question)
        self._kept[question] = kept
        self._bytes += kept.size
        for key in kept.shows:
            self._showing[key].add(question)
        while self._bytes > BYTES_KEPT:
            self._drop(next(iter(self._kept)))

    def _drop(self, question: Question) -> None:
        kept = self._kept.pop(question, None)
        if kept is None:
            return
        self._bytes -= kept.size
        for key in kept.shows:
            askers = self._showing[key]
            askers.discard(question)
            if not askers:
                del self._showing[key]

    def _forgetter(self, kind: str) -> Callable[[int], None]:
        def forget(changed_id: int) -> None:
            for question in list(self._showing.get((kind, changed_id), ())):
                self._drop(question)

        return forget

    def _forget_all(self, _: int) -> None:
        self._kept.clear()
        self._showing.clear()
        self._bytes = 0
