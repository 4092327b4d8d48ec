"""Parameters of a call: query, form, multipart or JSON merged into one tree, then into the handler's typed struct."""

from collections import Counter
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any, get_args
from urllib.parse import parse_qsl

import msgspec

from folkmoot.formats.form import FormError, nest
from folkmoot.infra.multipart import Upload, discard, read_multipart

BODY_LIMIT = 1 << 20
"""Bytes of a body that carries no file."""

_FALSE = frozenset(("0", "f", "false", "off", "n", "no"))
_FIELDS = 1_000


class MalformedError(Exception):
    """The body is not what its content type says."""


class OversizedError(Exception):
    """The body is larger than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


Receive = Callable[[], Awaitable[Any]]


class _Repeated(list[Any]):
    """The values of a field that was sent several times under its plain name: a list, or else the last one counts."""


async def read_tree(
    query: str, headers: dict[bytes, bytes], receive: Receive, *, upload_limit: int
) -> tuple[dict[str, Any], list[Upload]]:
    """Return every parameter of the call as one tree, the body's over the query's, and the files that came along."""
    tree = _form(query) if query else {}
    length = headers.get(b"content-length", b"")
    if not (length and length != b"0") and b"transfer-encoding" not in headers:
        return tree, []
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if kind == b"multipart/form-data":
        pairs, files = await read_multipart(headers[b"content-type"], receive, upload_limit)
        try:
            return tree | _nested(pairs), files
        except MalformedError:
            discard(files)
            raise
    body = await _read_body(headers, receive)
    if kind == b"application/json" or (not kind and body[:1] == b"{"):
        return tree | _json(body), []
    if kind in (b"application/x-www-form-urlencoded", b""):
        return tree | _form(_text(body)), []
    return tree, []


async def _read_body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and int(length) > BODY_LIMIT:
        raise OversizedError(BODY_LIMIT)
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise MalformedError("The request ended early")
        part = message.get("body", b"")
        size += len(part)
        if size > BODY_LIMIT:
            raise OversizedError(BODY_LIMIT)
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise MalformedError("The request is not valid UTF-8") from error


def _json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        tree = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedError("The request is not valid JSON") from error
    if not isinstance(tree, dict):
        raise MalformedError("The JSON of a request must be an object")
    return tree


def _form(text: str) -> dict[str, Any]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise MalformedError("The parameters are not valid UTF-8 form fields") from error
    return _nested(pairs)


def _nested(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    try:
        tree = nest(pairs)
    except FormError as error:
        raise MalformedError(f"The parameters cannot be read: {error}") from error
    seen: dict[str, int] = Counter(name for name, _ in pairs)
    for name, times in seen.items():
        if times > 1 and "[" not in name:
            tree[name] = _Repeated(value for other, value in pairs if other == name)
    return tree


def to_struct(tree: dict[str, Any], wanted: type[msgspec.Struct]) -> Any:
    """Return `tree` as the struct `wanted`; unknown names are ignored, msgspec.ValidationError names what is wrong."""
    _refuse_nul(tree)
    loose = _loose(wanted)
    given = {}
    for name, value in tree.items():
        how = loose.get(name)
        if how is None or (value is None and how != "erasable"):
            continue
        read = _loosened(value, how)
        if read is not None or how == "erasable":
            given[name] = read
    return msgspec.convert(given, wanted, strict=False, str_keys=True)


@lru_cache(maxsize=512)
def _loose(wanted: type[msgspec.Struct]) -> dict[str, str]:
    """Say for each field how its documented encodings are read: text, flag, list, plain or erasable.

    In an erasable field null and an empty value are told apart from one that was not sent (UNSET).
    """
    return {field.encode_name: _how(field.type) for field in msgspec.structs.fields(wanted)}


def _how(annotation: Any) -> str:
    names = [getattr(kind, "__name__", str(kind)) for kind in (annotation, *get_args(annotation))]
    if "UnsetType" in names:
        return "erasable"
    if "str" in names and "list" not in str(annotation):
        return "text"
    if "bool" in names:
        return "flag"
    return "list" if "list" in str(annotation) else "plain"


def _loosened(value: Any, how: str) -> Any:
    if how == "list":
        return _elements(value)
    if isinstance(value, _Repeated):
        value = value[-1]
    if how == "text":
        return _text_of(value)
    if value == "":
        return None
    if how == "flag" and isinstance(value, str):
        return value.lower() not in _FALSE
    return value


def _elements(value: Any) -> list[Any]:
    """Return a list however it was written; an empty field is how forms write that nothing is in it."""
    if isinstance(value, dict):
        value = list(value.values())
    elements = value if isinstance(value, list) else [value]
    return [_text_of(element) for element in elements if element != ""]


def _text_of(value: Any) -> Any:
    """Return a number of a JSON body as text: some clients write ids as numbers."""
    return str(value) if type(value) is int else value


def _refuse_nul(value: Any) -> None:
    """Refuse U+0000 anywhere: no text needs it, and PostgreSQL cannot hold it."""
    if isinstance(value, str):
        if "\0" in value:
            raise MalformedError("The parameters must not contain NUL characters")
    elif isinstance(value, dict):
        for key, below in value.items():
            _refuse_nul(key)
            _refuse_nul(below)
    elif isinstance(value, list):
        for below in value:
            _refuse_nul(below)


__all__ = ["MalformedError", "OversizedError", "read_tree", "to_struct"]
