"""The one path to private things: which of these posts may this viewer see?"""

from collections.abc import Sequence

from folkmoot.features import relations
from folkmoot.features.posts import store
from folkmoot.features.posts.errors import UnknownPostError
from folkmoot.features.posts.types import Post, Visibility
from folkmoot.features.relations import Audience
from folkmoot.infra.boot import Ground


async def visible_to(ground: Ground, viewer_id: int | None, posts: Sequence[Post]) -> list[Post]:
    """Return those of `posts` that the viewer (None: anybody) may see, in their order. At most one query.

    A boost is visible where both it and the boosted post are; hand both in to have both judged.
    """
    if viewer_id is None:
        return [post for post in posts if post.readable_by_all and not post.author_suspended]
    reader = await relations.audience(ground, viewer_id)
    mentioned = await _mentioned(ground, reader, posts)

    def may_see(post: Post) -> bool:
        if post.account_id == viewer_id:
            return True
        if post.author_suspended or post.account_id in reader.blocked_by:
            return False
        if post.readable_by_all or post.id in mentioned:
            return True
        return post.visibility == Visibility.PRIVATE and post.account_id in reader.following

    return [post for post in posts if may_see(post)]


async def _mentioned(ground: Ground, reader: Audience, posts: Sequence[Post]) -> set[int]:
    """Return those of the closed posts that mention the reader; asks only where following is not enough."""
    closed = [
        post.id
        for post in posts
        if not post.readable_by_all
        and post.account_id != reader.account_id
        and (post.visibility == Visibility.DIRECT or post.account_id not in reader.following)
    ]
    return await store.mentioned_in(ground.db.reader, reader.account_id, closed) if closed else set()


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
