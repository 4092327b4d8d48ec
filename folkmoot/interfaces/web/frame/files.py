"""The static files of the pages: read once, named by the content of them all, kept by browsers for a year.

Beside our own there is what the pages take from npm (packages/), and one file with all icons.
"""

import gzip
import mimetypes
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from starlette.responses import Response

from folkmoot.interfaces.web.frame import icons

FOLDER = Path(__file__).parent.parent / "static"
PACKAGES = Path(__file__).parent.parent / "packages" / "node_modules"
PREFIX = "/static/"
ICON = "/favicon.ico"
"""Where browsers look for a picture of their own accord."""
TAKEN = {"htmx.js": "htmx.org/dist/htmx.min.js"}
"""What is served of packages, by the name under which it is served."""
MARK_LENGTH = 16


class StaticFile(NamedTuple):
    """A file as it is sent, also compressed where that helps."""

    body: bytes
    small: bytes
    kind: str


class MissingPackageError(RuntimeError):
    """What the pages need of npm's packages is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is missing. Run scripts/set-up run, which installs what the pages need.")


@cache
def static_files() -> dict[str, StaticFile]:
    """Return every static file by its name."""
    found = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}
    for name, path in TAKEN.items():
        found[name] = _taken(PACKAGES / path)
    found["icons.svg"] = icons.sprite(
        lambda name: _taken(PACKAGES / "lucide-static" / "icons" / f"{name}.svg").decode()
    )
    return {name: _ready(name, body) for name, body in found.items()}


def _taken(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingPackageError(path) from error


def _ready(name: str, body: bytes) -> StaticFile:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if name.endswith(".webmanifest"):
        kind = "application/manifest+json"
    textual = kind.startswith("text/") or kind.endswith(("javascript", "svg+xml", "json"))
    small = gzip.compress(body, 9, mtime=0) if textual else b""
    return StaticFile(body, small if len(small) < len(body) else b"", kind)


@cache
def mark() -> str:
    """Return what changes when any static file does; it stands in the path, so that files may name each other."""
    total = sha256()
    for name, file in sorted(static_files().items()):
        total.update(name.encode() + b"\0" + file.body)
    return total.hexdigest()[:MARK_LENGTH]


def url_of(name: str) -> str:
    """Return the address of a static file, which may be kept for ever; KeyError where there is none."""
    assert name in static_files(), name
    return f"{PREFIX}{mark()}/{name}"


def serve(path: str, accept_encoding: str, if_none_match: str) -> Response | None:
    """Return the answer for what stands behind the prefix, or None when there is none of this name."""
    first, _, rest = path.partition("/")
    file = static_files().get(rest or first)
    if file is None or (rest and len(first) != MARK_LENGTH):
        return None
    etag = f'"{mark()}"'
    headers = {
        "etag": etag,
        "cache-control": "public, max-age=31536000, immutable" if first == mark() else "public, max-age=86400",
        "x-content-type-options": "nosniff",
        "access-control-allow-origin": "*",
        "vary": "accept-encoding",
    }
    if etag in if_none_match:
        return Response(status_code=304, headers=headers)
    if file.small and "gzip" in accept_encoding:
        return Response(file.small, media_type=file.kind, headers=headers | {"content-encoding": "gzip"})
    return Response(file.body, media_type=file.kind, headers=headers)
