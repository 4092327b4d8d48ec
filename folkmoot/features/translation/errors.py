"""Why nothing is translated."""

from folkmoot.infra.errors import ForbiddenError, UnavailableError


class NoTranslationError(UnavailableError):
    """No service is set up, or it does not answer."""

    def __init__(self, detail: str) -> None:
        super().__init__("Service Unavailable", detail=detail)


class NotTranslatableError(ForbiddenError):
    """The post is not for everybody, or the service does not know the two languages."""

    def __init__(self) -> None:
        super().__init__("This action is not allowed")
