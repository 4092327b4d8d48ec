"""What is asked of another server, and what comes back."""

from collections.abc import Mapping

import msgspec


class Bounds(msgspec.Struct, frozen=True):
    """How much one request may take: times in seconds, `body` and `head` in bytes, `body` counted after decoding."""

    connect: float = 5.0
    read: float = 5.0
    total: float = 15.0
    body: int = 1 << 20
    head: int = 32 << 10
    redirects: int = 4


class Wanted(msgspec.Struct, frozen=True):
    """One request. `types` are the media types that may answer; none: any.

    `cut`: of a longer body the beginning will do.
    `trusted` is for an address that the operator wrote into the configuration: it may be private, on any port,
    and it may not send us elsewhere.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = {}
    content: bytes = b""
    types: frozenset[str] = frozenset()
    trusted: bool = False
    cut: bool = False
    bounds: Bounds = Bounds()


class Answer(msgspec.Struct, frozen=True):
    """The whole answer. `url` is where it came from after redirects; names of headers are in lower case."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def media_type(self) -> str:
        """Return the media type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()
