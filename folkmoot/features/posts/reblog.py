"""Boosting a post, and taking the boost back."""

from folkmoot.features import accounts
from folkmoot.features.posts import store
from folkmoot.features.posts.delete import delete
from folkmoot.features.posts.events import PostBoosted
from folkmoot.features.posts.publish import touch_timelines
from folkmoot.features.posts.rules import boost_visibility
from folkmoot.features.posts.types import Post, Visibility
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import ConflictError
from folkmoot.infra.ids import new_id


async def reblog(
    work: Work, account_id: int, original: Post, wanted: Visibility | None = None, *, created_at: int | None = None
) -> int:
    """Boost `original` (not itself a boost) and return the boost's id; boosting twice returns the first one."""
    await accounts.require_here(work.db, account_id)
    visibility = boost_visibility(original, wanted, account_id)
    at = work.now if created_at is None else created_at
    boost = _made(account_id, original, visibility, at)
    if not await store.insert_boost(work.db, boost):
        earlier = await store.boost_by(work.db, original.id, account_id)
        if earlier is None:
            raise ConflictError("The boost was taken back at the same time; try again")
        return earlier
    await store.count_reblogs(work.db, original.id, 1)
    await accounts.count(work, account_id, statuses=1, posted=True)
    touch_timelines(work, boost)
    if created_at is None:
        work.touch("published", boost.id)
    work.touch("post", original.id)
    work.touch("flags", account_id)
    work.announce(PostBoosted(original.id, original.account_id, account_id, boost.id))
    return boost.id


def _made(account_id: int, original: Post, visibility: Visibility, at: int) -> Post:
    boost_id = new_id(at)
    return Post(
        id=boost_id, account_id=account_id, uri="", url="", text="", spoiler_text="", visibility=visibility,
        sensitive=False, language="", in_reply_to_id=None, in_reply_to_account_id=None, thread_id=boost_id,
        reblog_of_id=original.id, created_at=at, edited_at=None, app_id=None, replies_count=0, reblogs_count=0,
        favourites_count=0, author_suspended=False,
    )  # fmt: skip


async def unreblog(work: Work, account_id: int, original: Post) -> None:
    """Take a boost back; nothing happens where there is none."""
    boost_id = await store.boost_by(work.db, original.id, account_id)
    if boost_id is not None:
        await delete(work, (await store.by_ids(work.db, [boost_id]))[0])
