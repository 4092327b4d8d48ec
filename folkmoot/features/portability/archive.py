"""Archives: asked for on a page, made by a job, downloaded by their member alone, and gone after seven days."""

from pathlib import Path

from folkmoot.features.portability import archive_store as store
from folkmoot.features.portability.errors import ArchiveTooSoonError, UnknownArchiveError
from folkmoot.features.portability.events import ArchiveAsked
from folkmoot.features.portability.types import KEPT, Archive
from folkmoot.infra.boot import Ground, Work
from folkmoot.infra.db import Reader

FOLDER = "archives"
"""Below the data folder; nothing in it is served but by `archive_file`."""


async def ask_archive(work: Work, account_id: int) -> None:
    """Have an archive made; ArchiveTooSoonError within seven days of the last one."""
    await store.lock(work.db, account_id)  # so that two at once are one
    latest = await store.of_account(work.db, account_id)
    if latest and work.now - latest[0].created_at < KEPT:
        raise ArchiveTooSoonError
    archive_id = work.new_id()
    await store.insert(work.db, archive_id, account_id, work.now)
    work.announce(ArchiveAsked(archive_id, account_id))


async def archives_of(db: Reader, account_id: int, now: int) -> list[Archive]:
    """Return the archives of a member that are being made or can be downloaded, newest first."""
    return [item for item in await store.of_account(db, account_id) if now - item.created_at < KEPT]


async def archive_file(ground: Ground, account_id: int, archive_id: int) -> tuple[Archive, Path]:
    """Return an archive of this member and where it lies; UnknownArchiveError for every other, and for one too old."""
    for item in await archives_of(await ground.read(), account_id, ground.clock()):
        if item.id == archive_id and item.ready_at is not None:
            path = folder_of(ground) / item.file
            if path.is_file():
                return item, path
    raise UnknownArchiveError


def folder_of(ground: Ground) -> Path:
    return ground.folder / FOLDER
