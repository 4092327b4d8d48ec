"""Why a poll is not shown."""

from folkmoot.infra.errors import MissingError


class UnknownPollError(MissingError):
    """There is no such poll."""

    def __init__(self) -> None:
        super().__init__("Record not found")
