"""Pages by method and path."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from folkmoot.interfaces.web.visit import Visit

Handler = Callable[[Visit], Awaitable[Response]]


class Pages:
    """A table of pages. A page is for anybody, or for members (`member=True`: others sign in first)."""

    def __init__(self) -> None:
        self.table: dict[str, dict[str, tuple[Handler, bool]]] = {}
        self.signed: set[str] = set()

    def get(self, path: str, *, member: bool = False) -> Callable[[Handler], Handler]:
        return self._add("GET", path, member=member)

    def post(self, path: str, *, member: bool = False, signed: bool = False) -> Callable[[Handler], Handler]:
        """Register a page that takes forms; a `signed` one proves by its address who may, wherever the form stood."""
        if signed:
            self.signed.add(path)
        return self._add("POST", path, member=member)

    def _add(self, method: str, path: str, *, member: bool) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.table.setdefault(path, {})[method] = (handler, member)
            return handler

        return register

    def include(self, other: "Pages") -> None:
        """Take over the pages of another table."""
        self.signed |= other.signed
        for path, methods in other.table.items():
            self.table.setdefault(path, {}).update(methods)


__all__ = ["Handler", "Pages", "Response", "Visit"]
