"""Routes of the client API: a dictionary for fixed paths, a short match for those that carry an id."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Any, NamedTuple, get_type_hints

import msgspec

from folkmoot.interfaces.mastodon.call import Call, Reply

Handler = Callable[..., Awaitable[Reply]]


class Who(Enum):
    """Who may call: anybody, any valid token, or a member's token."""

    ANYBODY = "anybody"
    APP = "app"
    MEMBER = "member"


class Route(NamedTuple):
    """One operation: its handler, what it demands, and the type of its parameters (None: it takes none)."""

    method: str
    path: str
    handler: Handler
    who: Who
    scope: str
    params: type[msgspec.Struct] | None
    limit: str


class Routes:
    """A table of operations; paths are like /api/v1/statuses/{id}/context."""

    def __init__(self) -> None:
        self.table: list[Route] = []
        self._fixed: dict[str, dict[str, Route]] = {}
        self._shaped: dict[tuple[str, ...], dict[str, Route]] = {}
        self._shapes: dict[int, list[tuple[str, ...]]] = {}

    def add(  # noqa: PLR0913 - a row of the table
        self, method: str, path: str, *, who: Who = Who.MEMBER, scope: str = "", limit: str = ""
    ) -> Callable[[Handler], Handler]:
        """Register the decorated handler; its second argument's type says what parameters it takes."""

        def register(handler: Handler) -> Handler:
            hints = get_type_hints(handler)
            params: type[msgspec.Struct] | None = hints.get("params")
            self._insert(Route(method, path, handler, who, scope, params, limit))
            return handler

        return register

    def get(self, path: str, **demands: Any) -> Callable[[Handler], Handler]:
        return self.add("GET", path, **demands)

    def post(self, path: str, **demands: Any) -> Callable[[Handler], Handler]:
        return self.add("POST", path, **demands)

    def put(self, path: str, **demands: Any) -> Callable[[Handler], Handler]:
        return self.add("PUT", path, **demands)

    def patch(self, path: str, **demands: Any) -> Callable[[Handler], Handler]:
        return self.add("PATCH", path, **demands)

    def delete(self, path: str, **demands: Any) -> Callable[[Handler], Handler]:
        return self.add("DELETE", path, **demands)

    def include(self, other: "Routes") -> None:
        for route in other.table:
            self._insert(route)

    def _insert(self, route: Route) -> None:
        self.table.append(route)
        if "{" not in route.path:
            self._fixed.setdefault(route.path, {})[route.method] = route
            return
        shape = tuple("" if part.startswith("{") else part for part in route.path.split("/"))
        shapes = self._shapes.setdefault(len(shape), [])
        if shape not in self._shaped:
            self._shaped[shape] = {}
            shapes.append(shape)
            shapes.sort(key=lambda s: s.count(""))
        self._shaped[shape][route.method] = route

    def find(self, path: str) -> tuple[dict[str, Route], tuple[str, ...]] | None:
        """Return the operations at `path` by method and the values of its variable parts; None for no such path."""
        fixed = self._fixed.get(path)
        if fixed is not None:
            return fixed, ()
        parts = path.split("/")
        for shape in self._shapes.get(len(parts), ()):
            values = _match(shape, parts)
            if values is not None:
                return self._shaped[shape], values
        return None


def _match(shape: tuple[str, ...], parts: list[str]) -> tuple[str, ...] | None:
    values = []
    for number, (wanted, part) in enumerate(zip(shape, parts, strict=True)):
        if wanted:
            if wanted != part:
                return None
        elif number:
            if not part:
                return None
            values.append(part)
    return tuple(values)


__all__ = ["Call", "Handler", "Reply", "Route", "Routes", "Who"]
