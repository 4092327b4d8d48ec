"""The routes of the client API as tests walk over them."""

import re
from typing import Any

from folkmoot.interfaces.mastodon import all_routes
from folkmoot.interfaces.mastodon.routing import Route
from tests.conformance.operation import Op
from tests.conformance.operations import OPERATIONS

ROUTER = all_routes()
ROUTES: tuple[Route, ...] = tuple(sorted(ROUTER.table, key=lambda route: (route.path, route.method)))
_VARIABLE = re.compile(r"\{[a-z_]+\}|:[a-z_]+")
_OPERATIONS = {(op.method, _VARIABLE.sub("*", op.path)): op for op in OPERATIONS if op.current}


def name_of(route: Route) -> str:
    return f"{route.method} {route.path}"


def address(route: Route, value: str = "1") -> str:
    """The path of a route with `value` in every variable part."""
    return _VARIABLE.sub(value, route.path)


def documented(route: Route) -> Op | None:
    """The documented operation that a route carries out; None for one of our own."""
    return _OPERATIONS.get((route.method, _VARIABLE.sub("*", route.path)))


def each(routes: tuple[Route, ...] = ROUTES) -> dict[str, Any]:
    """Arguments for pytest.mark.parametrize."""
    return {"argnames": "route", "argvalues": routes, "ids": map(name_of, routes)}
