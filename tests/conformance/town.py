"""A community in which every documented operation is carried out, with people in it and a small web around it."""

import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image

from folkmoot.features import auth, site
from folkmoot.features.auth.scopes import KNOWN_SCOPES
from folkmoot.infra.config import OutboundSettings, Site, TranslationSettings
from tests.conformance.answers import listener
from tests.conformance.evidence import Evidence, Lack
from tests.conformance.operation import Op
from tests.conformance.operations import operation
from tests.interfaces.test_translation import LANGUAGES, shouting
from tests.support.moot import BASE, Member, Moot, moot
from tests.support.signing import app
from tests.support.streams import reading
from tests.support.web import Web, data, page, web

ARTICLE = """<!doctype html><html lang="en"><head><title>Leeks</title><meta property="og:title" content="Leeks">
<meta property="og:image" content="{base}/leek.png"><meta property="og:image:alt" content="A leek">
<meta property="og:description" content="How to grow them">
<meta property="og:site_name" content="The Garden"><meta name="author" content="Vera">
<meta property="article:published_time" content="2024-05-01T10:00:00+02:00"></head><body>text</body></html>"""
SWEPT = {"limit": "2", "offset": "0", "max_id": str(2**62), "since_id": "1", "min_id": "1"}
"""The parameters of paging, which every list is asked with once more."""


def picture(colour: str = "teal") -> tuple[str, bytes, str]:
    """A file to send."""
    made = io.BytesIO()
    Image.new("RGB", (160, 100), colour).save(made, "PNG")
    return "a.png", made.getvalue(), "image/png"


def filled_in(op: Op, parts: dict[str, str]) -> str:
    """The path of an operation with what varies in it."""
    return _PART.sub(lambda found: quote(parts[found[1]], safe=""), op.path)


def things_in(op: Op) -> list[str]:
    """The parts of its path that name a thing which must be there; a tag may be any word."""
    return [part for part in op.path_params if part.endswith(("id", "key", "date", "year"))]


_PART = re.compile(r":([a-z_]+)")


