"""Why a scheduled post is not shown."""

from folkmoot.infra.errors import MissingError


class UnknownScheduleError(MissingError):
    """There is no such scheduled post, or it is another member's."""

    def __init__(self) -> None:
        super().__init__("Record not found")
