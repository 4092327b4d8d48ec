"""Which answers of a thread a page draws, and how they hang together; pure.

Answers that nobody else answers beside stand one below the other; where several answer the same, they branch. A page
is filled level by level, so that every branch is begun before one is told to its end.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from folkmoot.features.timelines import Answer
from folkmoot.interfaces.web.posts.feed import Shown

ANSWERS = 200
"""At most so many answers on one page."""
DIRECT = 60
"""So many of them to the post itself."""
DEPTH = 4
"""Branches of branches."""


class Plan(NamedTuple):
    """Which answers stand below which on this page, how many more each has, and after which the next page begins."""

    below: dict[int, list[int]]
    more: dict[int, int]
    next: int

    @property
    def ids(self) -> list[int]:
        return [each for ids in self.below.values() for each in ids]


class Branch(NamedTuple):
    """Answers that follow on each other, what branches off the last of them, and how many more are below it."""

    chain: list[Shown]
    below: "list[Branch]"
    more: int

    @property
    def path(self) -> str:
        """Where the answers are that do not stand here."""
        return self.chain[-1].card.path


def plan(answers: Sequence[Answer], post_id: int, after: int = 0) -> Plan:
    """Choose what stands below a post; `answers` come in an order in which each follows what it answers."""
    children = _children(answers)
    direct = [each for each in children.get(post_id, ()) if each > after]
    below = {post_id: direct[:DIRECT]}
    room = ANSWERS - len(below[post_id])
    waiting = deque((each, 1) for each in below[post_id])
    while waiting:
        current, level = waiting.popleft()
        found = children.get(current, [])
        level += len(found) > 1
        below[current] = found[:room] if level <= DEPTH else []
        room -= len(below[current])
        waiting.extend((each, level) for each in below[current])
    return Plan(below, _more(answers, children, below), below[post_id][-1] if len(direct) > DIRECT else 0)


def _children(answers: Iterable[Answer]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for answer in answers:
        found.setdefault(answer.parent_id, []).append(answer.id)
    for ids in found.values():
        ids.sort()
    return found


def _more(
    answers: Sequence[Answer], children: Mapping[int, list[int]], below: Mapping[int, list[int]]
) -> dict[int, int]:
    """Return how many posts stand below each post of the page that are not on it."""
    sizes = Counter[int]()
    for answer in reversed(answers):
        sizes[answer.id] += 1
        sizes[answer.parent_id] += sizes[answer.id]
    return {
        current: sum(sizes[each] for each in children.get(current, [])[len(shown) :])
        for current, shown in below.items()
    }


def drawn(planned: Plan, post_id: int, shown: Mapping[int, Shown]) -> list[Branch]:
    """Return the branches below a post. What may not be shown is passed over; its answers move up."""
    return [_branch(planned, each, shown) for each in _below(planned, post_id, shown)]


def _branch(planned: Plan, first: int, shown: Mapping[int, Shown]) -> Branch:
    chain, below = [first], _below(planned, first, shown)
    while len(below) == 1 and not planned.more[chain[-1]]:
        chain += below
        below = _below(planned, chain[-1], shown)
    more = planned.more[chain[-1]]
    return Branch([shown[each] for each in chain], [_branch(planned, each, shown) for each in below], more)


def _below(planned: Plan, current: int, shown: Mapping[int, Shown]) -> list[int]:
    found: list[int] = []
    waiting = planned.below[current][::-1]
    while waiting:
        each = waiting.pop()
        if each in shown:
            found.append(each)
        else:
            waiting += planned.below[each][::-1]
    return found
