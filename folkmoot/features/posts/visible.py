"""The one path to private things: which of these posts may this viewer see?"""

from collections.abc import Mapping, Sequence

from folkmoot.features import auth, relations
from folkmoot.features.auth import Permission
from folkmoot.features.posts import store
from folkmoot.features.posts.errors import UnknownPostError
from folkmoot.features.posts.types import OPEN, Post, Visibility
from folkmoot.features.relations import Audience
from folkmoot.infra.boot import Ground


async def visible_to(ground: Ground, viewer_id: int | None, posts: Sequence[Post]) -> list[Post]:
    """Return those of `posts` that the viewer (None: anybody) may see, in their order. At most one query.

    A boost is visible where both it and the boosted post are; hand both in to have both judged.
    """
    if viewer_id is None:
        return [post for post in posts if post.readable_by_all and not post.author_suspended]
    reader = await relations.audience(ground, viewer_id)
    closed = [post for post in posts if post.visibility > OPEN and post.account_id != viewer_id]
    hidden = await _hidden(ground, reader, closed) if closed else set()
    return [
        post
        for post in posts
        if post.account_id == viewer_id
        or not (post.author_suspended or post.account_id in reader.blocked_by or post.id in hidden)
    ]


async def _hidden(ground: Ground, reader: Audience, closed: Sequence[Post]) -> set[int]:
    """Return those of others' closed posts that the reader may not see; asks only where following is not enough."""
    unproven = {
        post.id
        for post in closed
        if not (post.visibility == Visibility.PRIVATE and post.account_id in reader.following)
    }
    if not unproven:
        return unproven
    return unproven - await store.mentioned_in(ground.db.reader, reader.account_id, list(unproven))


async def get_visible(ground: Ground, viewer_id: int | None, post_id: int) -> Post:
    """Return one post; UnknownPostError alike for one that does not exist and one the viewer may not see."""
    db = await ground.read()
    found = await store.by_ids(db, [post_id])
    if found and found[0].reblog_of_id is not None:
        found += await store.by_ids(db, [found[0].reblog_of_id])
    seen = await visible_to(ground, viewer_id, found)
    if not found or len(seen) < len(found):
        raise UnknownPostError
    return seen[0]


async def for_moderation(ground: Ground, staff_id: int, asked: Mapping[str, Sequence[int]]) -> set[int]:
    """Return which of the posts asked for exist, private ones too, and what they boost: the door of those who judge.

    `asked` names for each thing at hand (as `report:1`) the posts it speaks of. It opens to the permission to manage
    reports alone (ForbiddenError); who looked at posts that are not open to all is written into the staff's log.
    """
    db = await ground.read()
    await auth.authorize(db, staff_id, Permission.MANAGE_REPORTS)
    found = {post.id: post for post in await store.by_ids(db, [i for ids in asked.values() for i in ids])}
    boosted = [post.reblog_of_id for post in found.values() if post.reblog_of_id is not None]
    closed = {
        target: " ".join(str(i) for i in ids if i in found and not found[i].readable_by_all)
        for target, ids in asked.items()
    }
    if any(closed.values()):
        async with ground.work() as work:
            for target, looked_at in closed.items():
                if looked_at:
                    await auth.log_look(work, staff_id, target, looked_at)
    return found.keys() | set(boosted)
