"""Erasing a closed account chunk by chunk: each chunk commits by itself, and what is gone is not looked for again."""

from folkmoot.features import accounts, media, polls, posts, relations, scheduling
from folkmoot.features.portability import archive_store, import_store, store
from folkmoot.features.portability.events import ArchivesDropped
from folkmoot.infra.boot import Work

CHUNK = 50
"""Things erased in one transaction: other writers wait for a few milliseconds at most."""
SWEEP = 500
_NEWEST = (2**63 - 1, 0, CHUNK, False)


async def erase_some(work: Work, account_id: int) -> bool:
    """Erase one chunk of a closed account; False when nothing of it is left."""
    if not await store.lock(work.db, account_id):
        return False
    for step in (_posts, _scheduled, _favourites, _ballots, _follows, _followers, _files, _archives, _imports, _rows):
        if await step(work, account_id):
            return True
    await accounts.erase(work, account_id)
    await store.end(work.db, account_id)
    return False


async def _posts(work: Work, account_id: int) -> int:
    chunk = await posts.by_account(work.db, account_id, posts.Filter(), _NEWEST)
    for post in chunk:
        await posts.delete(work, post)
    return len(chunk)


async def _scheduled(work: Work, account_id: int) -> int:
    chunk = await scheduling.of_account(work.db, account_id, _NEWEST)
    for item in chunk:
        await scheduling.cancel(work, account_id, item.id)
    return len(chunk)


async def _favourites(work: Work, account_id: int) -> int:
    chunk = await posts.favourited(work.db, account_id, _NEWEST)
    found = await posts.by_ids(work.db, [listed.id for listed in chunk])
    for post in found.values():
        await posts.unfavourite(work, account_id, post)
    return len(found)


async def _ballots(work: Work, account_id: int) -> int:
    return await polls.withdraw(work, account_id, CHUNK)


async def _follows(work: Work, account_id: int) -> int:
    chunk = await relations.following(work.db, account_id, _NEWEST)
    for listed in chunk:
        await relations.unfollow(work, account_id, listed.account_id)
    return len(chunk)


async def _followers(work: Work, account_id: int) -> int:
    chunk = await relations.followers(work.db, account_id, _NEWEST)
    for listed in chunk:
        await relations.unfollow(work, listed.account_id, account_id)
    return len(chunk)


async def _files(work: Work, account_id: int) -> int:
    """Erase files that no post used; those of posts went with them."""
    loose = [item for item in await media.of_account(work.db, account_id) if item.post_id is None][:CHUNK]
    for item in loose:
        await media.remove(work, account_id, item.id)
    return len(loose)


async def _archives(work: Work, account_id: int) -> int:
    dropped = await archive_store.take(work.db, account_id)
    if dropped:
        work.announce(ArchivesDropped(dropped))
    return len(dropped)


async def _imports(work: Work, account_id: int) -> int:
    import_id = await import_store.of_erased(work.db, account_id)
    if import_id is None:
        return 0
    if not await import_store.sweep(work.db, import_id, SWEEP):
        await import_store.delete(work.db, import_id)
    return 1


async def _rows(work: Work, account_id: int) -> int:
    return await store.sweep(work.db, account_id, SWEEP)
