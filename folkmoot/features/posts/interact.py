"""What a member does with a post: favourite, bookmark, pin, mute its thread. Doing it twice is doing it once."""

from folkmoot.features.posts import marks, store
from folkmoot.features.posts.events import PostFavourited
from folkmoot.features.posts.rules import PINS_LIMIT, check_pin
from folkmoot.features.posts.types import Post
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError


async def favourite(work: Work, account_id: int, post: Post) -> None:
    """Favourite a post that the caller got through `get_visible`."""
    if await marks.add(work.db, "favourite", account_id, post.id, work.new_id()):
        await store.count_favourites(work.db, post.id, 1)
        work.touch("post", post.id)
        work.announce(PostFavourited(post.id, post.account_id, account_id))
    work.touch("flags", account_id)


async def unfavourite(work: Work, account_id: int, post: Post) -> None:
    """Take a favourite back."""
    if await marks.remove(work.db, "favourite", account_id, post.id):
        await store.count_favourites(work.db, post.id, -1)
        work.touch("post", post.id)
    work.touch("flags", account_id)


async def bookmark(work: Work, account_id: int, post: Post) -> None:
    """Bookmark a post; nobody else learns of it."""
    await marks.add(work.db, "bookmark", account_id, post.id, work.new_id())
    work.touch("flags", account_id)


async def unbookmark(work: Work, account_id: int, post: Post) -> None:
    """Take a bookmark away."""
    await marks.remove(work.db, "bookmark", account_id, post.id)
    work.touch("flags", account_id)


async def pin(work: Work, account_id: int, post: Post) -> None:
    """Pin one's own post to one's profile, at most PINS_LIMIT of them; InvalidError says why not."""
    check_pin(post, account_id)
    if await marks.add(work.db, "pin", account_id, post.id, work.new_id()):
        if await marks.count_pins(work.db, account_id) > PINS_LIMIT:
            raise InvalidError("Validation failed: You have already pinned the maximum number of posts")
        work.touch("flags", account_id)


async def unpin(work: Work, account_id: int, post: Post) -> None:
    """Unpin a post."""
    await marks.remove(work.db, "pin", account_id, post.id)
    work.touch("flags", account_id)


async def mute_thread(work: Work, account_id: int, post: Post) -> None:
    """Get no more notifications from the thread of this post."""
    await marks.mute_thread(work.db, account_id, post.thread_id)
    work.touch("flags", account_id)


async def unmute_thread(work: Work, account_id: int, post: Post) -> None:
    """Get notifications from the thread of this post again."""
    await marks.unmute_thread(work.db, account_id, post.thread_id)
    work.touch("flags", account_id)
