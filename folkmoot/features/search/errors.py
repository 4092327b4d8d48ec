"""What search refuses."""

from folkmoot.infra.errors import UnavailableError


class SearchTooSlowError(UnavailableError):
    def __init__(self) -> None:
        super().__init__("This search took too long. Please look for fewer or rarer words.")
