"""Portability: what a member brings along and takes along, how they move, and how they leave: deleted is deleted.

Announces AccountClosed, AccountMoved, ImportStarted, ArchiveAsked, ArchiveBuilt and ArchivesDropped. Promises that a
closed account is hidden and locked in one commit, that its erasure goes on until nothing of it is left whatever crashes
meanwhile, and that its name is never given to somebody else.
"""

from folkmoot.features.portability.archive import archive_file, archives_of, ask_archive
from folkmoot.features.portability.close import close_account, close_own_account
from folkmoot.features.portability.dismissal import erase_suspended, reject
from folkmoot.features.portability.errors import (
    ArchiveTooSoonError,
    FileRefusedError,
    MoveRefusedError,
    UnderWayError,
    UnknownArchiveError,
    UnknownImportError,
)
from folkmoot.features.portability.events import (
    AccountClosed,
    AccountMoved,
    ArchiveAsked,
    ArchiveBuilt,
    ArchivesDropped,
    ImportStarted,
)
from folkmoot.features.portability.exports import EXPORTS, address, export
from folkmoot.features.portability.imports import (
    FILE_LIMIT,
    Preview,
    drop_import,
    failures,
    import_of,
    imports_of,
    preview,
    read_import,
    start_import,
)
from folkmoot.features.portability.move import COOLDOWN, end_redirect, move_account, moved_last
from folkmoot.features.portability.types import KINDS, Archive, Import

__all__ = [
    "COOLDOWN",
    "EXPORTS",
    "FILE_LIMIT",
    "KINDS",
    "AccountClosed",
    "AccountMoved",
    "Archive",
    "ArchiveAsked",
    "ArchiveBuilt",
    "ArchiveTooSoonError",
    "ArchivesDropped",
    "FileRefusedError",
    "Import",
    "ImportStarted",
    "MoveRefusedError",
    "Preview",
    "UnderWayError",
    "UnknownArchiveError",
    "UnknownImportError",
    "address",
    "archive_file",
    "archives_of",
    "ask_archive",
    "close_account",
    "close_own_account",
    "drop_import",
    "end_redirect",
    "erase_suspended",
    "export",
    "failures",
    "import_of",
    "imports_of",
    "move_account",
    "moved_last",
    "preview",
    "read_import",
    "reject",
    "start_import",
]
