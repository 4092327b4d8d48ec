"""Routes of the client API: found by dictionary, fixed paths at once, others for each way in which they may vary."""

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


_Shape = dict[tuple[str, ...], dict[str, Route]]
"""Operations by method, by the parts of their path that do not vary."""


class Routes:
    """A table of operations; paths are like /api/v1/statuses/{id}/context."""

    def __init__(self) -> None:
        self.table: list[Route] = []
        self._fixed: dict[str, dict[str, Route]] = {}
        self._shaped: dict[int, dict[tuple[int, ...], _Shape]] = {}

    def add(
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
        parts = route.path.split("/")
        places = tuple(place for place, part in enumerate(parts) if part.startswith("{"))
        shapes = self._shaped.get(len(parts), {})
        shapes.setdefault(places, {}).setdefault(_without(parts, places), {})[route.method] = route
        self._shaped[len(parts)] = dict(sorted(shapes.items(), key=lambda item: len(item[0])))

    def find(self, path: str) -> tuple[dict[str, Route], tuple[str, ...]] | None:
        """Return the operations at `path` by method and the values of its variable parts; None for no such path.

        A slash at the end says nothing: some clients write one.
        """
        path = path.rstrip("/")
        fixed = self._fixed.get(path)
        if fixed is not None:
            return fixed, ()
        parts = path.split("/")
        for places, shape in self._shaped.get(len(parts), {}).items():
            operations = shape.get(_without(parts, places))
            if operations is not None and all(values := tuple([parts[place] for place in places])):
                return operations, values
        return None


def _without(parts: list[str], places: tuple[int, ...]) -> tuple[str, ...]:
    """Return the parts of a path that do not vary."""
    return tuple([part for place, part in enumerate(parts) if place not in places])


__all__ = ["Call", "Handler", "Reply", "Route", "Routes", "Who"]
