"""A browser without a window: follows the forms of the pages as a member would, over any httpx client."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import httpx2


class _Forms(HTMLParser):
    """Finds the forms of a page with the values they would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "method": given.get("method", "get"), "fields": {}})
        elif tag in ("input", "textarea", "select") and self.forms and given.get("name"):
            self.forms[-1]["fields"][given["name"]] = given.get("value", "")


class Browser:
    """Holds cookies, the last answer, and never follows a redirect away from the community by itself."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        self._http = http
        self.answer: httpx2.Response
        self.url = ""

    @property
    def text(self) -> str:
        return self.answer.text

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def left_to(self) -> str:
        """Where the last answer wanted to send the browser, '' when it did not."""
        location: str = self.answer.headers.get("location", "")
        return location

    async def open(self, path: str, **headers: str) -> "Browser":
        return await self._take(await self._http.get(path, headers=headers))

    async def send(self, action: str, **fields: str) -> "Browser":
        """Fill in and send the form of the page that goes to `action`; fields not named keep their values."""
        form = next(form for form in self._found_forms() if form["action"].partition("?")[0] == action)
        return await self.post(form["action"], {**form["fields"], **fields})

    async def post(self, path: str, fields: dict[str, str]) -> "Browser":
        return await self._take(await self._http.post(urljoin(self.url, path), data=fields))

    def has_form(self, action: str) -> bool:
        return any(form["action"].partition("?")[0] == action for form in self._found_forms())

    def _found_forms(self) -> list[dict[str, Any]]:
        parser = _Forms()
        parser.feed(self.text)
        return parser.forms

    async def _take(self, answer: httpx2.Response) -> "Browser":
        for _ in range(10):
            self.answer, self.url = answer, str(answer.url)
            if answer.status_code != 303 or not self.left_to.startswith("/"):
                return self
            answer = await self._http.get(self.left_to)
        raise AssertionError(f"the pages send the browser in circles: {self.left_to}")


def browser_of(http: httpx2.AsyncClient) -> Browser:
    """Return a browser with cookies of its own over the same way to the community."""
    transport = http._transport
    return Browser(httpx2.AsyncClient(transport=transport, base_url=http.base_url))
