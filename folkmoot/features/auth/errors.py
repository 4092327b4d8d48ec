"""Why a visitor is not let in."""

from folkmoot.infra.errors import ForbiddenError, UnauthenticatedError


class BadTokenError(UnauthenticatedError):
    """The bearer token is unknown, revoked, or missing where one is needed."""

    def __init__(self, sentence: str = "The access token is invalid") -> None:
        super().__init__(sentence)


class ScopeError(ForbiddenError):
    """The token is good but was not granted this scope."""

    def __init__(self) -> None:
        super().__init__("This action is outside the authorized scopes")


class BadClientError(UnauthenticatedError):
    """The app is unknown or its secret is wrong."""

    def __init__(self) -> None:
        super().__init__(
            "Client authentication failed due to unknown client, no client authentication included,"
            " or unsupported authentication method."
        )
