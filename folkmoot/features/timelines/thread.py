"""A post's surroundings: what it answers, and what answers it."""

from typing import NamedTuple

from folkmoot.features import posts, relations
from folkmoot.features.posts import Post
from folkmoot.infra.boot import Ground

SHELF_SIZE = 20_000
LIMITS = {True: (4_096, 4_096), False: (40, 60)}
"""At most so many ancestors and descendants, for members and for anybody else."""


class Node(NamedTuple):
    """A post's place in its thread."""

    id: int
    parent_id: int | None
    account_id: int


class Context(NamedTuple):
    """Ids, each list in reading order: oldest ancestor first; every answer after what it answers."""

    ancestors: list[int]
    descendants: list[int]


async def context(ground: Ground, viewer_id: int | None, post: Post) -> Context:
    """Return what stands around `post`, without what the viewer (None: anybody) shuns."""
    nodes = await _nodes(ground, post.thread_id)
    if viewer_id is not None:
        reader = await relations.audience(ground, viewer_id)
        now = ground.clock()
        nodes = [node for node in nodes if node.id == post.id or not reader.shuns(node.account_id, now)]
    up, down = LIMITS[viewer_id is not None]
    return Context(_above(nodes, post.id)[-up:], _below(nodes, post.id)[:down])


async def _nodes(ground: Ground, thread_id: int) -> list[Node]:
    db = await ground.read()
    shelf = ground.shelf("threads", on="thread", size=SHELF_SIZE)
    nodes: list[Node] | None = shelf.get(thread_id)
    if nodes is None:
        tick = ground.changes.tick
        nodes = [Node(p.id, p.in_reply_to_id, p.account_id) for p in await posts.thread(db, thread_id)]
        shelf.put(thread_id, nodes, tick)
    return nodes


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
