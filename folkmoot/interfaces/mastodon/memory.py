"""Whole answers remembered until something that they show changes."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from folkmoot.infra.boot import Ground
from folkmoot.infra.changes import Key
from folkmoot.interfaces.mastodon.call import Reply

BYTES_KEPT = 32 << 20
KINDS = ("account", "flags", "notifications", "post", "relations")
"""The kinds of change that an answer may depend on; a change of the site, too, forgets every answer."""

Question = tuple[int, int, str]
"""(who asks, with which permissions, what): the same question has the same answer until something changes."""


class _Kept(NamedTuple):
    reply: Reply
    shows: frozenset[Key]


class Memory:
    """One per process; the longest unasked goes first when it is full."""

    def __init__(self, ground: Ground) -> None:
        self._changes = ground.changes
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
        if kept is None:
            return None
        self._kept.move_to_end(question)
        return kept.reply

    def put(self, question: Question, reply: Reply, shows: Iterable[Key], tick: int) -> None:
        """Remember an answer made of what was read since `tick`; `shows` names all that it depends on."""
        kept = _Kept(reply, frozenset(shows))
        if any(self._changes.changed_since(key, tick) for key in kept.shows):
            return
        self._drop(question)
        self._kept[question] = kept
        self._bytes += len(reply.body)
        for key in kept.shows:
            self._showing[key].add(question)
        while self._bytes > BYTES_KEPT:
            self._drop(next(iter(self._kept)))

    def _drop(self, question: Question) -> None:
        kept = self._kept.pop(question, None)
        if kept is None:
            return
        self._bytes -= len(kept.reply.body)
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
