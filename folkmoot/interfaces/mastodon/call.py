"""One call of the client API and its reply."""

from typing import Any, NamedTuple

import msgspec

from folkmoot.features.auth import BadTokenError, Caller
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import parse_id

Headers = tuple[tuple[bytes, bytes], ...]


class Reply(NamedTuple):
    """A body that is already JSON (or text), its status and its extra headers."""

    body: bytes
    status: int = 200
    headers: Headers = ()
    content_type: bytes = b"application/json; charset=utf-8"


def json(value: Any, status: int = 200, headers: Headers = ()) -> Reply:
    """Reply with `value` as JSON."""
    return Reply(msgspec.json.encode(value), status, headers)


def listing(items: list[bytes], headers: Headers = ()) -> Reply:
    """Reply with a JSON array of items that are JSON already."""
    return Reply(b"[" + b",".join(items) + b"]", 200, headers)


EMPTY = Reply(b"{}")


class Call:
    """What a handler gets: the ground it stands on, who calls, and the variable parts of the path."""

    __slots__ = ("address", "caller", "ground", "headers", "parts", "path", "query")

    def __init__(  # noqa: PLR0913, PLR0917 - made in one place
        self,
        ground: Ground,
        caller: Caller | None,
        parts: tuple[str, ...],
        path: str,
        query: str,
        headers: dict[bytes, bytes],
        address: str,
    ) -> None:
        self.ground = ground
        self.caller = caller
        self.parts = parts
        self.path = path
        self.query = query
        self.headers = headers
        self.address = address

    @property
    def viewer_id(self) -> int | None:
        """The member who looks, or None for anybody."""
        return None if self.caller is None or self.caller.refusal else self.caller.account_id

    @property
    def member_id(self) -> int:
        """The member who calls; only for routes that demand one."""
        if self.caller is None:
            raise BadTokenError
        return self.caller.require_active()

    @property
    def id(self) -> int:
        """The id in the path; MissingError when it cannot be one."""
        return self.id_at(0)

    def id_at(self, position: int) -> int:
        found = parse_id(self.parts[position])
        if found is None:
            raise MissingError("Record not found")
        return found
