"""Why an account is refused."""

from folkmoot.infra.errors import InvalidError, MissingError


class NameRefusedError(InvalidError):
    """The name cannot be used: malformed, reserved or taken."""


class UnknownAccountError(MissingError):
    """There is no such account, or none that this visitor may know of."""

    def __init__(self) -> None:
        super().__init__("Record not found")
