"""What goes on after a page was answered: erasing, importing, archiving, sending followers on."""

import asyncio
from pathlib import Path

from folkmoot.features import accounts, auth
from folkmoot.features.portability import archive_store, import_store
from folkmoot.features.portability.archive import folder_of
from folkmoot.features.portability.archive_build import build
from folkmoot.features.portability.erase import erase_some
from folkmoot.features.portability.events import AccountClosed, ArchiveAsked, ArchiveBuilt, ArchivesDropped
from folkmoot.features.portability.import_work import work_off
from folkmoot.features.portability.move import send_followers
from folkmoot.features.portability.types import KEPT
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import HOUR
from folkmoot.infra.ids import new_key

CHUNKS = 200
"""Chunks that one job erases before it makes room for others."""
SWEEP = 500
STRAY_AFTER = 2 * HOUR
"""When a file that no archive has must be that of a process that died."""


async def erase_account(ground: Ground, fact: AccountClosed) -> None:
    """Erase what is left of a closed account; a large one takes several jobs, each of which calls the next."""
    for _ in range(CHUNKS):
        async with ground.work() as work:
            if not await erase_some(work, fact.account_id):
                return
    async with ground.work() as work:
        work.announce(fact)


async def make_archive(ground: Ground, fact: ArchiveAsked) -> None:
    """Write an archive to disk and say that it is ready; what was begun by a process that died begins anew."""
    item = await archive_store.one(await ground.read(), fact.archive_id)
    found = await accounts.by_ids(ground.db.reader, [fact.account_id])
    if item is None or item.ready_at is not None or not found or found[fact.account_id].suspended_at is not None:
        return
    folder = folder_of(ground)
    folder.mkdir(mode=0o700, exist_ok=True)
    part = folder / archive_store.part_name(item.id)
    size = await build(ground, found[fact.account_id], part)
    made = part.rename(folder / f"{new_key()}.zip")
    async with ground.work() as work:
        kept = await archive_store.finish(work.db, item.id, made.name, size, work.now)
        if kept:
            work.announce(ArchiveBuilt(fact.account_id))
    if not kept:  # the account was erased, or another process was faster
        made.unlink(missing_ok=True)


async def mail_archive(ground: Ground, fact: ArchiveBuilt) -> None:
    await auth.mail_member(ground, fact.account_id, "archive", "/settings/export")


async def erase_archives(ground: Ground, fact: ArchivesDropped) -> None:
    """Remove the files of archives; those already gone are fine."""
    for name in fact.files:
        (folder_of(ground) / name).unlink(missing_ok=True)


async def forget_takeouts(ground: Ground, _: None) -> None:
    """Forget archives and imports of more than seven days ago, and files that nobody finished."""
    before = ground.clock() - KEPT
    async with ground.work() as work:
        dropped = await archive_store.take_older(work.db, before)
        if dropped:
            work.announce(ArchivesDropped(dropped))
    for import_id in await import_store.older(await ground.read(), before, SWEEP):
        await _forget_import(ground, import_id)
    known = await archive_store.files(await ground.read())
    await asyncio.to_thread(_remove_strays, folder_of(ground), known, ground.clock() - STRAY_AFTER)


async def _forget_import(ground: Ground, import_id: int) -> None:
    rows = SWEEP
    while rows:
        async with ground.work() as work:
            rows = await import_store.sweep(work.db, import_id, SWEEP)
            if not rows:
                await import_store.delete(work.db, import_id)


def _remove_strays(folder: Path, known: set[str], before: int) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in known and path.stat().st_mtime * 1000 < before:
            path.unlink(missing_ok=True)


__all__ = [
    "erase_account", "erase_archives", "forget_takeouts", "mail_archive", "make_archive", "send_followers", "work_off",
]  # fmt: skip
