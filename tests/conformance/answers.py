"""Holds every answer of a documented operation against what is documented of it."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import httpx2
import msgspec

from tests.conformance.entities import check
from tests.conformance.operation import Op
from tests.support.routes import ROUTER, documented

_LINK = re.compile(r'<http[^<>]*>; rel="(next|prev)"')
_held: set[bytes] = set()
"""What has been found in order already: the same answer comes many times in a run of the suite."""


class UndocumentedError(AssertionError):
    """An answer is not what the documentation of its operation says."""


def operation_of(method: str, path: str) -> Op | None:
    """The documented operation that a call of our API is; None for one of our own, and for what is no operation."""
    found = ROUTER.find(path)
    route = found[0].get(method) if found else None
    return None if route is None else documented(route)


def hold(answer: httpx2.Response) -> Op | None:
    """Raise UndocumentedError unless the answer is as documented; returns its operation where it has succeeded."""
    op = operation_of(answer.request.method, answer.request.url.path)
    if op is None:
        return None
    mark = hashlib.blake2b(
        b"%b %b %d %b" % (op.method.encode(), op.path.encode(), answer.status_code, answer.content), digest_size=16
    ).digest()
    if mark not in _held:
        found = faults(op, answer)
        if found:
            head = f"{op.method} {op.path} answers {answer.status_code} otherwise than documented:"
            raise UndocumentedError("\n  ".join((head, *found[:20])))
        _held.add(mark)
    return op if answer.status_code in op.success else None


def faults(op: Op, answer: httpx2.Response) -> list[str]:
    """What is wrong with an answer of `op`, as sentences."""
    if answer.status_code >= 400:
        return [] if op.path in NO_REFUSAL else refusal_faults(op, answer)
    if answer.status_code not in op.success:
        return [f"the status is none of {', '.join(map(str, op.success))}"]
    return [*link_faults(op, answer), *body_faults(op, answer)]


def body_faults(op: Op, answer: httpx2.Response) -> list[str]:
    if op.answer is None:
        return []
    body = _json(answer)
    return ["the body is no JSON"] if body is None else check(body, op.answer)


def link_faults(op: Op, answer: httpx2.Response) -> list[str]:
    """A list that is paged by the Link header names pages there, and no other list does."""
    links = answer.headers.get("link")
    if links is None:
        return []
    if not op.paged:
        return ["there is a Link header, though the operation is not paged by it"]
    return [f"the Link header has a part {part!r}" for part in links.split(", ") if not _LINK.fullmatch(part)]


def refusal_faults(op: Op, answer: httpx2.Response) -> list[str]:
    """A refusal says in one sentence why; more than that is documented for some."""
    body = _json(answer)
    if isinstance(body, dict) and isinstance(body.get("error"), dict) and op.page == "collections":
        body = body["error"]  # as they are documented, and there alone
    if not isinstance(body, dict) or not isinstance(body.get("error"), str) or not body["error"]:
        return [f"a refusal is an object with a text `error`, this is {answer.text[:80]!r}"]
    return [f"$.{name}: not in the documentation of refusals" for name in body.keys() - REFUSAL]


REFUSAL = frozenset({"error", "error_description", "details"})
NO_REFUSAL = frozenset({"/health"})
"""What says how it is, also where that is not well."""


def _json(answer: httpx2.Response) -> Any:
    try:
        return msgspec.json.decode(answer.content)
    except msgspec.DecodeError:
        return None


def listener(proved: Callable[[Op, httpx2.Response], None] | None = None) -> Callable[[httpx2.Response], Any]:
    """What an HTTP client calls with each answer; `proved` is told of each operation that succeeded as documented."""

    async def heed(answer: httpx2.Response) -> None:
        await answer.aread()
        op = hold(answer)
        if op is not None and proved is not None:
            proved(op, answer)

    return heed
