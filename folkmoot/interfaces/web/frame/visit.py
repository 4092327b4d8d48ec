"""One visit to a page: who comes, in which language, with which form, and the ways to answer."""

from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse, Response

from folkmoot.features import auth
from folkmoot.features.auth import Session, User
from folkmoot.infra.boot import Ground
from folkmoot.infra.multipart import Upload
from folkmoot.interfaces.web.frame import csrf, rendering, wording
from folkmoot.interfaces.web.frame.look import Look

SESSION_COOKIE = "folkmoot_session"
VISIT_COOKIE = "folkmoot_visit"
LANGUAGE_COOKIE = "folkmoot_language"
LOOK_COOKIE = "folkmoot_look"
COOKIE_DAYS = 400
_URL_SAFE = ":/?#[]@!$&'()*+,;=%~"


class Visit:
    """What a page's handler gets. `query` and `form` hold the last value given for each name, `places` what stands in
    the places of the page's path. `personal` says that the answer holds something of this browser's own.
    """

    def __init__(self, ground: Ground, request: "Asked") -> None:
        self.ground = ground
        self.asked = request
        self.session: Session | None = None
        self.user: User | None = None
        self.may_judge = False
        self.places: dict[str, str] = {}
        self.personal = False
        self._mark = request.cookies.get(VISIT_COOKIE, "")
        self.look = Look.of(request.cookies.get(LOOK_COOKIE, ""))
        self.language = wording.SOURCE
        self.form_targets: tuple[str, ...] = ("'self'",)
        self.frames = "'none'"
        """Which sites may show this page in a frame of theirs (CSP)."""
        self._cookies: list[tuple[str, str, int]] = []

    @property
    def query(self) -> dict[str, str]:
        return self.asked.query

    @property
    def form(self) -> dict[str, str]:
        return self.asked.form

    def chosen(self, name: str) -> list[str]:
        """Return every value that the form gave for a name, in order."""
        return [value for given, value in self.asked.pairs if given == name]

    def take(self, places: dict[str, str]) -> None:
        """Note what stands in the places of the page's path."""
        self.places = places

    async def recognise(self) -> None:
        """Find out who comes and which language they read."""
        db = await self.ground.read()
        secret = self.asked.cookies.get(SESSION_COOKIE, "")
        if secret:
            self.session = await auth.session_of(db, secret, self.ground.clock())
        if self.session is not None:
            self.user = await auth.user_of(db, self.session.account_id)
        if self.user is not None and self.user.role_id is not None:
            self.may_judge = (await auth.role_of(db, self.user.role_id)).may(auth.Permission.MANAGE_REPORTS)
        self._choose_language()

    @property
    def visit_mark(self) -> str:
        """What tells this browser from others before sign-in; it is given one when it first needs it."""
        self.personal = True
        if not self._mark:
            self._mark = csrf.new_visit()
            self.set_cookie(VISIT_COOKIE, self._mark)
        return self._mark

    def _choose_language(self) -> None:
        asked = self.query.get("lang", "")
        self.language = wording.choose(
            asked,
            self.asked.cookies.get(LANGUAGE_COOKIE, ""),
            self.user.locale if self.user else "",
            *wording.accepted(self.asked.headers.get("accept-language", "")),
            otherwise=next(iter(self.ground.config.site.languages), wording.SOURCE),
        )
        if asked and wording.choose(asked) == self.language:
            self.set_cookie(LANGUAGE_COOKIE, self.language)

    @property
    def now(self) -> int:
        return self.ground.clock()

    @property
    def address(self) -> str:
        return self.asked.address

    @property
    def user_agent(self) -> str:
        return self.asked.headers.get("user-agent", "")

    @property
    def member_id(self) -> int | None:
        """Who is signed in."""
        return None if self.session is None else self.session.account_id

    @cached_property
    def csrf_token(self) -> str:
        """The tag that every form of this visit carries; bound to the session, or to the browser before sign-in."""
        return csrf.masked(self._own_tag)

    @property
    def _own_tag(self) -> str:
        return self._form_tag(self.asked.cookies.get(SESSION_COOKIE, "") if self.session else "")

    def is_own_form(self, *, member: bool) -> bool:
        """Say whether what was sent comes from one of our pages.

        What is for anybody may come from a page opened before somebody signed in beside it.
        """
        given = csrf.unmasked(self.form.get("csrf", "") or self.asked.headers.get("x-csrf-token", ""))
        return csrf.matches(self._own_tag, given) or (not member and csrf.matches(self._form_tag(""), given))

    def _form_tag(self, session_secret: str) -> str:
        return csrf.tag(self.ground.secrets.session_key, "form", session_secret or self.visit_mark)

    def seal(self, purpose: str, value: str, life: int) -> str:
        """Return `value` so that this browser can hand it back for `life` ms but not change it."""
        return csrf.seal(self.ground.secrets.session_key, purpose, value, self.now + life, self.visit_mark)

    def unseal(self, purpose: str, sealed: str) -> str | None:
        """Return what `seal` closed for this purpose in this browser; None when it is changed or too old."""
        return csrf.unseal(self.ground.secrets.session_key, purpose, sealed, self.now, self.visit_mark)

    def text(self, message: str, **values: object) -> str:
        """Return a sentence in the visitor's language."""
        said = wording.translations(self.language).gettext(message)
        return said % values if values else said

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """Answer with a page; templates see `visit`, `site` and `context`."""
        html = rendering.render(template, self.language, {"visit": self, "site": self.ground.config.site, **context})
        return HTMLResponse(html, status, {"content-language": self.language})

    def piece(self, html: str) -> Response:
        """Answer a script with a piece of a page."""
        return HTMLResponse(html, headers={"content-language": self.language})

    def go(self, target: str) -> Response:
        """Answer by sending the browser to `target`: one of our paths, or an address that was registered."""
        return Response(status_code=303, headers={"location": quote(target, safe=_URL_SAFE)})

    @property
    def is_partial(self) -> bool:
        """Say whether a script of ours asks for a piece of a page."""
        return "hx-request" in self.asked.headers

    def here(self, **changes: str) -> str:
        """Return this page's path with the query as it is but for `changes`."""
        query = urlencode({**self.query, **changes})
        return f"{self.asked.path}?{query}" if query else self.asked.path

    def set_cookie(self, name: str, value: str) -> None:
        self._cookies.append((name, value, COOKIE_DAYS * 86_400))

    def drop_cookie(self, name: str) -> None:
        self._cookies.append((name, "", 0))

    def put_cookies(self, response: Response) -> None:
        """Write this visit's cookies onto the answer: never for scripts, never for other sites' forms."""
        secure = self.ground.config.site.url.startswith("https://")
        for name, value, age in self._cookies:
            response.set_cookie(name, value, max_age=age, path="/", secure=secure, httponly=True, samesite="lax")


class Asked:
    """What the browser sent: path, query, form, headers (lower-case names), cookies, and its address."""

    def __init__(self, scope: Any, headers: dict[str, str], cookies: dict[str, str]) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers = headers
        self.cookies = cookies
        self.address: str = scope["client"][0] if scope.get("client") else ""
        self.query_text: str = scope["query_string"].decode("latin-1")
        self.query: dict[str, str] = {}
        self.form: dict[str, str] = {}
        self.pairs: list[tuple[str, str]] = []
        self.files: dict[str, bytes] = {}
        self.spooled: list[Upload] = []
        self.named: dict[str, Upload] = {}
        """The last file of each field of a form that brought `spooled`; what is empty is left out."""
        self.body = b""