class Town:
    """Carries out documented operations by their documented names, and keeps the evidence."""

    def __init__(self, moot: Moot, around: Web, evidence: Evidence) -> None:
        self.moot = moot
        self.web = around
        self.evidence = evidence

    async def member(self, **about: Any) -> Member:
        return await self.moot.member(**about)

    async def voice(self) -> Member:
        """A member whose posts name the app that they are made with."""
        member, client = await self.member(), await app(self.moot)
        async with self.moot.ground.work() as work:
            known = await auth.app_by_client_id(work.db, client.id)
            _, token = await auth.issue_token(work, app_id=known.id, account_id=member.id, scopes="read write follow")
        return member._replace(token=token)

    async def do(self, what: str, by: Member | None = None, /, **request: Any) -> Any:
        """Carry out an operation such as `GET /api/v1/accounts/:id`; returns what it answered.

        Keywords that name a part of the path fill it; the others are what httpx takes.
        """
        op = operation(*what.split(" "))
        parts = {part: str(request.pop(part)) for part in op.path_params}
        if op not in self.evidence.refused:
            self.evidence.refused[op] = await self._refusals(op, parts, by, request)
        path = filled_in(op, parts)
        answer = await self.moot.call(op.method, path, by, **request)
        assert answer.status_code in op.success, f"{what}: {answer.status_code} {answer.text[:300]}"
        if op.method == "GET":
            await self._sweep(op, path, by, request)
        return answer.json() if op.answer is not None else answer

    async def _refusals(
        self, op: Op, parts: dict[str, str], by: Member | None, request: dict[str, Any]
    ) -> dict[Lack, int]:
        """Try a call that is about to succeed without what it needs; returns what it was answered with."""
        found: dict[Lack, int] = {}
        bare = {name: value for name, value in request.items() if name != "headers"}
        if not op.access.open:
            found[Lack.TOKEN] = (await self.moot.call(op.method, filled_in(op, parts), **bare)).status_code
        if op.access.scopes:
            narrow = await self._without(op.access.scopes)
            found[Lack.SCOPE] = (await self.moot.call(op.method, filled_in(op, parts), narrow, **bare)).status_code
        for part in things_in(op):
            path = filled_in(op, {**parts, part: self.moot.never()})
            found[Lack.THING] = (await self.moot.call(op.method, path, by, **request)).status_code
        return found

    async def _without(self, scopes: tuple[str, ...]) -> Member:
        """Somebody whose app may do everything that is not in `scopes`."""
        others = [
            one for one in sorted(KNOWN_SCOPES) if not any(auth.allows(frozenset({one}), each) for each in scopes)
        ]
        return await self.moot.member(role="owner", scopes=" ".join(others))

    async def _sweep(self, op: Op, path: str, by: Member | None, request: dict[str, Any]) -> None:
        """Ask a list again with the parameters of paging: downwards, then upwards."""
        known = {param.name for param in op.params} & SWEPT.keys()
        for left_out in ("min_id", "max_id"):
            if names := known - {left_out} - set(request.get("params", {})):
                params = {**request.get("params", {}), **{name: SWEPT[name] for name in names}}
                answer = await self.moot.call("GET", path, by, **{**request, "params": params})
                assert answer.status_code == 200, f"{op.path} with {params}: {answer.text[:300]}"
            if "min_id" not in known:
                return

    async def listen(self, name: str, by: Member, **query: str) -> None:
        """Open a stream of server-sent events, and see that it begins."""
        op = operation("GET", name)
        self.evidence.refused[op] = await self._refusals(op, {}, by, {"params": query})
        async with reading(self.moot, by, op.path.removeprefix("/api/v1/streaming/"), **query) as line:
            assert (await line.next())["type"] == "http.response.body"
        self.carried_out(f"GET {name}", query)

    def carried_out(self, what: str, sent: Iterable[str]) -> None:
        """Note an operation whose answer is no JSON and comes another way than through `do`."""
        op = operation(*what.split(" "))
        self.evidence.proved.add(op)
        self.evidence.sent[op] |= set(sent)

    async def emoji(self, name: str) -> None:
        """Add a custom emoji."""
        async with self.moot.ground.work() as work:
            await site.add_emoji(work, site.Emoji(name, f"{name}.png", f"{name}.png", "plants", visible=True))

    async def post(self, by: Member, text: str = "Hello", **fields: Any) -> dict[str, Any]:
        return await self.moot.post(by, text, **fields)

    async def upload(self, by: Member, **fields: Any) -> str:
        made = await self.do("POST /api/v2/media", by, files={"file": picture()}, data=fields)
        await self.moot.settle()
        return str(made["id"])


Story = Callable[[Town], Awaitable[None]]
STORIES: dict[str, Story] = {}
"""The story in which each operation is carried out."""


def story(*names: str) -> Callable[[Story], Story]:
    """Say which operations the decorated story carries out, by their documented names."""

    def register(told: Story) -> Story:
        for name in names:
            assert name not in STORIES, f"{name} has its story already"
            operation(*name.split(" "))
            STORIES[name] = told
        return told

    return register


def stories(path: str, verbs: str) -> Callable[[Story], Story]:
    """The same for operations that lie below one path: `METHOD`, or `METHOD below`, each after a comma."""
    named = (verb.strip().partition(" ") for verb in verbs.split(","))
    return story(*(f"{method} {path}{'/' + below if below else ''}" for method, _, below in named))


@asynccontextmanager
async def town(folder: Path, database_url: str, evidence: Evidence) -> AsyncIterator[Town]:
    """Run the community; what leaves it reaches the small web of the test alone."""
    async with web() as around:
        around.pages |= {
            "/languages": data(LANGUAGES),
            "/translate": shouting,
            "/leeks": page(ARTICLE.format(base=around.base)),
            "/box": page("", status="201 Created"),
        }
        settings: dict[str, Any] = {
            "site": Site(url=BASE, registrations="open", contact_email="hello@moot.test"),
            "outbound": OutboundSettings(private_networks=("127.0.0.0/8",)),
            "translation": TranslationSettings(around.base),
        }
        async with moot(folder, database_url, **settings) as running:
            running.http.event_hooks = {"response": [listener(evidence.take)]}
            yield Town(running, around, evidence)
