"""From an ASGI request to what the browser asked: small bodies only, valid UTF-8, no NUL."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import cookie_parser

from folkmoot.infra.errors import InvalidError, TooLargeError
from folkmoot.interfaces.web.visit import Asked

BODY_LIMIT = 64 * 1024
FIELDS_LIMIT = 200

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


async def read(scope: MutableMapping[str, Any], receive: Receive) -> Asked:
    """Return what was asked; InvalidError or TooLargeError when it cannot be read."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    asked = Asked(scope, headers, _cookies(headers.get("cookie", "")))
    asked.query = _fields(scope["query_string"].decode("latin-1"))
    if asked.method == "POST":
        asked.body = await _body(receive)
        if headers.get("content-type", "").partition(";")[0].strip() == "application/x-www-form-urlencoded":
            asked.form = _fields(_text(asked.body))
    return asked


async def _body(receive: Receive) -> bytes:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise InvalidError("The request ended early.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > BODY_LIMIT:
            raise TooLargeError("That is more than this page takes.")
        if not message.get("more_body"):
            return b"".join(parts)


def _text(body: bytes) -> str:
    try:
        return body.decode("ascii")
    except UnicodeDecodeError as error:
        raise InvalidError("The form cannot be read.") from error


def _cookies(header: str) -> dict[str, str]:
    return {name: value for name, value in cookie_parser(header).items() if value.isascii() and len(value) <= 200}


def _fields(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_LIMIT, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise InvalidError("The form cannot be read.") from error
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise InvalidError("The form cannot be read.")
    return dict(pairs)
