"""Why a post is refused or not shown."""

from folkmoot.infra.errors import MissingError


class UnknownPostError(MissingError):
    """There is no such post, or none that this visitor may know of."""

    def __init__(self) -> None:
        super().__init__("Record not found")
