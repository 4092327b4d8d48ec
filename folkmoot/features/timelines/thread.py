"""A post's surroundings: what it answers, and what answers it."""

from typing import NamedTuple

import msgspec

from folkmoot.features import posts, relations
from folkmoot.features.posts import Post
from folkmoot.infra.boot import Ground

SHELF_SIZE = 20_000
LIMITS = {True: (4_096, 4_096), False: (40, 60)}
"""At most so many ancestors and descendants, for members and for anybody else."""
CONTEXTS_KEPT = 32
"""Posts of one thread whose whole context is remembered."""


class Node(NamedTuple):
    """A post's place in its thread."""

    id: int
    parent_id: int | None
    account_id: int
    closed: bool
    """Not everybody may read it."""


class Answer(NamedTuple):
    """An answer, and the nearest post above it that the viewer may know of."""

    id: int
    parent_id: int


class Branches(NamedTuple):
    """What a post answers (ids, oldest first), and what answers it: every answer after what it answers."""

    ancestors: list[int]
    answers: list[Answer]


class Context(NamedTuple):
    """Ids, each list in reading order: oldest ancestor first; every answer after what it answers."""

    ancestors: list[int]
    descendants: list[int]


class Thread(msgspec.Struct, frozen=True):
    """A whole thread, who speaks in it, and the contexts that were asked for, with nobody left out."""

    nodes: list[Node]
    authors: frozenset[int]
    contexts: dict[int, Context]


async def context(ground: Ground, viewer_id: int | None, post: Post) -> Context:
    """Return what stands around `post`, without what the viewer (None: anybody) shuns."""
    thread = await _thread(ground, post.thread_id)
    shunned = await _shunned(ground, viewer_id, thread)
    found = _without(thread.nodes, shunned, post.id) if shunned else _whole(thread, post.id)
    up, down = LIMITS[viewer_id is not None]
    return Context(found.ancestors[-up:], found.descendants[:down])


async def branches(ground: Ground, viewer_id: int | None, post: Post) -> Branches:
    """Return what `context` does, whole and with what each answers; of what the viewer may not see nothing is told.

    Ancestors are only checked where they are shown.
    """
    thread = await _thread(ground, post.thread_id)
    shunned = await _shunned(ground, viewer_id, thread)
    found = _without(thread.nodes, shunned, post.id) if shunned else _whole(thread, post.id)
    nodes = {node.id: node for node in thread.nodes}
    hidden = await _hidden(ground, viewer_id, [nodes[each] for each in found.descendants])
    stands_for = {post.id: post.id}
    answers = []
    for each in found.descendants:
        parent = stands_for[nodes[each].parent_id or post.id]
        stands_for[each] = parent if each in hidden else each
        if each not in hidden:
            answers.append(Answer(each, parent))
    return Branches(found.ancestors, answers)


async def _shunned(ground: Ground, viewer_id: int | None, thread: Thread) -> set[int]:
    """Return who speaks in the thread and is not to be heard by the viewer."""
    if viewer_id is None:
        return set()
    reader = await relations.audience(ground, viewer_id)
    now = ground.clock()
    shunned = {author for author in thread.authors if reader.shuns(author, now)}
    return shunned | await relations.of_blocked_domains(ground, reader, thread.authors)


async def _hidden(ground: Ground, viewer_id: int | None, nodes: list[Node]) -> set[int]:
    """Return which of these posts the viewer may not see; asks only for those that not everybody may read."""
    closed = [node.id for node in nodes if node.closed]
    if viewer_id is None or not closed:
        return set(closed)
    found = await posts.by_ids(ground.db.reader, closed)
    seen = await posts.visible_to(ground, viewer_id, list(found.values()))
    return set(closed) - {post.id for post in seen}


def _without(nodes: list[Node], shunned: set[int], post_id: int) -> Context:
    left = [node for node in nodes if node.id == post_id or node.account_id not in shunned]
    return Context(_above(left, post_id), _below(left, post_id))


def _whole(thread: Thread, post_id: int) -> Context:
    found = thread.contexts.get(post_id)
    if found is None:
        found = Context(_above(thread.nodes, post_id), _below(thread.nodes, post_id))
        if len(thread.contexts) < CONTEXTS_KEPT:
            thread.contexts[post_id] = found
    return found


async def _thread(ground: Ground, thread_id: int) -> Thread:
    db = await ground.read()
    shelf = ground.shelf("threads", on="thread", size=SHELF_SIZE)
    thread: Thread | None = shelf.get(thread_id)
    if thread is None:
        tick = ground.changes.tick
        said = await posts.thread(db, thread_id)
        nodes = [Node(p.id, p.in_reply_to_id, p.account_id, not p.readable_by_all) for p in said]
        thread = Thread(nodes, frozenset(node.account_id for node in nodes), {})
        shelf.put(thread_id, thread, tick)
    return thread


def _above(nodes: list[Node], post_id: int) -> list[int]:
    parents = {node.id: node.parent_id for node in nodes}
    chain: list[int] = []
    current = parents.get(post_id)
    while current is not None and current in parents and current not in chain:
        chain.append(current)
        current = parents[current]
    return chain[::-1]


def _below(nodes: list[Node], post_id: int) -> list[int]:
    """Return the answers depth first, each branch in order of time."""
    children: dict[int | None, list[int]] = {}
    for node in nodes:
        children.setdefault(node.parent_id, []).append(node.id)
    found: list[int] = []
    stack = children.get(post_id, [])[::-1]
    while stack:
        current = stack.pop()
        found.append(current)
        stack.extend(children.get(current, [])[::-1])
    return found
