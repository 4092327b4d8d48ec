"""What an import that replaces takes away: of what was there when it came, all that the file does not name."""

from collections.abc import Awaitable, Callable

from folkmoot.features import accounts, lists, posts, relations
from folkmoot.features.portability import import_store as store
from folkmoot.features.portability.origins import local_post_id
from folkmoot.features.portability.types import Import
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Bounds
from folkmoot.infra.ids import first_id_at

CHUNK = 25
_PAGE = 200

Pairs = list[tuple[int, int]]
"""(row id, id of the account or post) of each."""


async def kept(ground: Ground, item: Import) -> frozenset[int | str]:
    """Return what the file names: the titles of lists, domains, or the ids of accounts or posts."""
    db = await ground.read()
    named = await store.cells(db, item.id)
    if item.kind in {"lists", "domain_blocking"}:
        return frozenset(cells[0] for cells in named)
    if item.kind == "bookmarks":
        return frozenset(found for cells in named if (found := local_post_id(ground, cells[0])) is not None)
    people = await accounts.by_handles(db, [cells[0] for cells in named], ground.config.site.domain)
    return frozenset(account.id for account in people.values())


async def clear_some(work: Work, item: Import, keep: frozenset[int | str]) -> bool:
    """End some of what the file does not name; False when nothing of that is left."""
    if item.kind == "lists":
        return await _clear_lists(work, item, keep)
    if item.kind == "domain_blocking":
        return await _clear_domains(work, item, keep)
    read, end = _WAYS[item.kind]
    below = first_id_at(item.created_at)
    while rows := await read(work, item.account_id, (below, 0, _PAGE, False)):
        gone = [row[1] for row in rows if row[1] not in keep][:CHUNK]
        for target_id in gone:
            await end(work, item.account_id, target_id)
        if gone:
            return True
        below = rows[-1][0]
    return False


async def _clear_domains(work: Work, item: Import, keep: frozenset[int | str]) -> bool:
    below = first_id_at(item.created_at)
    while rows := await relations.blocked_domains(work.db, item.account_id, (below, 0, _PAGE, False)):
        gone = [row.domain for row in rows if row.domain not in keep][:CHUNK]
        for domain in gone:
            await relations.unblock_domain(work, item.account_id, domain)
        if gone:
            return True
        below = rows[-1].row_id
    return False


async def _clear_lists(work: Work, item: Import, titles: frozenset[int | str]) -> bool:
    """Remove the lists that the file does not name, and empty those that it does."""
    below = first_id_at(item.created_at)
    for made in await lists.of_account(work.db, item.account_id):
        if made.id >= below:
            continue
        if made.title not in titles:
            await lists.delete(work, item.account_id, made.id)
        elif members := await lists.members(work.db, made.id, (below, 0, CHUNK, False)):
            await lists.remove(work, item.account_id, made.id, [row.account_id for row in members])
            return True
    return False


async def _followed(work: Work, account_id: int, bounds: Bounds) -> Pairs:
    return [(row.row_id, row.account_id) for row in await relations.following(work.db, account_id, bounds)]


async def _blocked(work: Work, account_id: int, bounds: Bounds) -> Pairs:
    return [(row.row_id, row.account_id) for row in await relations.blocked(work.db, account_id, bounds)]


async def _muted(work: Work, account_id: int, bounds: Bounds) -> Pairs:
    return [(row.row_id, row.account_id) for row in await relations.muted(work.db, account_id, bounds, work.now)]


async def _bookmarked(work: Work, account_id: int, bounds: Bounds) -> Pairs:
    return [(row.row_id, row.id) for row in await posts.bookmarked(work.db, account_id, bounds)]


async def _unbookmark(work: Work, account_id: int, post_id: int) -> None:
    for post in (await posts.by_ids(work.db, [post_id])).values():
        await posts.unbookmark(work, account_id, post)


_WAYS: dict[str, tuple[Callable[[Work, int, Bounds], Awaitable[Pairs]], Callable[[Work, int, int], Awaitable[None]]]]
_WAYS = {
    "following": (_followed, relations.unfollow),
    "blocking": (_blocked, relations.unblock),
    "muting": (_muted, relations.unmute),
    "bookmarks": (_bookmarked, _unbookmark),
}
"""For each kind what reads a page of what is there, and what ends one of it."""
