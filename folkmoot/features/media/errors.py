"""Why media is refused."""

from folkmoot.infra.errors import InvalidError, MissingError


class UnknownMediaError(MissingError):
    """There is no such file, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__("Record not found")


class FileRefusedError(InvalidError):
    """The file cannot be taken; the sentence says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Validation failed: {reason}", fields={"file": [("ERR_INVALID", reason)]})
