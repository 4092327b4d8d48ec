"""Refusals as the client API words them: one table from kind to status, one shape of body."""

import msgspec

from folkmoot.features.auth import BadTokenError
from folkmoot.infra.db import BusyError, DuplicateError
from folkmoot.infra.errors import Kind, Refusal
from folkmoot.infra.multipart import BadMultipartError, TooLargeUploadError
from folkmoot.interfaces.mastodon.call import Reply, json
from folkmoot.interfaces.mastodon.params import MalformedError, OversizedError

EXPECTED = (
    Refusal,
    msgspec.ValidationError,
    MalformedError,
    BadMultipartError,
    OversizedError,
    TooLargeUploadError,
    DuplicateError,
    BusyError,
)
"""What may go wrong without anything being wrong with the server."""

_CHALLENGE = ((b"www-authenticate", b'Bearer realm="Folkmoot", error="invalid_token"'),)
"""RFC 6750 section 3: what a refused token is told."""

STATUS = {
    Kind.INVALID: 422,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.GONE: 410,
    Kind.CONFLICT: 409,
    Kind.TOO_LARGE: 413,
    Kind.LIMITED: 429,
    Kind.UNAVAILABLE: 503,
}


def expected(error: Exception) -> Reply:
    """Return the reply for one of EXPECTED."""
    if isinstance(error, Refusal):
        return refusal(error)
    if isinstance(error, msgspec.ValidationError):
        return invalid_params(error)
    if isinstance(error, OversizedError | TooLargeUploadError):
        return too_large(error.limit)
    if isinstance(error, DuplicateError):
        return json({"error": "Something it concerns was changed or removed at the same time"}, STATUS[Kind.CONFLICT])
    if isinstance(error, BusyError):
        return json({"error": "The server is busy; try again in a moment"}, STATUS[Kind.UNAVAILABLE])
    return malformed(str(error))


def refusal(error: Refusal) -> Reply:
    """Return the reply for a refusal; only its safe sentence is shown."""
    body: dict[str, object] = {"error": error.sentence}
    if error.fields:
        body["details"] = faults(error)
    return json(body, STATUS[error.kind], _CHALLENGE if isinstance(error, BadTokenError) else ())


def faults(error: Refusal) -> dict[str, list[dict[str, str]]]:
    """Return what is wrong with each input at fault."""
    return {
        name: [{"error": code, "description": words} for code, words in found] for name, found in error.fields.items()
    }


def invalid_params(error: msgspec.ValidationError) -> Reply:
    return json({"error": f"Validation failed: {error}"}, 422)


def malformed(sentence: str) -> Reply:
    return json({"error": sentence}, 400)


def not_found() -> Reply:
    return json({"error": "Record not found"}, 404)


def no_method(allowed: list[str]) -> Reply:
    headers = ((b"allow", ", ".join(sorted(allowed)).encode()),)
    return json({"error": "This method is not allowed here"}, 405, headers)


def too_large(limit: int) -> Reply:
    return json({"error": f"The request is larger than {limit} bytes"}, 413)


def limited() -> Reply:
    return json({"error": "Too many requests"}, 429)


def broken() -> Reply:
    return json({"error": "Something went wrong on our side; it has been written down"}, 500)
