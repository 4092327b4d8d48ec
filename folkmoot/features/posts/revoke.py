"""Taking one's post out of another that quotes it, for good."""

from folkmoot.features.posts import quote_store
from folkmoot.features.posts.errors import UnknownPostError
from folkmoot.features.posts.types import Post
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import ForbiddenError


async def revoke_quote(work: Work, account_id: int, post: Post, quoting: Post) -> None:
    """End the quote of `post` in `quoting`, whose words stay; once ended it stays so.

    ForbiddenError when `post` is not the account's own, UnknownPostError when `quoting` does not quote it.
    """
    if post.account_id != account_id:
        raise ForbiddenError("This action is not allowed")
    if quoting.quoted_id != post.id or not await end_quote(work, quoting):
        raise UnknownPostError


async def end_quote(work: Work, quoting: Post) -> bool:
    """End the quote in a post and count it no longer; False where there is none that was accepted."""
    quoted_id = await quote_store.revoke(work.db, quoting.id)
    if quoted_id is None:
        return False
    await quote_store.count(work.db, quoted_id, -1)
    work.touch("post", quoted_id, quoting.id)
    return True
