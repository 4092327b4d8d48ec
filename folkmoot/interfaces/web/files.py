"""The static files of the pages: read once, named by their content, kept by browsers for a year."""

import mimetypes
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"
ICON = "/favicon.ico"
"""Where browsers look for a picture of their own accord."""


class StaticFile(NamedTuple):
    """A file as it is sent; `mark` changes with its content."""

    body: bytes
    kind: str
    mark: str


@cache
def static_files() -> dict[str, StaticFile]:
    """Return every static file by its name."""
    found = {}
    for path in sorted(FOLDER.iterdir()):
        body = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        found[path.name] = StaticFile(body, kind, sha256(body).hexdigest()[:16])
    return found


def url_of(name: str) -> str:
    """Return the address of a static file, with a mark so that it may be kept for ever."""
    return f"{PREFIX}{name}?v={static_files()[name].mark}"


def serve(name: str, query: str, if_none_match: str) -> Response | None:
    """Return the answer for a static file, or None when there is none of this name."""
    file = static_files().get(name)
    if file is None:
        return None
    marked = query == f"v={file.mark}"
    headers = {
        "etag": f'"{file.mark}"',
        "cache-control": "public, max-age=31536000, immutable" if marked else "public, max-age=86400",
        "x-content-type-options": "nosniff",
        "access-control-allow-origin": "*",
    }
    if f'"{file.mark}"' in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(file.body, media_type=file.kind, headers=headers)
