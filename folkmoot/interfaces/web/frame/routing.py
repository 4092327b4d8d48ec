"""Pages by method and path."""

import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from starlette.responses import Response

from folkmoot.interfaces.web.frame.visit import Visit

Handler = Callable[[Visit], Awaitable[Response]]

_PLACE = re.compile(r"\{(\w+)\}")


class Page(NamedTuple):
    """What answers a path with one method. A member's page sends others to sign in first."""

    handler: Handler
    member: bool
    signed: bool
    upload: int
    """Bytes of files that its form may bring, 0 for none."""
    spooled: bool = False
    """Whether its form brings files of any size that posts take, as `visit.asked.spooled`."""


class Found(NamedTuple):
    """The pages of a path by method, and what stands in the places of its pattern."""

    methods: dict[str, Page]
    places: dict[str, str]


class Pages:
    """A table of pages. A page is for anybody, or for members (`member=True`: others sign in first).

    A path may have places: `/@{name}/{id}`, each for what stands between two slashes. Of two paths that fit the one
    that says more itself is meant.
    """

    def __init__(self) -> None:
        self._fixed: dict[str, dict[str, Page]] = {}
        self._patterns: dict[str, tuple[re.Pattern[str], dict[str, Page]]] = {}
        self._in_order: list[tuple[re.Pattern[str], dict[str, Page]]] | None = None

    def get(self, path: str, *, member: bool = False) -> Callable[[Handler], Handler]:
        return self._add(path, "GET", lambda handler: Page(handler, member, signed=False, upload=0))

    def post(
        self, path: str, *, member: bool = False, signed: bool = False, upload: int = 0, spooled: bool = False
    ) -> Callable[[Handler], Handler]:
        """Register a page that takes forms; a `signed` one proves by its address who may, wherever the form stood."""
        return self._add(path, "POST", lambda handler: Page(handler, member, signed, upload, spooled))

    def _add(self, path: str, method: str, made: Callable[[Handler], Page]) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self._methods(path)[method] = made(handler)
            return handler

        return register

    def _methods(self, path: str) -> dict[str, Page]:
        if "{" not in path:
            return self._fixed.setdefault(path, {})
        if path not in self._patterns:
            self._in_order = None
            pattern = "".join(
                part if index % 2 == 0 else f"(?P<{part}>[^/]+)"
                for index, part in enumerate(_PLACE.split(re.escape(path).replace(r"\{", "{").replace(r"\}", "}")))
            )
            self._patterns[path] = re.compile(pattern), {}
        return self._patterns[path][1]

    def include(self, other: "Pages") -> None:
        """Take over the pages of another table."""
        for path, methods in other.all().items():
            self._methods(path).update(methods)

    def all(self) -> dict[str, dict[str, Page]]:
        """Return every page by its path, as registered, and method."""
        return self._fixed | {path: methods for path, (_, methods) in self._patterns.items()}

    def _strictest_first(self) -> list[tuple[re.Pattern[str], dict[str, Page]]]:
        """Return the patterns so that `/@{name}/media` is asked before `/@{name}/{id}`: what says more itself first."""
        if self._in_order is None:
            paths = sorted(self._patterns, key=lambda path: -len(_PLACE.sub("", path)))
            self._in_order = [self._patterns[path] for path in paths]
        return self._in_order

    def find(self, path: str) -> Found | None:
        """Return what answers at a path."""
        path = path.rstrip("/") or "/"
        fixed = self._fixed.get(path)
        if fixed is not None:
            return Found(fixed, {})
        for pattern, methods in self._strictest_first():
            match = pattern.fullmatch(path)
            if match is not None:
                return Found(methods, match.groupdict())
        return None


__all__ = ["Handler", "Page", "Pages", "Response", "Visit"]
