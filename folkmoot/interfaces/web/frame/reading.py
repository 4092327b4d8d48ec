"""From an ASGI request to what the browser asked: small bodies only but for files, valid UTF-8, no NUL."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import cookie_parser

from folkmoot.infra.errors import InvalidError, TooLargeError
from folkmoot.infra.multipart import BadMultipartError, TooLargeUploadError, Upload, discard, read_multipart
from folkmoot.interfaces.web.frame import uploads
from folkmoot.interfaces.web.frame.routing import Page
from folkmoot.interfaces.web.frame.visit import Asked

BODY_LIMIT = 64 * 1024
FIELDS_LIMIT = 300
"""A filter may have a hundred keywords, each with a tick."""
DRAINED = 32 * 2**20
"""Bytes of a file that is too large which are read and dropped: a browser shows no answer before it has sent all."""

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


async def fill(asked: Asked, receive: Receive, page: Page | None) -> None:
    """Read the query and what a form brought; InvalidError or TooLargeError when it cannot be read."""
    asked.query = dict(_fields(asked.query_text))
    if asked.method != "POST" or takes_spool(asked, page):
        return
    kind = asked.headers.get("content-type", "")
    if kind.startswith("multipart/form-data") and page is not None and page.upload:
        fields, asked.files = await uploads.parts(kind, await _body(receive, page.upload + BODY_LIMIT, DRAINED))
        asked.form = _whole(fields)
        return
    asked.body = await _body(receive, BODY_LIMIT, 0)
    if kind.partition(";")[0].strip() == "application/x-www-form-urlencoded":
        asked.pairs = _fields(_text(asked.body))
        asked.form = dict(asked.pairs)


async def fill_spooled(asked: Asked, receive: Receive, limit: int) -> None:
    """Read a form whose files are too large for memory; who uses them discards `asked.spooled` at the end."""
    try:
        kind = asked.headers["content-type"].encode("latin-1")
        pairs, asked.spooled = await read_multipart(kind, receive, limit, patient=True)
    except BadMultipartError as error:
        raise InvalidError("The form cannot be read.") from error
    except TooLargeUploadError as error:
        raise TooLargeError("That is more than this page takes.") from error
    asked.pairs = [(name, value) for name, value in pairs if isinstance(value, str)]
    asked.named = {name: value for name, value in pairs if isinstance(value, Upload) and value.size}
    try:
        asked.form = _whole(dict(asked.pairs))
    except InvalidError:
        discard(asked.spooled)
        raise


def takes_spool(asked: Asked, page: Page | None) -> bool:
    """Say whether this is a form with files for a page that spools them."""
    kind = asked.headers.get("content-type", "")
    return page is not None and page.spooled and kind.startswith("multipart/form-data")


def opened(scope: MutableMapping[str, Any]) -> Asked:
    """Return what stands in the head of a request, but for its query."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return Asked(scope, headers, _cookies(headers.get("cookie", "")))


async def _body(receive: Receive, limit: int, drained: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise InvalidError("The request ended early.")
        size += len(message.get("body", b""))
        more = message.get("more_body")
        if size <= limit:
            parts.append(message.get("body", b""))
        elif size > drained or not more:
            raise TooLargeError("That is more than this page takes.")
        if not more:
            return b"".join(parts)


def _text(body: bytes) -> str:
    try:
        return body.decode("ascii")
    except UnicodeDecodeError as error:
        raise InvalidError("The form cannot be read.") from error


def _cookies(header: str) -> dict[str, str]:
    return {name: value for name, value in cookie_parser(header).items() if value.isascii() and len(value) <= 200}


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_LIMIT, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise InvalidError("The form cannot be read.") from error
    _whole(dict(pairs))
    return pairs


def _whole(fields: dict[str, str]) -> dict[str, str]:
    if any("\0" in name or "\0" in value for name, value in fields.items()):
        raise InvalidError("The form cannot be read.")
    return fields
