"""Why media is refused."""

from folkmoot.infra.errors import MissingError


class UnknownMediaError(MissingError):
    """There is no such file, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__("Record not found")
