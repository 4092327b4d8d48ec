"""The pages as an ASGI application: find, recognise, check the form, answer, and wrap the answer in safe headers."""

import logging
from typing import Any
from urllib.parse import quote

from starlette.responses import PlainTextResponse, Response

from folkmoot.features import auth
from folkmoot.infra.boot import Ground
from folkmoot.infra.errors import Kind, Refusal
from folkmoot.interfaces.web import files
from folkmoot.interfaces.web.marking import marked
from folkmoot.interfaces.web.reading import Receive, opened, read
from folkmoot.interfaces.web.routing import Handler, Pages
from folkmoot.interfaces.web.visit import Visit

log = logging.getLogger(__name__)

_STATUS = {
    Kind.INVALID: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.GONE: 410,
    Kind.CONFLICT: 409,
    Kind.TOO_LARGE: 413,
    Kind.LIMITED: 429,
    Kind.UNAVAILABLE: 503,
}


_NOT_OURS = marked("This form is too old or was not ours. Please go back, reload the page and try again.")


class Web:
    """Serves the pages of `pages` and the static files."""

    def __init__(self, ground: Ground, pages: Pages) -> None:
        self._ground = ground
        self._table = pages.table
        self._signed = pages.signed

    async def __call__(self, scope: Any, receive: Receive, send: Any) -> None:
        response = await self._respond(scope, receive)
        await response(scope, receive, send)

    async def _respond(self, scope: Any, receive: Receive) -> Response:
        if scope["path"] == files.ICON or scope["path"].startswith(files.PREFIX):
            name = "favicon.png" if scope["path"] == files.ICON else scope["path"].removeprefix(files.PREFIX)
            if_none_match = next((v for n, v in scope["headers"] if n == b"if-none-match"), b"").decode("latin-1")
            query = scope["query_string"].decode("latin-1")
            found = files.serve(name, query, if_none_match)
            return found or PlainTextResponse("Not found\n", 404)
        try:
            visit = Visit(self._ground, await read(scope, receive))
        except Refusal as error:
            return await self._page(Visit(self._ground, opened(scope)), error)
        return await self._page(visit)

    async def _page(self, visit: Visit, unreadable: Refusal | None = None) -> Response:
        try:
            await visit.recognise()
            response = await self._answer(visit, unreadable)
            await self._note_presence(visit)
        except Refusal as error:
            if error.detail:
                log.info("refused %s %s: %s", visit.asked.method, visit.asked.path, error.detail)
            response = visit.page("error.html", _STATUS[error.kind], sentence=visit.text(error.sentence))
        except Exception:
            log.exception("%s %s failed", visit.asked.method, visit.asked.path)
            sentence = visit.text("Something went wrong on our side; it has been written down.")
            response = visit.page("error.html", 500, sentence=sentence)
        visit.put_cookies(response)
        _protect(visit, response)
        return response

    async def _answer(self, visit: Visit, unreadable: Refusal | None) -> Response:
        if unreadable is not None:
            raise unreadable
        methods = self._table.get(visit.asked.path.rstrip("/") or "/")
        if methods is None:
            return visit.page("error.html", 404, sentence=visit.text("There is no page at this address."))
        found = methods.get("GET" if visit.asked.method == "HEAD" else visit.asked.method)
        if found is None:
            return visit.page("error.html", 405, sentence=visit.text("This page cannot be used in this way."))
        return await self._handle(visit, found[0], member=found[1])

    async def _handle(self, visit: Visit, handler: Handler, *, member: bool) -> Response:
        proven = visit.asked.method != "POST" or visit.asked.path in self._signed
        if not proven and not visit.is_own_form(member=member):
            return visit.page("error.html", 403, sentence=visit.text(_NOT_OURS))
        if member and visit.session is None:
            back = visit.here() if visit.asked.method != "POST" else "/settings"
            return visit.go(f"/auth/sign_in?next={quote(back, safe='')}")
        return await handler(visit)

    async def _note_presence(self, visit: Visit) -> None:
        session = visit.session
        if session is not None and auth.is_stale(session, visit.now):
            async with self._ground.work() as work:
                await auth.session_seen(work, session, visit.address)


def _protect(visit: Visit, response: Response) -> None:
    """Allow nothing but our own style, script and pictures; forms go to us, and where the page says so."""
    response.headers["content-security-policy"] = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
        f" form-action {' '.join(visit.form_targets)}; frame-ancestors 'none'; base-uri 'none'"
    )
    response.headers["x-content-type-options"] = "nosniff"
    response.headers["x-frame-options"] = "DENY"
    response.headers["referrer-policy"] = "no-referrer"
    response.headers["cache-control"] = "private, no-store"
