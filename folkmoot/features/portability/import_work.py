"""Working an import off: in small transactions, through the verbs that members use, on from where it stopped."""

from collections.abc import Awaitable, Callable, Sequence

from folkmoot.features import accounts, lists, posts, relations
from folkmoot.features.accounts import Account
from folkmoot.features.lists import ListChange
from folkmoot.features.portability import import_store as store
from folkmoot.features.portability.clearing import clear_some, kept
from folkmoot.features.portability.events import ImportStarted
from folkmoot.features.portability.origins import local_post_id
from folkmoot.features.portability.types import ACCOUNTLESS, CLEARING, RUNNING, UNKNOWN, Import, ImportRow
from folkmoot.features.relations import FollowOptions
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Reader
from folkmoot.infra.errors import Refusal

CHUNK = 25
"""Rows of one transaction: other writers wait for a few milliseconds."""
CHUNKS = 20
"""Transactions of one job before it makes room for others."""
REFUSED, WAITS = "refused", "waits"


async def work_off(ground: Ground, fact: ImportStarted) -> None:
    """Work on an import; a large one takes several jobs, each of which calls the next."""
    item = await store.by_id(await ground.read(), fact.import_id)
    if item is None or not item.under_way:
        return
    keep = await kept(ground, item) if item.state == CLEARING else frozenset()
    for _ in range(CHUNKS):
        more = await (_clear(ground, item.id, keep) if item.state == CLEARING else _step(ground, item.id))
        if not more:
            break
    async with ground.work() as work:
        work.announce(fact)


async def _clear(ground: Ground, import_id: int, keep: frozenset[int | str]) -> bool:
    """End some of what the file does not name; False when nothing of that is left."""
    async with ground.work() as work:
        item = await store.lock(work.db, import_id)
        if item is None or item.state != CLEARING:
            return False
        if await clear_some(work, item, keep):
            return True
        await store.cleared(work.db, item.id)
        return False


async def _step(ground: Ground, import_id: int) -> bool:
    """Do the next rows; False when there are none."""
    readable = await _readable(ground, import_id)
    async with ground.work() as work:
        item = await store.lock(work.db, import_id)
        if item is None or item.state != RUNNING:
            return False
        rows = await store.waiting(work.db, item, CHUNK)
        if not rows:
            await store.finish(work.db, item.id, work.now)
            return False
        if item.kind == "bookmarks" and not all(row.cells[0] in readable for row in rows):
            return True  # somebody else did the rows for which posts were looked up
        known = await _known(work.db, item, rows, ground.config.site.domain)
        outcomes = {row.line: await _outcome(work, item, row, known, readable) for row in rows}
        await store.settle(work.db, item.id, outcomes)
        return True


async def _outcome(
    work: Work, item: Import, row: ImportRow, known: dict[str, Account], readable: dict[str, posts.Post | None]
) -> str:
    """Do what one row says; returns what kept it from being done, '' when it is."""
    try:
        if item.kind == "bookmarks":
            post = readable[row.cells[0]]
            if post is None:
                return UNKNOWN
            await posts.bookmark(work, item.account_id, post)
            return ""
        if item.kind == "domain_blocking":
            await relations.block_domain(work, item.account_id, row.cells[0])
            return ""
        target = known.get(_handle(item.kind, row.cells))
        return UNKNOWN if target is None else await _VERBS[item.kind](work, item, target, row.cells)
    except Refusal:
        return REFUSED


async def _follow(work: Work, item: Import, target: Account, cells: list[str]) -> str:
    languages = [language for language in cells[3].split(", ") if language]
    options = FollowOptions(cells[1] == "true", cells[2] == "true", languages)
    await relations.follow(work, item.account_id, target, options)
    return ""


async def _block(work: Work, item: Import, target: Account, _: list[str]) -> str:
    await relations.block(work, item.account_id, target.id)
    return ""


async def _mute(work: Work, item: Import, target: Account, cells: list[str]) -> str:
    await relations.mute(work, item.account_id, target.id, notifications=cells[1] == "true")
    return ""


async def _list(work: Work, item: Import, target: Account, cells: list[str]) -> str:
    """Put an account on a list, made where there is none of this title; whoever is on one is followed."""
    mine = item.account_id
    if target.id != mine and target.id not in await relations.followed_among(work.db, mine, [target.id]):
        await relations.follow(work, mine, target, FollowOptions())
        if target.id not in await relations.followed_among(work.db, mine, [target.id]):
            return WAITS
    titles = {made.title: made for made in await lists.of_account(work.db, mine)}
    made = titles.get(cells[0]) or await lists.create(work, mine, ListChange(cells[0]))
    if target.id not in await lists.member_ids(work.db, made.id):
        await lists.add(work, mine, made.id, [target.id])
    return ""


_VERBS: dict[str, Callable[[Work, Import, Account, list[str]], Awaitable[str]]] = {
    "following": _follow, "blocking": _block, "muting": _mute, "lists": _list,
}  # fmt: skip


def _handle(kind: str, cells: list[str]) -> str:
    return cells[-1] if kind == "lists" else cells[0]


async def _known(db: Reader, item: Import, rows: Sequence[ImportRow], domain: str) -> dict[str, Account]:
    if item.kind in ACCOUNTLESS:
        return {}
    return await accounts.by_handles(db, [_handle(item.kind, row.cells) for row in rows], domain)


async def _readable(ground: Ground, import_id: int) -> dict[str, posts.Post | None]:
    """Return the posts of the next rows by their address, None for those that the member may not see."""
    db = await ground.read()
    item = await store.by_id(db, import_id)
    if item is None or item.kind != "bookmarks":
        return {}
    wanted = {row.cells[0]: local_post_id(ground, row.cells[0]) for row in await store.waiting(db, item, CHUNK)}
    found = await posts.by_ids(db, [post_id for post_id in wanted.values() if post_id is not None])
    plain = [post for post in found.values() if post.reblog_of_id is None]
    seen = {post.id: post for post in await posts.visible_to(ground, item.account_id, plain)}
    return {uri: None if post_id is None else seen.get(post_id) for uri, post_id in wanted.items()}
