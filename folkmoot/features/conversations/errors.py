"""Why a conversation is not shown."""

from folkmoot.infra.errors import MissingError


class UnknownConversationError(MissingError):
    """The member has no such conversation."""

    def __init__(self) -> None:
        super().__init__("Record not found")
