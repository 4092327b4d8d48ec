"""Why moving in or out is refused; the sentences stand together so that each has its translation."""

from folkmoot.infra.errors import ConflictError, ForbiddenError, InvalidError, LimitedError, MissingError

UNKNOWN_KIND = "Please choose what the file holds."
UNREADABLE = "The file cannot be read."
UNDER_WAY = "Another import is under way. Please wait until it is done."
NO_IMPORT = "There is no such import."
NO_ARCHIVE = "There is no such archive."
TOO_SOON = "You can ask for an archive once in seven days."
NO_TARGET = "There is no such member here."
ELSEWHERE = "This community cannot yet reach other servers, so you can only move to another account of this one."
ITSELF = "That is this account itself."
NO_ALIAS = "That account does not name this one among its aliases. Sign in there and add it first."
TARGET_MOVED = "That account has moved itself."
COOLDOWN = "You can move once in 30 days."
SENTENCES = (
    UNKNOWN_KIND, UNREADABLE, UNDER_WAY, NO_IMPORT, NO_ARCHIVE, TOO_SOON, NO_TARGET, ELSEWHERE, ITSELF, NO_ALIAS,
    TARGET_MOVED, COOLDOWN,
)  # fmt: skip


class FileRefusedError(InvalidError):
    """The file is none that can be imported; `code` says why (as `formats.takeout` does), `line` where (0: nowhere)."""

    def __init__(self, code: str, line: int) -> None:
        super().__init__(UNREADABLE, detail=code)
        self.code = code
        self.line = line


class UnderWayError(ConflictError):
    """One import at a time."""

    def __init__(self) -> None:
        super().__init__(UNDER_WAY)


class UnknownImportError(MissingError):
    def __init__(self) -> None:
        super().__init__(NO_IMPORT)


class UnknownArchiveError(MissingError):
    def __init__(self) -> None:
        super().__init__(NO_ARCHIVE)


class ArchiveTooSoonError(LimitedError):
    def __init__(self) -> None:
        super().__init__(TOO_SOON)


class MoveRefusedError(ForbiddenError):
    """The account cannot move there, or not now."""
