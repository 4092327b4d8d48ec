"""Putting single posts into a filter, and taking them out."""

from folkmoot.features.filters import rules, store
from folkmoot.features.filters.read import by_mark, pick
from folkmoot.features.filters.types import Mark
from folkmoot.features.posts import Post
from folkmoot.infra.boot import Work
from folkmoot.infra.errors import InvalidError


async def add_status(work: Work, account_id: int, filter_id: int, post: Post) -> Mark:
    """Put a post that the member may see into a filter; one that is in it already stays as it is."""
    await store.lock(work.db, account_id)
    item = pick(await store.of_account(work.db, account_id), filter_id)
    for mark in item.statuses:
        if mark.post_id == post.id:
            return mark
    if len(item.statuses) >= rules.STATUSES_LIMIT:
        raise InvalidError(f"Validation failed: Cannot have more than {rules.STATUSES_LIMIT} posts in a filter")
    mark = Mark(work.new_id(), post.id)
    await store.insert_status(work.db, filter_id, mark)
    work.touch("filters", account_id)
    return mark


async def remove_status(work: Work, account_id: int, mark_id: int) -> None:
    """Take a post out of a filter; UnknownFilterError when it is in none of the member's."""
    _, mark = await by_mark(work.db, account_id, mark_id)
    await store.delete_status(work.db, mark.id)
    work.touch("filters", account_id)
