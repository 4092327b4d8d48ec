"""What is recorded of one operation of the API, and short ways to write it down."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tests.conformance.schema import ListOf, Ref, Shape


class Token(StrEnum):
    NONE = "none"
    APP = "app"
    USER = "user"


@dataclass(frozen=True)
class Access:
    """Who may call: the token wanted, and scopes of which one is enough. `open`: none is needed."""

    token: Token
    scopes: tuple[str, ...] = ()
    open: bool = False
    every: bool = False  # all scopes are wanted, not one of them


PUBLIC = Access(Token.NONE, open=True)


def user(*scopes: str) -> Access:
    return Access(Token.USER, scopes)


def user_with_all(*scopes: str) -> Access:
    return Access(Token.USER, scopes, every=True)


def app(*scopes: str) -> Access:
    return Access(Token.APP, scopes)


def public_or_user(*scopes: str) -> Access:
    """Public, while a user token with the scope shows or allows more."""
    return Access(Token.USER, scopes, open=True)


def public_or_app(*scopes: str) -> Access:
    """Public, unless the server is closed to visitors: then a token with the scope is wanted."""
    return Access(Token.APP, scopes, open=True)


@dataclass(frozen=True)
class Param:
    """A parameter of the query, the form or the JSON body; `[]` in a name stands for an array."""

    name: str
    kind: str = "string"
    required: bool = False
    default: str | int | bool | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    internal: bool = False  # made by the server for its Link header, opaque to clients


@dataclass(frozen=True)
class Op:
    method: str
    path: str
    page: str  # the page of the documentation, below its methods
    since: str
    access: Access
    answer: Shape | None  # None: nothing, or nothing that is JSON
    params: tuple[Param, ...] = ()
    success: tuple[int, ...] = (200,)
    errors: tuple[int, ...] = ()
    paged: bool = False  # by the Link header
    core: bool = False
    deprecated: str = ""  # since which version
    removed: str = ""
    streams: bool = False  # answers with server-sent events

    @property
    def current(self) -> bool:
        return not self.removed

    @property
    def path_params(self) -> tuple[str, ...]:
        return tuple(re.findall(r":([a-z_]+)", self.path))


CURSORS = ("max_id", "since_id", "min_id")


def cursor(limit: int, maximum: int, *names: str) -> tuple[Param, ...]:
    """Paging by ids that the answer shows."""
    return (*(Param(name) for name in names or CURSORS), limited(limit, maximum))


def hidden_cursor(limit: int, maximum: int, *names: str) -> tuple[Param, ...]:
    """Paging by ids that only the Link header tells."""
    return (*(Param(name, internal=True) for name in names or CURSORS), limited(limit, maximum))


def limited(limit: int, maximum: int) -> Param:
    return Param("limit", "integer", default=limit, maximum=maximum)


def need(name: str, kind: str = "string", choices: tuple[str, ...] = ()) -> Param:
    return Param(name, kind, required=True, choices=choices)


def many(entity: str) -> ListOf:
    return ListOf(Ref(entity))


EMPTY = Ref("Answer::Empty")
