"""Why a draft is not shown, and why it is not overwritten."""

from folkmoot.infra.errors import ConflictError, MissingError


class UnknownDraftError(MissingError):
    """There is no such draft, or it is another member's."""

    def __init__(self) -> None:
        super().__init__("Record not found")


class ChangedMeanwhileError(ConflictError):
    """The draft is no longer the version that the caller saw."""

    def __init__(self) -> None:
        super().__init__("The draft was changed meanwhile; look at it again before you go on")
