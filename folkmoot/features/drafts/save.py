"""Writing a draft, writing it anew, and throwing it away."""

from folkmoot.features import media
from folkmoot.features.drafts import store
from folkmoot.features.drafts.errors import UnknownDraftError
from folkmoot.features.drafts.rules import check_seen, check_total, next_version, written
from folkmoot.features.drafts.types import Params, Saved
from folkmoot.infra.boot import Work


async def save(work: Work, account_id: int, params: Params) -> int:
    """Keep a new draft and return its id; InvalidError when it is too much, or one too many."""
    body = written(params)
    await store.lock_author(work.db, account_id)
    check_total(await store.count(work.db, account_id))
    item = Saved(work.new_id(), account_id, work.new_id(), params)
    await store.insert(work.db, item, body)
    await media.keep(work, account_id, item.id, params.media_ids)
    return item.id


async def change(work: Work, account_id: int, draft_id: int, params: Params, *, seen_at: int | None = None) -> None:
    """Write a member's own draft anew: what is not in `params` is no longer in it.

    ChangedMeanwhileError unless it is still the version of `seen_at` (its `updated_at`), where one is given.
    """
    body = written(params)
    current = await locked(work, account_id, draft_id, seen_at)
    item = Saved(current.id, account_id, next_version(current, work.now), params)
    await store.update(work.db, item, body)
    await media.keep(work, account_id, item.id, params.media_ids)


async def discard(work: Work, account_id: int, draft_id: int, *, seen_at: int | None = None) -> None:
    """Throw a member's own draft away; its files are erased after a day unless something else takes them.

    ChangedMeanwhileError as for `change`.
    """
    await remove(work, await locked(work, account_id, draft_id, seen_at))


async def locked(work: Work, account_id: int, draft_id: int, seen_at: int | None) -> Saved:
    """Return a member's own draft for this transaction alone, in the version of `seen_at` where one is given."""
    current = await store.lock(work.db, account_id, draft_id)
    if current is None:
        raise UnknownDraftError
    check_seen(current, seen_at)
    return current


async def remove(work: Work, item: Saved) -> None:
    """Take a locked draft away and let go of its files."""
    await media.let_go(work, item.id)
    await store.delete(work.db, item.id)
