"""Refusals: what a visitor may see carries a kind and a safe sentence; interfaces map kinds to their protocol."""

from enum import Enum


class Kind(Enum):
    """What sort of refusal this is; each interface maps it to its protocol exactly once."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    GONE = "gone"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    LIMITED = "limited"
    UNAVAILABLE = "unavailable"


class Refusal(Exception):
    """A request that is answered with 'no': `sentence` is safe to show, `detail` is for the log alone.

    `fields` names the inputs at fault, as `{"username": [("taken", "is already in use")]}`.
    """

    kind = Kind.INVALID

    def __init__(
        self,
        sentence: str,
        *,
        detail: str = "",
        fields: dict[str, list[tuple[str, str]]] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail
        self.fields = fields or {}


class InvalidError(Refusal):
    kind = Kind.INVALID


class UnauthenticatedError(Refusal):
    kind = Kind.UNAUTHENTICATED


class ForbiddenError(Refusal):
    kind = Kind.FORBIDDEN


class MissingError(Refusal):
    kind = Kind.MISSING


class GoneError(Refusal):
    kind = Kind.GONE


class ConflictError(Refusal):
    kind = Kind.CONFLICT


class TooLargeError(Refusal):
    kind = Kind.TOO_LARGE


class LimitedError(Refusal):
    kind = Kind.LIMITED


class UnavailableError(Refusal):
    kind = Kind.UNAVAILABLE


class OperatorError(Exception):
    """Something the person who runs the server must mend; the sentence says what to do. Ends a command with exit 1."""
