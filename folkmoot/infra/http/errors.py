"""Why a request to another server came to nothing."""

from enum import Enum


class Trouble(Enum):
    """What sort of failure; trying again later helps against those of TRANSIENT alone."""

    BAD_URL = "bad url"
    FORBIDDEN_ADDRESS = "forbidden address"
    UNRESOLVED = "unresolved name"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TOO_LARGE = "too large"
    TOO_MANY_REDIRECTS = "too many redirects"
    MALFORMED = "malformed answer"
    WRONG_TYPE = "wrong type"
    REFUSED = "refused"
    OVERLOADED = "refused for now"


TRANSIENT = frozenset((Trouble.UNRESOLVED, Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.OVERLOADED))


_FOR_NOW = frozenset((408, 425, 429))


class OutboundError(Exception):
    """No answer that can be used; `trouble` is what sort of failure, the text is for the log alone."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble.value}: {detail}" if detail else trouble.value)
        self.trouble = trouble

    @classmethod
    def of_status(cls, status: int) -> "OutboundError":
        """Return what an answer of this status, none of 2xx, comes down to."""
        for_now = status in _FOR_NOW or status >= 500
        return cls(Trouble.OVERLOADED if for_now else Trouble.REFUSED, f"status {status}")

    @property
    def transient(self) -> bool:
        """Say whether it may be otherwise in a while."""
        return self.trouble in TRANSIENT
