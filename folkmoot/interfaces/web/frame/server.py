"""The pages as an ASGI application: find, recognise, check the form, answer, and wrap the answer in safe headers."""

import logging
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.responses import PlainTextResponse, Response

from folkmoot.features import auth
from folkmoot.infra.boot import Ground
from folkmoot.infra.db import persistently
from folkmoot.infra.errors import Kind, Refusal, UnauthenticatedError
from folkmoot.infra.multipart import discard
from folkmoot.interfaces.web.frame import files
from folkmoot.interfaces.web.frame.compressing import compressed
from folkmoot.interfaces.web.frame.keeping import Keeping
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.reading import Receive, fill, fill_spooled, opened, takes_spool
from folkmoot.interfaces.web.frame.routing import Found, Page, Pages
from folkmoot.interfaces.web.frame.visit import Asked, Visit

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


_SECRET = ("/auth/", "/oauth/", "/settings")
"""What no browser may keep; other pages come back as they were when one goes back to them."""

_NOT_OURS = marked("This form is too old or was not ours. Please go back, reload the page and try again.")


class Web:
    """Serves the pages of `pages` and the static files."""

    def __init__(self, ground: Ground, pages: Pages) -> None:
        self._ground = ground
        self._pages = pages
        self._keeping = ground.one(Keeping)

    async def __call__(self, scope: Any, receive: Receive, send: Any) -> None:
        response = await self._respond(scope, receive)
        await response(scope, receive, send)

    async def _respond(self, scope: Any, receive: Receive) -> Response:
        asked = opened(scope)
        if asked.path == files.ICON or asked.path.startswith(files.PREFIX):
            return _static(asked)
        found = self._pages.find(asked.path)
        visit = Visit(self._ground, asked)
        try:
            await fill(asked, receive, _page_of(asked, found))
            visit.take(found.places if found else {})
        except Refusal as error:
            return await self._page(visit, found, receive, error)
        return await self._page(visit, found, receive)

    async def _page(
        self, visit: Visit, found: Found | None, receive: Receive, unreadable: Refusal | None = None
    ) -> Response:
        tick = self._ground.changes.tick
        try:
            await visit.recognise()
            tick = self._ground.changes.tick
            kept = self._keeping.find(visit) if unreadable is None else None
            if kept is not None:
                return kept
            response = await self._answered(visit, found, receive, unreadable)
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
        response = compressed(response, visit.asked.headers.get("accept-encoding", ""))
        self._keeping.keep(visit, response, tick)
        return response

    async def _answered(
        self, visit: Visit, found: Found | None, receive: Receive, unreadable: Refusal | None
    ) -> Response:
        """Let members alone send files that are spooled, and leave none of them behind."""
        asked = visit.asked
        if unreadable is None and takes_spool(asked, _page_of(asked, found)):
            if visit.session is None:
                raise UnauthenticatedError("Please sign in first.")
            await fill_spooled(asked, receive, self._ground.config.media.video_bytes)
        try:
            return await self._answer(visit, found, unreadable)
        finally:
            discard(asked.spooled)

    async def _answer(self, visit: Visit, found: Found | None, unreadable: Refusal | None) -> Response:
        if unreadable is not None:
            raise unreadable
        if found is None:
            return visit.page("error.html", 404, sentence=visit.text("There is no page at this address."))
        page = _page_of(visit.asked, found)
        if page is None:
            return visit.page("error.html", 405, sentence=visit.text("This page cannot be used in this way."))
        return await self._handle(visit, page)

    async def _handle(self, visit: Visit, page: Page) -> Response:
        proven = visit.asked.method != "POST" or page.signed
        if not proven and not visit.is_own_form(member=page.member):
            return visit.page("error.html", 403, sentence=visit.text(_NOT_OURS))
        if page.member and visit.session is None:
            back = visit.here() if visit.asked.method != "POST" else "/"
            return visit.go(f"/auth/sign_in?next={quote(back, safe='')}")
        return await persistently(partial(page.handler, visit), f"{visit.asked.method} {visit.asked.path}")

    async def _note_presence(self, visit: Visit) -> None:
        session = visit.session
        if session is not None and auth.is_stale(session, visit.now):
            async with self._ground.work() as work:
                await auth.session_seen(work, session, visit.address)


def _page_of(asked: Asked, found: Found | None) -> Page | None:
    return found.methods.get("GET" if asked.method == "HEAD" else asked.method) if found else None


def _static(asked: Asked) -> Response:
    name = "favicon.png" if asked.path == files.ICON else asked.path.removeprefix(files.PREFIX)
    found = files.serve(name, asked.headers.get("accept-encoding", ""), asked.headers.get("if-none-match", ""))
    return found or PlainTextResponse("Not found\n", 404)


def _protect(visit: Visit, response: Response) -> None:
    """Allow nothing but our own style, script and media; forms go to us, and where the page says so."""
    response.headers["content-security-policy"] = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
        " connect-src 'self'; manifest-src 'self'; worker-src 'self';"
        f" form-action {' '.join(visit.form_targets)}; frame-ancestors {visit.frames}; base-uri 'none'"
    )
    response.headers["x-content-type-options"] = "nosniff"
    if visit.frames == "'none'":
        response.headers["x-frame-options"] = "DENY"
    response.headers["referrer-policy"] = "no-referrer"
    secret = visit.asked.method == "POST" or visit.asked.path.startswith(_SECRET)
    response.headers.setdefault("cache-control", "private, no-store" if secret else "private, no-cache")
    response.headers["vary"] = "accept-encoding, accept-language, cookie, hx-request"
