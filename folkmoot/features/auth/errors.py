"""Why a visitor is not let in."""

from folkmoot.infra.errors import ForbiddenError, InvalidError, UnauthenticatedError


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


class BadGrantError(InvalidError):
    """The authorization code cannot be exchanged (any more)."""

    def __init__(self) -> None:
        super().__init__(
            "This authorization code is unknown, expired, used already, or was given to another app or address."
        )


class WrongCodeError(ForbiddenError):
    """The code is not (or no longer) good."""

    def __init__(self) -> None:
        super().__init__("That code is not right, or was used already.")


class WrongPasswordError(ForbiddenError):
    """The password that was to prove who acts is wrong."""

    def __init__(self) -> None:
        super().__init__("That password is not right.")


class StaleFactorError(ForbiddenError):
    """What is asked needs a second factor that was shown a moment ago."""

    def __init__(self) -> None:
        super().__init__("Show your second factor again: this asks for one shown within the last ten minutes.")


class PasskeyRefusedError(ForbiddenError):
    """The passkey ceremony failed; `detail` says why, for the log alone."""

    def __init__(self, detail: str) -> None:
        super().__init__("That passkey could not be accepted.", detail=detail)


class RegistrationsClosedError(ForbiddenError):
    """The community takes no new members in this way."""

    def __init__(self) -> None:
        super().__init__("This community is not taking new members this way.")


class BadInviteError(ForbiddenError):
    """The invitation is unknown, used up, too old, or was taken back."""

    def __init__(self) -> None:
        super().__init__("This invitation is not good any more.")


class BadLinkError(InvalidError):
    """The secret from a mail is unknown, used, or too old."""

    def __init__(self) -> None:
        super().__init__("This link was used already, or it is too old. Ask for a new mail.")
