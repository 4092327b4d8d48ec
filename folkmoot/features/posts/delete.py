"""Deleting a post: the row, its boosts, edits, marks and stored files, in one commit."""

from folkmoot.features import accounts, media
from folkmoot.features.posts import quote_store, store
from folkmoot.features.posts.events import PostErased
from folkmoot.features.posts.publish import touch_timelines
from folkmoot.features.posts.revoke import end_quote
from folkmoot.features.posts.types import Post, Visibility
from folkmoot.infra.boot import Work


async def delete(work: Work, post: Post, *, keep_media: bool = False) -> None:
    """Delete `post`. `keep_media` leaves its files unattached for a while, so that it can be written again."""
    objects = [] if keep_media else await media.objects_of(work.db, [post.id])
    if keep_media:
        await media.detach(work, post.id)
    for boost_id, booster_id in await store.boosts_of(work.db, post.id):
        await accounts.count(work, booster_id, statuses=-1)
        work.touch("outbox", booster_id)
        work.touch("post", boost_id)
        work.touch("erased", boost_id)
    if post.quote_state is not None:
        await end_quote(work, post)
    work.touch("post", *await quote_store.release(work.db, post.id))
    work.touch("post", post.id, *await store.delete(work.db, post))
    await _uncount(work, post)
    _tell_of_end(work, post)
    touch_timelines(work, post)
    work.announce(PostErased(post.id, post.account_id, objects, bool(objects), post.visibility == Visibility.DIRECT))


async def _uncount(work: Work, post: Post) -> None:
    if post.visibility != Visibility.DIRECT:
        await accounts.count(work, post.account_id, statuses=-1)
    if post.in_reply_to_id is not None and post.visibility <= Visibility.UNLISTED:
        await store.count_replies(work.db, post.in_reply_to_id, -1)
        work.touch("post", post.in_reply_to_id)
    if post.reblog_of_id is not None:
        await store.count_reblogs(work.db, post.reblog_of_id, -1)
        work.touch("post", post.reblog_of_id)
        work.touch("flags", post.account_id)


def _tell_of_end(work: Work, post: Post) -> None:
    """Say who may hear that a post is gone: nobody can ask any more who was allowed to see it."""
    if post.visibility == Visibility.DIRECT:
        work.touch("erased direct", post.id)
    elif post.visibility == Visibility.PUBLIC and post.reblog_of_id is None:
        work.touch("erased public", post.id)
    else:
        work.touch("erased", post.id)
