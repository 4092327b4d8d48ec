"""Refusals about filters."""

from folkmoot.infra.errors import MissingError


class UnknownFilterError(MissingError):
    """There is no such filter, keyword or post in a filter, or it is somebody else's; both look the same."""

    def __init__(self) -> None:
        super().__init__("Record not found")
