"""Conversations as a member has them: who takes part, and what was said last."""

from collections.abc import Sequence
from typing import NamedTuple

from folkmoot.features import posts, relations
from folkmoot.features.conversations import Conversation
from folkmoot.features.posts import Post
from folkmoot.infra.boot import Ground


class Talk(NamedTuple):
    """A conversation, its last post, and the ids of the others in it, who wrote that post first."""

    conversation: Conversation
    last: Post
    others: list[int]


async def talks(ground: Ground, member_id: int, items: Sequence[Conversation]) -> list[Talk]:
    """Return what these conversations hold, but of those that end with words of somebody whom the member blocks.

    Whether the member may see the last post is for `posts.visible_to`, as always. Three queries at most.
    """
    db = await ground.read()
    ids = [item.last_id for item in items]
    written, mentioned = await posts.by_ids(db, ids), await posts.mentions_of(db, ids)
    reader = await relations.audience(ground, member_id)
    authors = {post.account_id for post in written.values()}
    hidden = reader.blocking | await relations.of_blocked_domains(ground, reader, authors)
    return [
        Talk(item, last, _others(member_id, last, mentioned.get(last.id, ())))
        for item in items
        if (last := written.get(item.last_id)) is not None and last.account_id not in hidden
    ]


def _others(member_id: int, last: Post, mentioned: Sequence[int]) -> list[int]:
    return [person for person in dict.fromkeys([last.account_id, *sorted(mentioned)]) if person != member_id]
