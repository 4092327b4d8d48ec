"""Facts about moving in and out that others follow up."""

import msgspec


class AccountClosed(msgspec.Struct, frozen=True):
    """The account is hidden and locked, and (the rest of it) is to be erased."""

    account_id: int


class ImportStarted(msgspec.Struct, frozen=True):
    """A member confirmed an import, or (the rest of it) is to be worked off."""

    import_id: int


class ArchiveAsked(msgspec.Struct, frozen=True):
    archive_id: int
    account_id: int


class ArchiveBuilt(msgspec.Struct, frozen=True):
    account_id: int


class ArchivesDropped(msgspec.Struct, frozen=True):
    """Their rows are gone; `files` are the names of what lies in the folder of archives."""

    files: list[str]


class AccountMoved(msgspec.Struct, frozen=True):
    """The account points to another, and its followers (those whose follow is older than `below`) are to go there."""

    move_id: int
    below: int
